// The rows of the engine's table, one factory per file verb_*.cpp.
#pragma once

#include "engine/cli/verb.h"

namespace engine::cli {

Verb sayVerb(); // needs sound files: absent where libsndfile is missing
Verb voicesVerb();
Verb modelsVerb();
Verb devicesVerb();
Verb benchVerb();
Verb tokensVerb();
Verb caseVerb();

} // namespace engine::cli
