#include "app/listening/session_store.h"

#include <QDateTime>

#include <utility>

#include "app/listening/stored_tests.h"

namespace app::listening {

using storage::Answer;
using storage::Connection;

void SessionStore::begin(const SessionPlan &plan, QObject *context, Done<storage::Done> done) {
    m_database.write<storage::Done>(
        context,
        [plan](Connection &connection) {
            insertSession(connection, plan);
            return storage::Done();
        },
        std::move(done));
}

void SessionStore::append(const std::string &sessionId, int number, const ListeningEvent &event,
                          const std::optional<ListeningEvent> &before, QObject *context, Done<storage::Done> done) {
    m_database.write<storage::Done>(
        context,
        [sessionId, number, event, before](Connection &connection) {
            appendEvent(connection, sessionId, number, event, before);
            return storage::Done();
        },
        std::move(done));
}

void SessionStore::load(const std::string &sessionId, QObject *context, Done<StoredSession> done) {
    m_database.ask<StoredSession>(
        context, [sessionId](Connection &connection) { return storedSession(connection, sessionId); }, std::move(done));
}

void SessionStore::sessions(const std::string &testId, QObject *context, Done<std::vector<SessionSummary>> done) {
    m_database.ask<std::vector<SessionSummary>>(
        context, [testId](Connection &connection) { return sessionsOf(connection, testId); }, std::move(done));
}

void SessionStore::sessionsOfDesign(const std::string &hash, QObject *context, Done<std::vector<SessionSummary>> done) {
    m_database.ask<std::vector<SessionSummary>>(
        context, [hash](Connection &connection) { return app::listening::sessionsOfDesign(connection, hash); },
        std::move(done));
}

void SessionStore::test(const std::string &testId, QObject *context, Done<TestRecord> done) {
    m_database.ask<TestRecord>(
        context, [testId](Connection &connection) { return storedTest(connection, testId); }, std::move(done));
}

void SessionStore::keep(const TestRecord &record, QObject *context, Done<int> done) {
    m_database.write<int>(
        context, [record](Connection &connection) { return keepTest(connection, record); }, std::move(done));
}

void SessionStore::look(const std::string &testId, QObject *context, Done<std::vector<Look>> done) {
    m_database.write<std::vector<Look>>(
        context,
        [testId](Connection &connection) {
            return lookAtTest(connection, testId, QDateTime::currentMSecsSinceEpoch());
        },
        std::move(done));
}

void SessionStore::looks(const std::string &testId, QObject *context, Done<std::vector<Look>> done) {
    m_database.ask<std::vector<Look>>(
        context, [testId](Connection &connection) { return looksAt(connection, testId); }, std::move(done));
}

void SessionStore::batches(const std::string &testId, QObject *context, Done<std::vector<CountedBatch>> done) {
    m_database.ask<std::vector<CountedBatch>>(
        context, [testId](Connection &connection) { return batchesOf(connection, testId); }, std::move(done));
}

void SessionStore::keepBatches(const std::string &testId, const std::vector<CountedBatch> &batches, QObject *context,
                               Done<std::vector<CountedBatch>> done) {
    m_database.write<std::vector<CountedBatch>>(
        context,
        [testId, batches](Connection &connection) { return listening::keepBatches(connection, testId, batches); },
        std::move(done));
}

SessionRecorder::SessionRecorder(SessionStore &store, std::shared_ptr<const SessionPlan> plan,
                                 std::vector<ListeningEvent> events, QObject *parent)
    : QObject(parent), m_store(store), m_session(ListeningSession::replay(std::move(plan), events)),
      m_expected(m_session), m_events(std::move(events)) {}

void SessionRecorder::record(const ListeningEvent &event) {
    m_expected.apply(event);
    const auto before = m_events.empty() ? std::nullopt : std::optional(m_events.back());
    m_events.push_back(event);
    ++m_waiting;
    m_store.append(m_expected.plan().header.id, int(m_events.size()) - 1, event, before, this,
                   [this, event, round = m_round](const Answer<storage::Done> &answer) {
                       --m_waiting;
                       if (round != m_round)
                           return; // it followed what was not written, and was not written either
                       if (answer) {
                           m_session.apply(event);
                           Q_EMIT recorded(event);
                           return;
                       }
                       ++m_round;
                       m_expected = m_session;
                       m_events.resize(std::size_t(m_session.state().events));
                       Q_EMIT notRecorded(answer.problem);
                   });
}

} // namespace app::listening

#include "moc_session_store.cpp"
