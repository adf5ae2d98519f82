// `ishowtts status`: how this machine and its Studio stand, on one screen.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb statusVerb();

} // namespace app::cli
