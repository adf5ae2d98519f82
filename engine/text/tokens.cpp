#include "engine/text/tokens.h"

#include <algorithm>

#include "engine/text/characters.h"
#include "engine/text/chinese.h"
#include "engine/text/given_readings.h"
#include "engine/text/pinyin.h"
#include "engine/text/segmenter.h"
#include "engine/text/syllable.h"

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

// Upstream's is_chinese.
bool needsBlankBefore(char32_t c) {
    return c >= 0x3100 && c <= 0x9FFF;
}

bool isAsciiWord(std::u32string_view word) {
    return std::all_of(word.begin(), word.end(), [](char32_t c) { return c < 0x80; });
}

// By bytes, as upstream: on average each character takes three.
bool isAsianWord(std::u32string_view word) {
    std::size_t bytes = 0;
    for (const char32_t c : word)
        bytes += std::size_t(encodedBytes(c));
    return bytes == 3 * word.size();
}

bool separates(const std::string &token) {
    return token == " " || token == ":" || token == "'" || token == "\"";
}

// How each character of the word is said, one token each. In words of mixed scripts the characters do not hear their
// neighbours.
std::vector<std::string> readings(std::u32string_view word, const ChineseTables *tables) {
    if (tables && isAsianWord(word))
        return pinyin(word, *tables);
    std::vector<std::string> result;
    result.reserve(word.size());
    for (std::size_t at = 0; at < word.size(); ++at) {
        const std::u32string_view character = word.substr(at, 1);
        if (tables && needsBlankBefore(word[at]))
            result.push_back(pinyin(character, *tables).front());
        else
            result.push_back(encode(character));
    }
    return result;
}

std::vector<std::string> tokensOf(std::u32string_view line, const std::vector<GivenReading> &given,
                                  const ChineseTables *tables) {
    std::vector<std::string> tokens;
    tokens.reserve(line.size() + line.size() / 4);
    auto reading = given.begin();
    std::size_t character = 0; // of the line
    for (const std::u32string_view word : segment(line, tables)) {
        const bool ascii = isAsciiWord(word);
        if (ascii && word.size() > 1 && !tokens.empty() && !separates(tokens.back()))
            tokens.emplace_back(" ");
        std::vector<std::string> said = readings(word, ascii ? nullptr : tables);
        for (std::size_t at = 0; at < word.size(); ++at, ++character) {
            const bool isGiven = reading != given.end() && reading->character == character;
            if (isGiven || needsBlankBefore(word[at]))
                tokens.emplace_back(" ");
            tokens.push_back(isGiven ? tokenOfSyllable((reading++)->syllable) : std::move(said[at]));
        }
    }
    return tokens;
}

void dropTypography(std::u32string &line) {
    std::transform(line.begin(), line.end(), line.begin(), withoutTypography);
}

} // namespace

std::vector<std::string> toTokens(std::string_view utf8) {
    std::u32string line = decode(utf8);
    dropTypography(line);
    return tokensOf(line, {}, nullptr);
}

std::vector<std::string> toTokens(std::string_view utf8, const std::vector<Reading> &readings, const Chinese &chinese) {
    DecodedText line = decode(utf8, readings);
    dropTypography(line.characters);
    const bool chineseThere = hasChinese(std::u32string_view(line.characters));
    return tokensOf(line.characters, line.readings, chineseThere ? chinese.tables() : nullptr);
}

std::vector<std::string> toTokens(std::string_view utf8, const Chinese &chinese) {
    return toTokens(utf8, {}, chinese);
}

} // namespace engine::text
