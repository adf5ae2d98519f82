// `voices`: the engine's list, and what changes the voices of one's own.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb voicesVerb();

} // namespace app::cli
