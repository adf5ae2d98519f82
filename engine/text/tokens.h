// Text to model tokens, equal to upstream's convert_char_to_pinyin (f5_tts/model/utils.py). Curly quotes become
// straight ones and ";" becomes ",". A blank is put before a word of several ASCII characters that follows anything but
// a blank, a colon or a quote, and before each character of U+3100…U+9FFF. Chinese characters become pinyin with a
// digit for the tone (engine/text/pinyin.h).
//
// Without the tables for Chinese, its characters are their own tokens; a vocabulary of pinyin reports them as unknown.
// Upstream raises IndexError for words such as "--𠀀𠀀𠀀𠀀" (a word of n characters and 3n bytes with ASCII signs side
// by side); here each character is a token. Bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

class Chinese;
struct Reading;

// One token per element, each a UTF-8 string (a letter, a sign, a blank, a pinyin syllable). Time and memory grow
// linearly with the text. Throws what Chinese::tables() throws, and only for text with Chinese.
std::vector<std::string> toTokens(std::string_view utf8, const Chinese &chinese);

// Without the tables for Chinese.
std::vector<std::string> toTokens(std::string_view utf8);

// With given readings: each is the token of its character, whatever stands there, with a blank before it. The text is
// cut into words as it would be without them, and the other characters are read as they would be.
std::vector<std::string> toTokens(std::string_view utf8, const std::vector<Reading> &readings, const Chinese &chinese);

} // namespace engine::text
