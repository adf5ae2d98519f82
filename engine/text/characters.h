// Text as code points, and the few facts about characters that the text subject needs without a Unicode library.
#pragma once

#include <string>
#include <string_view>

namespace engine::text {

// Code points. Bytes that are not UTF-8 become U+FFFD, one per maximal ill-formed part: the Unicode standard's
// recommended practice (chapter 3.9), and what Python's errors="replace" does. Never throws, always ends.
std::u32string decode(std::string_view bytes);

// `codePoints` hold what decode() gives: no surrogates, nothing above U+10FFFF.
std::string encode(std::u32string_view codePoints);

// Bytes that this code point takes in UTF-8: 1…4.
int encodedBytes(char32_t c);

// Python's str.isspace(), which is also what \s matches in its re module.
bool isSpace(char32_t c);

inline bool within(char32_t c, char32_t first, char32_t last) { // both too
    return c >= first && c <= last;
}

bool isIdeograph(char32_t c);    // a Chinese character, with those that Japanese and Korean have too
bool isKanaOrHangul(char32_t c); // whole syllables; bopomofo too

// Simple lower case of Latin (with its accents and Vietnamese), Greek, Cyrillic and Armenian; others stay.
char32_t lowerCase(char32_t c);

} // namespace engine::text
