// `ishowtts models` of the full build: the engine's list, and what needs the network or changes the models folder.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

// The same verb, which speaks with official weights, wherever they lie, when their licence was accepted.
engine::cli::Verb askingForLicence(engine::cli::Verb verb);

engine::cli::Verb modelsVerb();

} // namespace app::cli
