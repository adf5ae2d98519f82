// Which sounds a new session of a test asks about, and whether it can be asked at all: the same rules for every
// program. Any thread.
#pragma once

#include <QString>

#include <optional>
#include <string>
#include <vector>

#include "app/listening/session_rows.h"

namespace app::listening {

// Those that are made now; while one of them is missing, those that somebody heard already: their votes then come
// together.
struct SessionSounds {
    enum class From {
        Now,
        Heard,   // `heard` is their test (SessionStore::test())
        Nowhere, // the missing ones must be made first
    };
    From from = From::Nowhere;
    std::string heard = {};

    QString notice() const; // what is to be said before the session begins, translated; empty: nothing
};
// `present`: testId() of the sounds as they are now, "" while one is missing. `sessions`: of the design.
SessionSounds soundsForSession(const std::vector<SessionSummary> &sessions, const std::string &present);

// About how long it is to say the text of a row at speed 1, before anybody has spoken it.
double expectedSeconds(const TestRow &row);

// Why nobody can listen to this test, translated: it asks for a sound that cannot be made. None: one can.
std::optional<QString> objectionToHearing(const TestDesign &design);

} // namespace app::listening
