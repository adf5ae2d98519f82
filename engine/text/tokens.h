// Text to model tokens, equal to upstream's convert_char_to_pinyin (f5_tts/model/utils.py) for Latin text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

// One token per element, each a UTF-8 string (a letter, a sign, a blank; later a pinyin syllable).
std::vector<std::string> toTokens(std::string_view utf8);

} // namespace engine::text
