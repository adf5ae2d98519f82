// What `ishowtts lexicon` can do: a function for each of its words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/cli/verb.h"

namespace app::cli {

const std::vector<std::pair<std::string, int (*)(const engine::cli::Arguments &)>> &lexiconActs();

} // namespace app::cli
