#include "app/performance/change_watch.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QSaveFile>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "app/storage/file_thread.h"
#include "engine/error.h"
#include "engine/json.h"

namespace app::performance {

using engine::Json;
using engine::performance::SpeedRecord;

namespace {

constexpr qint64 kLongestFile = 100'000; // bytes
constexpr qsizetype kMostStates = 50;
const QString kId = QStringLiteral("changed");

// What was said, as it stands in the file.
std::string stateOf(const MachineFacts &facts) {
    return Json(Json::Object{{"program", facts.program},
                             {"torch", facts.torch},
                             {"driver", facts.driver},
                             {"model", facts.model}})
        .dump();
}

// A line for each state, the newest last: who speaks with two models in turn is told of each once.
QByteArrayList readTold(const std::filesystem::path &file) {
    QFile in(QString::fromStdString(file.string()));
    return in.open(QIODevice::ReadOnly) ? in.read(kLongestFile).trimmed().split('\n') : QByteArrayList();
}

void writeTold(const std::filesystem::path &file, const QByteArrayList &states) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    QSaveFile out(QString::fromStdString(file.string()));
    if (out.open(QIODevice::WriteOnly)) {
        out.write(states.sliced(std::max<qsizetype>(0, states.size() - kMostStates)).join('\n') + '\n');
        out.commit(); // else it is said again at the next start
    }
}

class ChangeWords {
    Q_DECLARE_TR_FUNCTIONS(app::performance::Words)

public:
    static QString of(const FactChange &change) {
        const QString before = QString::fromStdString(change.before);
        const QString now = QString::fromStdString(change.now);
        if (change.what == "program")
            return tr("This program is version %1, and was %2 when speed was last measured.").arg(now, before);
        if (change.what == "torch")
            return tr("LibTorch is %1, and was %2 when speed was last measured.").arg(now, before);
        if (change.what == "driver")
            return tr("The driver of the graphics card is %1, and was %2 when speed was last measured.")
                .arg(now, before);
        return tr("The speed of the model %1 was never measured here.").arg(now);
    }
    static QString remedy(const std::string &model) {
        return tr("See whether all works, and how fast: “ishowtts selftest” and “%1” at a shell, then “ishowtts check "
                  "--last”.")
            .arg(QString::fromStdString(benchCommand(model)));
    }
};

} // namespace

std::string benchCommand(const std::string &model) {
    if (model.empty() || model == "demo")
        return "ishowtts bench";
    const bool plain = std::all_of(model.begin(), model.end(), [](unsigned char each) {
        return std::isalnum(each) != 0 || std::string_view("_-./").find(char(each)) != std::string_view::npos;
    });
    return "ishowtts bench --model " + (plain ? model : "'" + model + "'");
}

MachineFacts ownFacts() {
    return {ISHOWTTS_VERSION, LIBTORCH_VERSION, {}, {}};
}

std::vector<FactChange> changesSince(const std::vector<SpeedRecord> &records, const MachineFacts &now) {
    std::vector<FactChange> changes;
    const SpeedRecord *newest = nullptr;
    bool any = false;
    for (const SpeedRecord &record : records) {
        any = any || !record.imported;
        if (!record.imported && (now.model.empty() || record.conditions.model == now.model))
            newest = &record;
    }
    if (!any)
        return changes;
    if (newest == nullptr)
        return {{"model", {}, now.model}};
    const auto compare = [&](const char *what, const std::string &before, const std::string &its) {
        if (!before.empty() && !its.empty() && before != its)
            changes.push_back({what, before, its});
    };
    compare("program", newest->program, now.program);
    compare("torch", newest->torch, now.torch);
    compare("driver", newest->driver, now.driver);
    return changes;
}

std::optional<PerformanceNotice> inWords(const std::vector<FactChange> &changes, const std::string &model, qint64 at) {
    if (changes.empty())
        return {};
    QStringList sentences;
    for (const FactChange &change : changes)
        sentences << ChangeWords::of(change);
    const QString what = sentences.takeFirst();
    return PerformanceNotice{
        kId, PerformanceNotice::Weight::News, {what, ChangeWords::remedy(model), sentences.join(u'\n')}, at};
}

ChangeWatch::ChangeWatch(std::filesystem::path history, std::filesystem::path told, storage::FileThread &files,
                         QObject *parent)
    : QObject(parent), m_history(std::move(history)), m_told(std::move(told)), m_files(files) {}

void ChangeWatch::look(const MachineFacts &now) {
    if (m_history.empty() || m_told.empty() || m_seen == now)
        return;
    m_seen = now;
    ask(now);
}

void ChangeWatch::lookAgain() {
    if (m_seen)
        ask(*m_seen);
}

void ChangeWatch::ask(const MachineFacts &now) {
    m_files.post([self = QPointer<ChangeWatch>(this), history = m_history, told = m_told, now] {
        std::vector<FactChange> changes;
        try {
            changes = changesSince(engine::performance::readHistory(history).records, now);
        } catch (const engine::Error &) {
            changes.clear(); // whoever measures is told that it cannot be read
        }
        bool said = false;
        if (!changes.empty()) {
            const QByteArray state = QByteArray::fromStdString(stateOf(now));
            const QByteArrayList before = readTold(told);
            said = before.contains(state);
            if (!said)
                writeTold(told, before + QByteArrayList{state});
        }
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, changes, said] {
                if (!self)
                    return;
                if (changes.empty())
                    Q_EMIT self->unchanged();
                else if (said)
                    Q_EMIT self->known();
                else
                    Q_EMIT self->changed(changes);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::performance

#include "moc_change_watch.cpp"
