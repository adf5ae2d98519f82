#include "app/listening/session_looks.h"

#include <span>

#include "app/listening/listening_words.h"
#include "app/listening/session_rows.h"
#include "app/storage/sha256.h"

namespace app::listening {

using storage::Connection;

std::vector<Look> looksAt(Connection &connection, const std::string &testId) {
    auto rows =
        connection.prepare(QStringLiteral("SELECT at, sessions, votes FROM listening_look WHERE test = ? ORDER BY at"));
    rows.bind(qt(testId));
    std::vector<Look> looks;
    while (rows.next())
        looks.push_back({rows.integer(0), int(rows.integer(1)), int(rows.integer(2))});
    return looks;
}

std::vector<Look> lookAtTest(Connection &connection, const std::string &testId, std::int64_t now) {
    Look look{now};
    storage::Sha256 state;
    for (const SessionSummary &session : sessionsOf(connection, testId)) {
        if (!session.finished || session.header.simulated)
            continue;
        ++look.sessions;
        look.votes += session.votes;
        const std::string id = session.header.id + "\n"; // a finished session stays as it is
        state.add(std::as_bytes(std::span(id)));
    }
    if (look.sessions > 0)
        connection.prepare(QStringLiteral("INSERT OR IGNORE INTO listening_look VALUES (?, ?, ?, ?, ?)"))
            .bind(qt(testId), qt(state.take()), qint64(look.at), look.sessions, look.votes)
            .run();
    return looksAt(connection, testId);
}

} // namespace app::listening
