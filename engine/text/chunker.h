// Splits long text into pieces the model can say in one go. Source: f5_tts/infer/utils_infer.py chunk_text,
// infer_process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/spoken_text.h"

namespace engine::text {

// Upstream's max_chars, in bytes of UTF-8: the reference's pace times what is left of 22 s, times the speed. At least
// 1, also for a reference of 22 s and more; 1 when a number is not positive or not finite. A value of 1 makes every
// sentence a chunk of its own. `referenceText` is the transcript as the model gets it (with its final punctuation).
int maxChunkBytes(std::string_view referenceText, double referenceSeconds, double speed);

// A sentence ends at ; : , . ! ? followed by white space, or at a full-width ；：，。！？. Sentences are joined while
// they fit into maxBytes; a single longer sentence stays whole, as upstream. Differences: chunks of nothing but white
// space are left out (upstream speaks an empty text), and bytes that are not UTF-8 become U+FFFD.
std::vector<std::string> chunkText(std::string_view utf8, int maxBytes);

// The same pieces, each with its readings. Their stretches are left empty.
std::vector<SpokenText> chunkText(const SpokenText &spoken, int maxBytes);

} // namespace engine::text
