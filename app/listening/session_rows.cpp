#include "app/listening/session_rows.h"

#include <algorithm>
#include <bit>
#include <set>

#include "app/listening/listening_session.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using engine::Json;
using storage::Connection;
using storage::Error;
using storage::Trouble;

namespace {

std::string plain(const QString &text) {
    return text.toStdString();
}

// Turns what parsing throws into the library's own kind.
template <class Read> auto readable(Read read) {
    try {
        return read();
    } catch (const engine::Error &error) {
        throw Error(Trouble::BadFile, {say("A listening session in the library cannot be read."),
                                       say("Bring it back from a backup. Other sessions are not touched."),
                                       QString::fromUtf8(error.what())});
    }
}

// Columns of `listening_session` from `first` on, in the order of kHeader.
constexpr const char *kHeader = "s.id, s.test, s.listener, s.created, s.seed, s.salt, s.sealed, s.simulated, s.program";

SessionHeader headerOf(const storage::Statement &row) {
    SessionHeader header;
    header.id = plain(row.text(0));
    header.test = plain(row.text(1));
    header.listener = plain(row.text(2));
    header.created = row.integer(3);
    header.seed = std::bit_cast<std::uint64_t>(row.integer(4));
    header.salt = plain(row.text(5));
    header.commitment = plain(row.text(6));
    header.simulated = row.integer(7) != 0;
    header.program = plain(row.text(8));
    return header;
}

QString textOf(const Json &json) {
    return QString::fromStdString(json.dump());
}

} // namespace

void insertSession(Connection &connection, const SessionPlan &plan) {
    const SessionHeader &header = plan.header;
    auto same = connection.prepare(QStringLiteral("SELECT 1 FROM listening_session WHERE id = ?"));
    if (same.bind(qt(header.id)).next())
        throw Error(Trouble::BadInput, {say("This listening session is in the library already."),
                                        say("Go on with it there."), qt(header.id)});
    connection.prepare(QStringLiteral("INSERT OR IGNORE INTO listening_test VALUES (?, ?, ?, ?, ?)"))
        .bind(qt(header.test), qint64(header.created), qt(plan.design.name), textOf(toJson(plan.design)),
              textOf(toJson(plan.stimuli)))
        .run();
    connection.prepare(QStringLiteral("INSERT INTO listening_session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"))
        .bind(qt(header.id), qt(header.test), qt(header.listener), qint64(header.created),
              std::bit_cast<qint64>(header.seed), qt(header.salt), qt(header.commitment), header.simulated ? 1 : 0,
              qt(header.program))
        .run();
}

void appendEvent(Connection &connection, const std::string &sessionId, int number, const ListeningEvent &event,
                 const std::optional<ListeningEvent> &before) {
    auto insert = connection.prepare(
        QStringLiteral("INSERT INTO listening_event SELECT ?, ?, ?, ?, ? WHERE "
                       "EXISTS (SELECT 1 FROM listening_session WHERE id = ?) AND "
                       "(SELECT count(*) FROM listening_event WHERE session = ?) = ? AND "
                       "coalesce((SELECT event FROM listening_event WHERE session = ? AND number = ?), '') = ?"));
    insert.bind(qt(sessionId), number, qint64(event.at), qt(wordFor(event.kind)), textOf(toJson(event)), qt(sessionId),
                qt(sessionId), number, qt(sessionId), number - 1,
                before ? textOf(toJson(*before)) : QStringLiteral(""));
    insert.run();
    if (insert.changedRows() != 1)
        throw Error(Trouble::BadInput, {say("Another program goes on with this listening session."),
                                        say("Go on there, or open the session again here."),
                                        {}});
}

