// Completion scripts, generated from the table. The ids of voices and names of models are asked from the program when
// the Tab key is pressed, so a new voice completes at once.
#pragma once

#include <string>
#include <vector>

#include "engine/cli/verb.h"

namespace engine::cli {

std::vector<std::string> completionShells(); // "bash", "zsh", "fish"

// Throws UsageError for another shell.
std::string completionScript(const std::string &shell, const std::vector<Verb> &verbs);

} // namespace engine::cli
