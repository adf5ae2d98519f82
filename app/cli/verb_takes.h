// `ishowtts takes`: lists the takes of the library, and writes one as a file.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb takesVerb();

} // namespace app::cli
