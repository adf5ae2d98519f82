// `ishowtts narrate`: a whole text, subtitles or a table as one sound, however long it becomes.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb narrateVerb();

} // namespace app::cli
