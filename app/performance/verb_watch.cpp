#include "app/performance/verb_watch.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileSystemWatcher>
#include <QLocale>
#include <QPointer>

#include <algorithm>

#include "app/storage/file_thread.h"

namespace app::performance {

using engine::performance::CheckResult;
using engine::performance::Verdict;
namespace fs = std::filesystem;

namespace {

constexpr int kSoon = 200;               // ms
constexpr int kAgain = 5 * 60 * 1000;    // ms
constexpr double kShortestSilence = 600; // s
constexpr double kMissedSamples = 3;
constexpr double kPercent = 100;

fs::path monitorFile(const fs::path &folder) {
    return folder / "monitor.jsonl";
}

class CheckWords {
    Q_DECLARE_TR_FUNCTIONS(app::performance::CheckWords)

public:
    static QString of(const Verdict &verdict) {
        if (verdict.check == "slower")
            return tr("Speech has become %L1 % slower than it was on this machine.")
                .arg(verdict.measured * kPercent, 0, 'f', 0);
        if (verdict.check == "cv")
            return tr("The same text takes a different time each time: the runs vary by %L1 %.")
                .arg(verdict.measured * kPercent, 0, 'f', 0);
        if (verdict.check == "mean")
            return tr("The mean RTF is %L1, above %L2.").arg(verdict.measured, 0, 'f', 2).arg(verdict.limit, 0, 'f', 2);
        if (verdict.check == "max")
            return tr("The largest RTF is %L1, above %L2.")
                .arg(verdict.measured, 0, 'f', 2)
                .arg(verdict.limit, 0, 'f', 2);
        return QString::fromStdString(verdict.words);
    }
    static QString remedy(const QString &when, const QString &model) {
        return tr("So “ishowtts check” found on %1 with the model %2. See whether the computer is hot, busy or "
                  "changed, "
                  "then run it again.")
            .arg(when, model);
    }
};

} // namespace

VerbFindings readFindings(const fs::path &folder, qint64 now) {
    VerbFindings findings{engine::performance::readCheckResult(engine::performance::checkResultFile(folder)),
                          engine::performance::readMonitor(monitorFile(folder))};
    const QDateTime last = QDateTime::fromString(QString::fromStdString(findings.monitor.at), Qt::ISODate);
    const double silence = last.isValid() ? double(now - last.toMSecsSinceEpoch()) / 1000 : 0;
    if (!last.isValid() || silence > std::max(kShortestSilence, kMissedSamples * findings.monitor.interval))
        findings.monitor.notices.clear();
    return findings;
}

std::optional<PerformanceNotice> inWords(const CheckResult &check, qint64 at) {
    if (!check.regressed())
        return {};
    QStringList sentences;
    QStringList details;
    for (const Verdict &verdict : check.found) {
        sentences << CheckWords::of(verdict);
        details << QString::fromStdString(verdict.words);
    }
    const QDateTime when = QDateTime::fromString(QString::fromStdString(check.at), Qt::ISODate).toLocalTime();
    return PerformanceNotice{
        QStringLiteral("check"),
        PerformanceNotice::Weight::Attention,
        {sentences.join(u' '),
         CheckWords::remedy(QLocale().toString(when, QLocale::ShortFormat), QString::fromStdString(check.model)),
         details.join(u'\n')},
        at};
}

VerbWatch::VerbWatch(fs::path folder, fs::path history, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_folder(std::move(folder)), m_history(std::move(history)), m_files(files) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    m_records.setSingleShot(true);
    m_records.setInterval(kSoon);
    connect(&m_records, &QTimer::timeout, this, &VerbWatch::measured);
    m_again.setInterval(kAgain);
    connect(&m_soon, &QTimer::timeout, this, &VerbWatch::look);
    connect(&m_again, &QTimer::timeout, this, &VerbWatch::look);
}

void VerbWatch::start() {
    if (m_folder.empty() || m_watcher)
        return;
    m_watcher = new QFileSystemWatcher(this);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_watcher, &QFileSystemWatcher::fileChanged, this, [this](const QString &path) {
        if (!m_history.empty() && path == QString::fromStdString(m_history.string()))
            m_records.start();
        m_soon.start(); // it may have been exchanged
    });
    m_again.start();
    look();
}

// Files come, are exchanged and go: those that are there are watched. The folder tells of the others.
void VerbWatch::follow() {
    const QString folder = QString::fromStdString(m_folder.string());
    const QString monitor = QString::fromStdString(monitorFile(m_folder).string());
    for (const QString &path : {folder, monitor})
        if (!m_watcher->directories().contains(path) && !m_watcher->files().contains(path))
            m_watcher->addPath(path);
    const QString history = QString::fromStdString(m_history.string());
    if (!history.isEmpty() && !m_watcher->files().contains(history) && m_watcher->addPath(history))
        m_records.start(); // what was added before it was watched, too
}

void VerbWatch::look() {
    m_files.post([self = QPointer<VerbWatch>(this), folder = m_folder] {
        std::error_code error;
        fs::create_directories(folder, error); // else nobody would hear that it came
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, findings = readFindings(folder, QDateTime::currentMSecsSinceEpoch())] {
                if (!self)
                    return;
                self->follow();
                Q_EMIT self->found(findings);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::performance

#include "moc_verb_watch.cpp"
