// What is said, for people to read.
#pragma once

#include <vector>

#include "engine/text/spoken_text.h"
#include "engine/text/tags.h"

namespace engine::text {

// The words with their tags as canonical() spells them, but with blanks around the tags and without \. A reading
// stands behind its character, as the tag that gives it: 字(zi4), and a syllable without a character as <zi4>. The
// result has no readings of its own; its stretches lead to where those of the parts lead, those of tags to what stands
// between the parts.
SpokenText shownParts(const std::vector<SpeechPart> &parts);

} // namespace engine::text
