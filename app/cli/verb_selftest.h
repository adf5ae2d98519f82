// `ishowtts selftest`: fifteen checks that say whether this machine can speak as it should.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb selftestVerb();

} // namespace app::cli
