#include "engine/text/tokens.h"

#include <algorithm>

#include "engine/text/characters.h"
#include "engine/text/segmenter.h"

namespace engine::text {

namespace {

char32_t withoutTypography(char32_t c) {
    switch (c) {
    case U';':
        return U',';
    case 0x201C:
    case 0x201D:
        return U'"';
    case 0x2018:
    case 0x2019:
        return U'\'';
    default:
        return c;
    }
}

bool needsBlankBefore(char32_t c) {
    return c >= 0x3100 && c <= 0x9FFF;
}

bool isAsciiWord(std::u32string_view word) {
    return std::all_of(word.begin(), word.end(), [](char32_t c) { return c < 0x80; });
}

bool separates(const std::string &token) {
    return token == " " || token == ":" || token == "'" || token == "\"";
}

// How each character of the word is said, one token each. The seam for pinyin: it needs the whole word, because tones
// and readings depend on the neighbours.
std::vector<std::string> readings(std::u32string_view word) {
    std::vector<std::string> result;
    result.reserve(word.size());
    for (std::size_t at = 0; at < word.size(); ++at)
        result.push_back(encode(word.substr(at, 1)));
    return result;
}

} // namespace

std::vector<std::string> toTokens(std::string_view utf8) {
    std::u32string line = decode(utf8);
    std::transform(line.begin(), line.end(), line.begin(), withoutTypography);

    std::vector<std::string> tokens;
    tokens.reserve(line.size() + line.size() / 4);
    for (const std::u32string_view word : segment(std::u32string_view(line))) {
        const bool ascii = isAsciiWord(word);
        if (ascii && word.size() > 1 && !tokens.empty() && !separates(tokens.back()))
            tokens.emplace_back(" ");
        std::vector<std::string> said = readings(word);
        for (std::size_t at = 0; at < word.size(); ++at) {
            if (needsBlankBefore(word[at]))
                tokens.emplace_back(" ");
            tokens.push_back(std::move(said[at]));
        }
    }
    return tokens;
}

} // namespace engine::text
