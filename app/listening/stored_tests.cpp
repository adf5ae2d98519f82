#include "app/listening/stored_tests.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using storage::Connection;
using storage::Error;
using storage::Trouble;

namespace {

std::vector<std::string> sessionIds(Connection &connection, const std::string &testId) {
    std::vector<std::string> ids;
    auto rows = connection.prepare(QStringLiteral("SELECT id FROM listening_session WHERE test = ? ORDER BY id"));
    rows.bind(QString::fromStdString(testId));
    while (rows.next())
        ids.push_back(rows.text(0).toStdString());
    return ids;
}

} // namespace

TestRecord storedTest(Connection &connection, const std::string &testId) {
    const std::vector<std::string> ids = sessionIds(connection, testId);
    if (ids.empty())
        throw Error(Trouble::Missing, {say("Nobody has listened to this test yet."), say("Begin a session."), {}});
    TestRecord record;
    for (const std::string &id : ids) {
        StoredSession session = storedSession(connection, id);
        record.design = std::move(session.plan.design);
        record.stimuli = std::move(session.plan.stimuli);
        record.sessions.push_back({session.plan.header, std::move(session.events)});
    }
    return record;
}

int keepTest(Connection &connection, const TestRecord &record) {
    int changed = 0;
    for (const RecordedSession &session : record.sessions) {
        std::vector<ListeningEvent> known;
        try {
            const SessionPlan plan = planOf(record.design, record.stimuli, session.header);
            const std::vector<std::string> ids = sessionIds(connection, session.header.test);
            if (std::find(ids.begin(), ids.end(), session.header.id) == ids.end()) {
                insertSession(connection, plan);
            } else {
                const StoredSession stored = storedSession(connection, session.header.id);
                known = stored.events;
                const TestRecord one{stored.plan.design, stored.plan.stimuli, {{stored.plan.header, known}}};
                const TestRecord other{record.design, record.stimuli, {session}};
                (void)merged(one, other); // refuses what differs
                if (known.size() >= session.events.size())
                    continue;
            }
        } catch (const engine::Error &error) {
            throw Error(Trouble::BadInput,
                        {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}});
        }
        for (std::size_t i = known.size(); i < session.events.size(); ++i)
            appendEvent(connection, session.header.id, int(i), session.events[i],
                        i > 0 ? std::optional(session.events[i - 1]) : std::nullopt);
        ++changed;
    }
    return changed;
}

} // namespace app::listening
