// Text to model tokens, equal to upstream's convert_char_to_pinyin (f5_tts/model/utils.py) for text without Chinese
// characters. Curly quotes become straight ones and ";" becomes ",". A blank is put before a word of several ASCII
// characters that follows anything but a blank, a colon or a quote, and before each character of U+3100…U+9FFF.
//
// Without a pinyin dictionary a Chinese character is its own token; the vocabulary then reports it as unknown. Upstream
// raises IndexError for words such as "--𠀀𠀀𠀀𠀀" (a rare word of n characters and 3n bytes); here each character is a
// token. Bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

// One token per element, each a UTF-8 string (a letter, a sign, a blank; later a pinyin syllable). Time and memory grow
// linearly with the text.
std::vector<std::string> toTokens(std::string_view utf8);

} // namespace engine::text
