#include "ui/listening/result_files.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <utility>

#include "app/listening/session_export.h"
#include "engine/error.h"
#include "ui/listening/notice_subject.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::TestRecord;
using app::storage::Answer;
using shared::Notice;

namespace {

constexpr qint64 kLargestRecord = 256'000'000; // bytes

} // namespace

app::Problem problemOf(const std::exception &error) {
    const auto *ours = dynamic_cast<const engine::Error *>(&error);
    return {QString::fromUtf8(error.what()), ours ? QString::fromStdString(ours->remedy()) : QString(), {}};
}

bool isFinished(const app::listening::RecordedSession &session) {
    return std::any_of(session.events.begin(), session.events.end(),
                       [](const auto &event) { return event.kind == app::listening::ListeningEvent::Kind::Finished; });
}

ResultFiles::ResultFiles(ListeningActs &acts, app::listening::SessionStore &sessions, shared::NoticeBar &notices,
                         QWidget *window)
    : QObject(window), m_sessions(sessions), m_notices(notices), m_window(window) {
    const auto on = [&](ListeningActs::Act act, auto method) {
        connect(acts[act], &QAction::triggered, this, [this, method] {
            if (m_record)
                method();
        });
    };
    on(ListeningActs::SaveTable,
       [this] { save(tr("Save the votes"), QStringLiteral("votes.csv"), tr("Tables (*.csv)"), asCsv(*m_record)); });
    on(ListeningActs::SaveSessions, [this] {
        save(tr("Save all sessions"), QStringLiteral("sessions.json"), tr("Sessions (*.json)"),
             app::listening::toJson(*m_record).dump(1));
    });
    on(ListeningActs::SaveLog, [this] { saveLog(false); });
    on(ListeningActs::SaveForm, [this] { saveLog(true); });
    connect(acts[ListeningActs::Merge], &QAction::triggered, this, &ResultFiles::chooseMerge);
}

void ResultFiles::follow(const std::string &testId, Record record) {
    m_test = testId;
    m_record = std::move(record);
}

void ResultFiles::chooseMerge() {
    auto *dialog = new QFileDialog(m_window, tr("Sessions of other listeners"), shared::documentsFolder(),
                                   tr("Sessions (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ResultFiles::merge);
    dialog->open();
}

void ResultFiles::merge(const QString &file) {
    m_thread.post([this, file, record = m_record, test = m_test] {
        std::shared_ptr<TestRecord> other;
        app::Problem problem;
        try {
            QFile source(file);
            if (!source.open(QIODevice::ReadOnly) || source.size() > kLargestRecord)
                throw engine::badInput(tr("This file cannot be read as sessions.").toStdString(),
                                       tr("Choose a file that “Save all sessions” wrote.").toStdString());
            const QByteArray bytes = source.readAll();
            other = std::make_shared<TestRecord>(app::listening::parseRecord(
                std::string_view(bytes.constData(), std::size_t(bytes.size())), file.toStdString()));
            if (record) {
                const QStringList differs = app::listening::differencesBetween(*record, *other);
                if (!differs.isEmpty())
                    throw engine::badInput(tr("These sessions are about another test.").toStdString(),
                                           differs.join(u'\n').toStdString());
            } else if (!test.empty() && app::listening::testId(other->design, other->stimuli) != test) {
                throw engine::badInput(tr("These sessions are about another test.").toStdString(),
                                       tr("Choose that test first, or take a file of this one.").toStdString());
            }
        } catch (const std::exception &error) {
            problem = problemOf(error);
            other.reset();
        }
        QMetaObject::invokeMethod(this, [this, other, problem] {
            if (other)
                keep(*other);
            else
                m_notices.post(Notice::Kind::Alarm, kSubject, problem);
        });
    });
}

void ResultFiles::keep(const TestRecord &other) {
    m_sessions.keep(other, this, [this](const Answer<int> &answer) {
        if (!answer)
            m_notices.post(Notice::Kind::Alarm, kSubject, answer.problem);
        else
            m_notices.post({Notice::Kind::Good,
                            *answer.value == 0   ? tr("All of these sessions were here already.")
                            : *answer.value == 1 ? tr("1 session came in.")
                                                 : tr("%Ln sessions came in.", nullptr, *answer.value),
                            {},
                            {},
                            {},
                            kSubject});
        Q_EMIT merged();
    });
}

std::optional<std::string> ResultFiles::newestFinished() const {
    const app::listening::RecordedSession *newest = nullptr;
    for (const auto &session : m_record->sessions) {
        if (isFinished(session) && (!newest || newest->header.created < session.header.created))
            newest = &session;
    }
    return newest ? std::optional(newest->header.id) : std::nullopt;
}

void ResultFiles::saveLog(bool asForm) {
    const auto session = newestFinished();
    if (!session)
        return;
    try {
        if (asForm)
            save(tr("Save as the original's form"), QStringLiteral("EVALUATION.txt"), tr("Text (*.txt)"),
                 asOriginalForm(*m_record, session));
        else
            save(tr("Save the log"), QStringLiteral("session.txt"), tr("Text (*.txt)"), asLog(*m_record, *session));
    } catch (const engine::Error &error) {
        m_notices.post(Notice::Kind::Alarm, kSubject, problemOf(error));
    }
}

void ResultFiles::save(const QString &title, const QString &name, const QString &filter, const std::string &bytes) {
    auto *dialog = new QFileDialog(m_window, title, shared::documentsFolder(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString &file) {
        m_thread.post([this, file, bytes] {
            QSaveFile target(file);
            const bool written = target.open(QIODevice::WriteOnly) &&
                                 target.write(bytes.data(), qint64(bytes.size())) == qint64(bytes.size()) &&
                                 target.commit();
            const QString why = target.errorString();
            QMetaObject::invokeMethod(this, [this, file, written, why] {
                if (written)
                    m_notices.post(
                        {Notice::Kind::Good, tr("Saved as %1.").arg(QFileInfo(file).fileName()), {}, {}, {}, kSubject});
                else
                    m_notices.post(Notice::Kind::Alarm, kSubject,
                                   {tr("%1 cannot be written.").arg(QFileInfo(file).fileName()),
                                    tr("Choose another place."), why});
            });
        });
    });
    dialog->open();
}

} // namespace ui::listening

#include "moc_result_files.cpp"
