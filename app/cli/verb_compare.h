// `ishowtts compare`: listening tests from the command line, by the same code as in the Studio.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb compareVerb();

} // namespace app::cli
