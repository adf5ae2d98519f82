// Splits long text into pieces the model can say in one go. Source: f5_tts/infer/utils_infer.py chunk_text, infer_process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

// Upstream's max_chars, in bytes: the reference's pace times what is left of 22 s. At least 1.
int maxChunkBytes(std::string_view referenceText, double referenceSeconds, double speed);

// Sentences are joined while they fit into maxBytes; a single longer sentence stays whole, as upstream.
std::vector<std::string> chunkText(std::string_view utf8, int maxBytes);

} // namespace engine::text
