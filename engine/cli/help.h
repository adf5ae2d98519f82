// Help as text, from the table. ASCII only, so that it reads the same on every terminal.
#pragma once

#include <string>
#include <vector>

#include "engine/cli/verb.h"

namespace engine::cli {

std::string overview(const std::vector<Verb> &verbs, int columns);
std::string verbHelp(const Verb &verb, int columns);

// Breaks at blanks; every line starts with `indent` blanks, the first one only when `indentFirst`.
std::string wrapped(const std::string &text, int columns, int indent, bool indentFirst = true);

} // namespace engine::cli
