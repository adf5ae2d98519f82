// The rows of the engine's table, one factory per file verb_*.cpp.
#pragma once

#include "engine/cli/spoken_take.h"
#include "engine/cli/verb.h"

namespace engine::cli {

// Every verb of the engine. `keep`: where the takes of `say` are kept unless --no-keep is given; empty = nowhere.
std::vector<Verb> engineVerbs(KeepTake keep);

Verb sayVerb(KeepTake keep); // needs sound files: absent where libsndfile is missing
Verb voicesVerb();
Verb modelsVerb();
Verb devicesVerb();
Verb benchVerb();
Verb checkVerb(); // needs the distributions of Boost: absent without
Verb historyVerb();
Verb monitorVerb();
Verb profileVerb();
Verb clocksVerb();
Verb tokensVerb();
Verb caseVerb();

} // namespace engine::cli
