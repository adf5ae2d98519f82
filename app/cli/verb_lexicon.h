// `ishowtts lexicon`: words that are said otherwise than they are written.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb lexiconVerb();

} // namespace app::cli
