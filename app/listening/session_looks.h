// How often results of a listening test were looked at: who looks, goes on listening and looks again has more than one
// chance to accept a worse setting. A look is a state of the votes that somebody saw results of: looking twice at the
// same finished sessions is one. Simulated votes, which decide nothing, are not looked at. Of this library alone: looks
// do not travel with sessions. Storage thread; app::storage::Error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/storage/connection.h"

namespace app::listening {

struct Look {
    std::int64_t at = 0; // ms since 1970 UTC, when this state was first seen
    int sessions = 0;    // of people, finished
    int votes = 0;       // in them, checks included

    bool operator==(const Look &) const = default;
};

// Somebody sees results of this test now. Gives all looks, the first one first; none where no person has finished a
// session.
std::vector<Look> lookAtTest(storage::Connection &connection, const std::string &testId, std::int64_t now);
std::vector<Look> looksAt(storage::Connection &connection, const std::string &testId);

} // namespace app::listening
