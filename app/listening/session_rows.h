// Listening tests, their sessions and their cells as rows of the library (app/storage/library_schema.h). What is read
// is checked as if a stranger had written it. Storage thread; app::storage::Error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/listening/listening_event.h"
#include "app/listening/session_plan.h"
#include "app/storage/connection.h"

namespace app::listening {

struct RecordedSession {
    SessionHeader header;
    std::vector<ListeningEvent> events;

    bool operator==(const RecordedSession &) const = default;
};

// A session among others.
struct SessionSummary {
    SessionHeader header;
    std::string testName;
    int events = 0;
    int votes = 0; // without those taken back
    bool finished = false;
};

// The test is added when it is not there yet. Error(BadInput) when there is a session of this id.
void insertSession(storage::Connection &connection, const SessionPlan &plan);
// As event `number` (from 0), after `before` (nothing before the first). Error(BadInput) when it would not be the next
// one or follow another one: another program goes on with the session.
void appendEvent(storage::Connection &connection, const std::string &sessionId, int number, const ListeningEvent &event,
                 const std::optional<ListeningEvent> &before);

struct StoredSession {
    SessionPlan plan;
    std::vector<ListeningEvent> events; // they can follow one another
};
StoredSession storedSession(storage::Connection &connection, const std::string &sessionId); // Error(Missing, BadFile)
std::vector<SessionSummary> sessionsOf(storage::Connection &connection, const std::string &testId); // "": of all tests
// Of every test of this design (designHash()), with whichever sounds it was heard: another version of this program,
// another lexicon or recording makes other ones.
std::vector<SessionSummary> sessionsOfDesign(storage::Connection &connection, const std::string &hash);
// The one of them that results are about: `present`, the test of the sounds that are there now ("": some are missing),
// when it was heard to the end; else the one that was heard to the end last; else `present`, or the one that was begun
// last. "": none.
std::string testToJudge(const std::vector<SessionSummary> &sessions, const std::string &present);

// A cell: sound made from all that `key` is the SHA-256 of. `audio` as in app/storage/audio_store.h.
struct CellRecord {
    std::string key;
    std::string audio;
    std::int64_t made = 0; // ms since 1970 UTC
    double seconds = 0;
    std::string facts; // JSON: settings, hashes of model and recording, device, build, times
};
void insertCell(storage::Connection &connection, const CellRecord &cell); // takes the place of one of the same key
std::optional<CellRecord> cellByKey(storage::Connection &connection, const std::string &key);

} // namespace app::listening
