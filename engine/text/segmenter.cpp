#include "engine/text/segmenter.h"

#include <array>
#include <cstddef>

#include "engine/text/characters.h"

namespace engine::text {

namespace {

using View = std::u32string_view;
using Words = std::vector<View>;

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool isHan(char32_t c) {
    return within(c, 0x3400, 0x4DBF) || within(c, 0x4E00, 0x9FFF) || within(c, 0xF900, 0xFAFF) ||
           within(c, 0x20000, 0x2A6DF) || within(c, 0x2A700, 0x2EBEF) || within(c, 0x2F800, 0x2FA1F);
}

// The characters that the HMM knows; rarer Han characters go the way of signs.
bool isCommonHan(char32_t c) {
    return within(c, 0x4E00, 0x9FD5);
}

bool isAlphanumeric(char32_t c) {
    return within(c, U'0', U'9') || within(c, U'A', U'Z') || within(c, U'a', U'z');
}

bool isRunCharacter(char32_t c) {
    return isAlphanumeric(c) || isHan(c) || View(U"+#&._%-").find(c) != View::npos;
}

bool isJoiner(char32_t c) {
    return c == U'.' || c == U'_' || c == U'-';
}

template <typename Predicate> std::size_t lengthWhile(View text, std::size_t from, Predicate holds) {
    std::size_t at = from;
    while (at < text.size() && holds(text[at]))
        ++at;
    return at - from;
}

// How many characters the dictionary word at the start of `text` has; 0 = none starts here. The five words cannot
// overlap, so the first match is jieba's most probable route; a larger dictionary needs the route.
std::size_t dictionaryWord(View text) {
    static constexpr std::array<View, 5> words = {U"AT&T", U"c++", U"C++", U"c#", U"C#"};
    for (const View word : words)
        if (text.substr(0, word.size()) == word)
            return word.size();
    return 0;
}

// Han characters that no dictionary word covers. jieba's HMM groups them; without it each stands alone.
void cutHan(View text, Words &words) {
    for (std::size_t at = 0; at < text.size(); ++at)
        words.push_back(text.substr(at, 1));
}

std::size_t latinWord(View text, std::size_t from) {
    std::size_t end = from + lengthWhile(text, from, isAlphanumeric);
    while (end + 1 < text.size() && isJoiner(text[end]) && isAlphanumeric(text[end + 1]))
        end += 1 + lengthWhile(text, end + 1, isAlphanumeric);
    if (end < text.size() && text[end] == U'%')
        ++end;
    return end - from;
}

void cutLatin(View text, Words &words) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = isAlphanumeric(text[at])
                                       ? latinWord(text, at)
                                       : lengthWhile(text, at, [](char32_t c) { return !isAlphanumeric(c); });
        words.push_back(text.substr(at, length));
        at += length;
    }
}

// A part of a run that holds no dictionary word.
void cutUnknown(View text, Words &words) {
    for (std::size_t at = 0; at < text.size();) {
        const bool han = isCommonHan(text[at]);
        const std::size_t length = lengthWhile(text, at, [han](char32_t c) { return isCommonHan(c) == han; });
        if (han)
            cutHan(text.substr(at, length), words);
        else
            cutLatin(text.substr(at, length), words);
        at += length;
    }
}

void cutRun(View run, Words &words) {
    std::size_t unknownFrom = 0;
    for (std::size_t at = 0; at < run.size();) {
        const std::size_t length = dictionaryWord(run.substr(at));
        if (length == 0) {
            ++at;
            continue;
        }
        cutUnknown(run.substr(unknownFrom, at - unknownFrom), words);
        words.push_back(run.substr(at, length));
        at += length;
        unknownFrom = at;
    }
    cutUnknown(run.substr(unknownFrom), words);
}

} // namespace

std::vector<std::u32string_view> segment(std::u32string_view line) {
    Words words;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t length = lengthWhile(line, at, isRunCharacter);
        if (length > 0) {
            cutRun(line.substr(at, length), words);
        } else {
            length = line.substr(at, 2) == U"\r\n" ? 2 : 1;
            words.push_back(line.substr(at, length));
        }
        at += length;
    }
    return words;
}

std::vector<std::string> segment(std::string_view utf8) {
    const std::u32string line = decode(utf8);
    std::vector<std::string> words;
    for (const View word : segment(View(line)))
        words.push_back(encode(word));
    return words;
}

} // namespace engine::text
