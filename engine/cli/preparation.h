// What verbs do with a text before it is spoken: tags, lexicons, numbers as words (engine/text/line_preparation.h).
#pragma once

#include <string>
#include <vector>

#include "engine/request.h"
#include "engine/text/line_preparation.h"

namespace engine::cli {

// For lines in this voice: every voice of this machine may be named, its lexicons count, and its language decides where
// a text has no letters. A lexicon that cannot be read is left out, with a note().
text::PreparationSettings preparationFor(const Voice &voice);

// The warnings as sentences, with the place in the text: "Byte 7: …".
std::vector<std::string> sentences(const std::vector<text::TagWarning> &warnings);

// Fills `spoken` and `otherVoices` from `text` and `voice`, and note()s the warnings. Error(BadInput) when a voice
// cannot be read, or nothing is left to say.
void prepare(Request &request);

} // namespace engine::cli
