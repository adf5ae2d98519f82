// Results and sessions of a listening test as files, and the sessions of other listeners that come in.
#pragma once

#include <QObject>

#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "app/listening/session_store.h"
#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "ui/listening/listening_acts.h"

namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

bool isFinished(const app::listening::RecordedSession &session); // all of it was answered
app::Problem problemOf(const std::exception &error);             // with the remedy that an engine::Error has

class ResultFiles : public QObject {
    Q_OBJECT

public:
    using Record = std::shared_ptr<const app::listening::TestRecord>;

    ResultFiles(ListeningActs &acts, app::listening::SessionStore &sessions, shared::NoticeBar &notices,
                QWidget *window);

    // What is saved, and what others' sessions must be about; no record: nobody has finished a session yet.
    void follow(const std::string &testId, Record record);
    void merge(const QString &file);

Q_SIGNALS:
    void merged();

private:
    void save(const QString &title, const QString &name, const QString &filter, const std::string &bytes);
    void saveLog(bool asForm);
    void chooseMerge();
    void keep(const app::listening::TestRecord &other);
    std::optional<std::string> newestFinished() const; // session

    app::listening::SessionStore &m_sessions;
    shared::NoticeBar &m_notices;
    QWidget *m_window;
    std::string m_test;
    Record m_record;
    app::storage::FileThread m_thread{"result files"}; // last: it ends before what it uses
};

} // namespace ui::listening
