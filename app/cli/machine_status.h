// What `ishowtts status` tells, one fact after another; each is found out alone, and what cannot be found out is said
// in words. Only reads: no library is made or brought forward. Main thread, while there is a QCoreApplication.
#pragma once

#include <string>
#include <vector>

#include "engine/json.h"

namespace app::cli {

struct StatusFact {
    std::string name;  // "clocks": the key in --json
    std::string words; // for people
    engine::Json json = {};
    bool asks = false; // somebody should do something
};

// port: where a server of this program would listen; tokenFile: see local_server.h, which throws for it.
std::vector<StatusFact> statusFacts(int port, const std::string &tokenFile);

} // namespace app::cli
