// Listening sessions in the library: each event is on the disk before its answer comes, so that a program killed at any
// moment loses at most the vote that was not acknowledged yet. Several programs may keep sessions at once; only one
// goes on with one session: another's event finds its place taken. GUI thread; nothing here waits for the disk; answers
// come as app/storage/database.h says.
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/counted_batch.h"
#include "app/listening/listening_session.h"
#include "app/listening/session_looks.h"
#include "app/listening/session_merge.h"
#include "app/storage/database.h"

namespace app::listening {

class SessionStore {
public:
    explicit SessionStore(storage::Database &database) : m_database(database) {}

    template <class T> using Done = std::function<void(const storage::Answer<T> &)>;

    void begin(const SessionPlan &plan, QObject *context, Done<storage::Done> done);
    // session_rows.h, appendEvent().
    void append(const std::string &sessionId, int number, const ListeningEvent &event,
                const std::optional<ListeningEvent> &before, QObject *context, Done<storage::Done> done);
    void load(const std::string &sessionId, QObject *context, Done<StoredSession> done);
    void sessions(const std::string &testId, QObject *context, Done<std::vector<SessionSummary>> done); // "": all
    // session_rows.h, of every test of this design.
    void sessionsOfDesign(const std::string &hash, QObject *context, Done<std::vector<SessionSummary>> done);
    // stored_tests.h: a test with its sessions, and sessions of other people (gives how many were new or grew).
    void test(const std::string &testId, QObject *context, Done<TestRecord> done);
    void keep(const TestRecord &record, QObject *context, Done<int> done);
    // session_looks.h: somebody sees results of it now; how often that was so.
    void look(const std::string &testId, QObject *context, Done<std::vector<Look>> done);
    void looks(const std::string &testId, QObject *context, Done<std::vector<Look>> done);
    // counted_batch.h; keeping gives all that is known then.
    void batches(const std::string &testId, QObject *context, Done<std::vector<CountedBatch>> done);
    void keepBatches(const std::string &testId, const std::vector<CountedBatch> &batches, QObject *context,
                     Done<std::vector<CountedBatch>> done);

private:
    storage::Database &m_database;
};

// One session while a person listens. What is recorded is written in order; session() shows only what is on the disk.
class SessionRecorder : public QObject {
    Q_OBJECT

public:
    // The events are those that the library has of it. engine::Error(BadInput) when they cannot follow one another.
    SessionRecorder(SessionStore &store, std::shared_ptr<const SessionPlan> plan,
                    std::vector<ListeningEvent> events = {}, QObject *parent = nullptr);

    const ListeningSession &session() const { return m_session; }
    // What the session will be when all that was recorded is on the disk.
    const ListeningSession &expected() const { return m_expected; }
    bool isWriting() const { return m_waiting > 0; }

    // engine::Error(BadInput) when it cannot follow what was recorded before it; nothing is written then.
    void record(const ListeningEvent &event);

Q_SIGNALS:
    void recorded(const app::listening::ListeningEvent &event); // it is on the disk
    // It is not, nor is what was recorded after it; expected() is session() again.
    void notRecorded(const app::Problem &problem);

private:
    SessionStore &m_store;
    ListeningSession m_session;
    ListeningSession m_expected;
    std::vector<ListeningEvent> m_events; // that make m_expected
    int m_waiting = 0;
    int m_round = 0; // what was recorded before something failed is of an earlier one
};

} // namespace app::listening
