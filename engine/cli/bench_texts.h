// What `bench` says: one sentence for published figures, texts of other lengths, and the sets that the scripts of the
// original iShowTTS spoke, so that a figure of theirs can be set beside one of ours.
#pragma once

#include <string>
#include <vector>

#include "engine/cli/verb.h"

namespace engine::cli {

// --text, --length and --texts, of which one may be given.
std::vector<Option> textOptions();
// One, or a set's; UsageError when two options say it.
std::vector<std::string> textsFrom(const Arguments &arguments);

} // namespace engine::cli
