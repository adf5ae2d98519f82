// `ishowtts backup FILE` and `ishowtts restore FILE`: all that a person made, in one file and back.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

// The same verb, which finishes a restore that was cut off before it looks at the person's data, and lets none begin
// while it runs.
engine::cli::Verb entering(engine::cli::Verb verb);

engine::cli::Verb backupVerb();
engine::cli::Verb restoreVerb();

} // namespace app::cli
