// `ishowtts models` of the full build: the engine's list, and what needs the network or changes the models folder.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb modelsVerb();

} // namespace app::cli