StoredSession storedSession(Connection &connection, const std::string &sessionId) {
    auto select = connection.prepare(QStringLiteral("SELECT %1, t.design, t.stimuli FROM listening_session AS s JOIN "
                                                    "listening_test AS t ON t.id = s.test WHERE s.id = ?")
                                         .arg(QString::fromLatin1(kHeader)));
    if (!select.bind(qt(sessionId)).next())
        throw Error(Trouble::Missing, {say("This listening session is not in the library."),
                                       say("Another program may have changed the library; choose another session."),
                                       {}});
    const SessionHeader header = headerOf(select);
    const std::string design = plain(select.text(9));
    const std::string stimuli = plain(select.text(10));
    StoredSession session;
    session.plan = readable([&] {
        const TestDesign read = parseDesign(design, "design");
        return planOf(read, stimuliFromJson(Json::parse(stimuli, "stimuli"), read), header);
    });
    auto events = connection.prepare(
        QStringLiteral("SELECT number, event FROM listening_event WHERE session = ? ORDER BY number"));
    events.bind(qt(sessionId));
    readable([&] {
        while (events.next()) {
            if (events.integer(0) != qint64(session.events.size()))
                throw engine::badInput("An event is missing.", "Bring the session back from a backup.");
            session.events.push_back(eventFromJson(Json::parse(plain(events.text(1)), "event")));
        }
        return ListeningSession::replay(std::make_shared<const SessionPlan>(session.plan), session.events).state();
    });
    return session;
}

std::vector<SessionSummary> sessionsOf(Connection &connection, const std::string &testId) {
    auto rows = connection.prepare(
        QStringLiteral("SELECT %1, t.name, "
                       "(SELECT count(*) FROM listening_event WHERE session = s.id), "
                       "(SELECT coalesce(sum(kind = 'voted'), 0) - coalesce(sum(kind = 'undone'), 0) FROM "
                       "listening_event WHERE session = s.id), "
                       "EXISTS (SELECT 1 FROM listening_event WHERE session = s.id AND kind = 'finished') "
                       "FROM listening_session AS s JOIN listening_test AS t ON t.id = s.test "
                       "WHERE ? = '' OR s.test = ? ORDER BY s.created, s.id")
            .arg(QString::fromLatin1(kHeader)));
    rows.bind(qt(testId), qt(testId));
    std::vector<SessionSummary> found;
    while (rows.next())
        found.push_back(
            {headerOf(rows), plain(rows.text(9)), int(rows.integer(10)), int(rows.integer(11)), rows.integer(12) != 0});
    return found;
}

std::vector<SessionSummary> sessionsOfDesign(Connection &connection, const std::string &hash) {
    std::set<std::string> tests;
    auto rows = connection.prepare(QStringLiteral("SELECT id, design FROM listening_test"));
    while (rows.next()) {
        try {
            if (designHash(parseDesign(plain(rows.text(1)), "design")) == hash)
                tests.insert(plain(rows.text(0)));
        } catch (const engine::Error &) { // storedSession() says so of a test that is asked for
        }
    }
    std::vector<SessionSummary> all = sessionsOf(connection, {});
    std::erase_if(all, [&](const SessionSummary &session) { return !tests.contains(session.header.test); });
    return all;
}

std::string testToJudge(const std::vector<SessionSummary> &sessions, const std::string &present) {
    std::string last;
    for (const SessionSummary &session : sessions) {
        if (session.finished && session.header.test == present)
            return present;
        if (session.finished)
            last = session.header.test;
    }
    if (!last.empty() || !present.empty() || sessions.empty())
        return last.empty() ? present : last;
    return sessions.back().header.test;
}

void insertCell(Connection &connection, const CellRecord &cell) {
    connection.prepare(QStringLiteral("INSERT OR REPLACE INTO listening_cell VALUES (?, ?, ?, ?, ?)"))
        .bind(qt(cell.key), qt(cell.audio), qint64(cell.made), cell.seconds, qt(cell.facts))
        .run();
}

std::optional<CellRecord> cellByKey(Connection &connection, const std::string &key) {
    auto select =
        connection.prepare(QStringLiteral("SELECT key, audio, made, seconds, facts FROM listening_cell WHERE key = ?"));
    if (!select.bind(qt(key)).next())
        return std::nullopt;
    return CellRecord{plain(select.text(0)), plain(select.text(1)), select.integer(2), select.number(3),
                      plain(select.text(4))};
}

} // namespace app::listening
