// Words of a command line, checked against a row of the table (verb.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/verb.h"

namespace engine::cli {

// `words` follow the verb. Forms: --name value, --name=value, a switch alone, "--" ends the options. The last of a
// repeated option counts. Throws UsageError that says which word is wrong and what it should be.
Arguments parseArguments(const Verb &verb, std::span<const std::string> words);

// Throws UsageError when `value` is not what the option takes.
void checkValue(const Option &option, const std::string &value);

// True when -h or --help stands among the words before "--" and is not the value of an option.
bool wantsHelp(const Verb &verb, std::span<const std::string> words);

// The candidate that a typing mistake turns into `word`; none when all are too far away.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string> &candidates);

const Verb *findVerb(const std::vector<Verb> &verbs, std::string_view name);

} // namespace engine::cli
