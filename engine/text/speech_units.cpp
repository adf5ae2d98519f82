#include "engine/text/speech_units.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "engine/request.h"
#include "engine/text/characters.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

constexpr double kHan = 1;
constexpr double kHangul = 0.85;
constexpr double kKana = 0.65;
constexpr double kAlphabetSyllable = 0.85;
constexpr double kLettersPerSyllable = 3.3; // English
constexpr double kByVowels = 0.25;          // of a word's length
constexpr double kDigit = 1.3;
constexpr double kSaidSign = 1.5;
constexpr double kOtherLetter = 0.35;
constexpr double kPoint = 0.8; // of a number or an address
constexpr double kShortPause = 1;
constexpr double kLongPause = 2;

bool isIn(char32_t c, View set) {
    return set.find(c) != View::npos;
}

bool isDigit(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= 0xFF10 && c <= 0xFF19);
}

// Latin, Greek, Cyrillic, Armenian; full-width Latin.
bool isAlphabetic(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x556) ||
           (c >= 0x561 && c <= 0x587) || (c >= 0x1E00 && c <= 0x1FFF) || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
}

bool isCapital(char32_t c) {
    return (c >= U'A' && c <= U'Z') || (c >= 0xFF21 && c <= 0xFF3A);
}

char32_t plainLetter(char32_t c) {
    if (c >= 0xFF21 && c <= 0xFF5A)
        c -= 0xFEE0;
    return lowerCase(c);
}

bool isVowel(char32_t c) {
    return (c >= 0x1EA0 && c <= 0x1EF9) || // Vietnamese
           isIn(c, U"aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěĩīĭįıōŏőœũūŭůűųơưǎǐǒǔ"
                   U"аеёиоуыэюяєіїўαεηιουωάέήίόύώϊϋաեէըիոօու");
}

// Groups of vowels, at least 1; a silent e at the end of an English word is none.
double syllablesOf(View word) {
    double groups = 0;
    bool before = false;
    for (const char32_t c : word) {
        const bool vowel = isVowel(c);
        groups += vowel && !before;
        before = vowel;
    }
    const std::size_t size = word.size();
    const auto letter = [&](std::size_t fromEnd) { return size > fromEnd ? word[size - 1 - fromEnd] : U' '; };
    const bool silentE = letter(0) == U'e' && !isVowel(letter(1)) && letter(1) != U'l';
    const bool silentEd = letter(0) == U'd' && letter(1) == U'e' && !isVowel(letter(2)) && !isIn(letter(2), U"td");
    return std::max(groups - (silentE || silentEd ? 1 : 0), 1.0);
}

double unitsOfWord(View word) {
    std::u32string letters(word);
    std::transform(letters.begin(), letters.end(), letters.begin(), plainLetter);
    const double count = double(letters.size());
    const bool capitals = letters.size() > 1 && letters.size() <= 3 && std::all_of(word.begin(), word.end(), isCapital);
    if (capitals || (letters.size() > 1 && std::none_of(letters.begin(), letters.end(), isVowel)))
        return kAlphabetSyllable * count;
    return kAlphabetSyllable * (kByVowels * syllablesOf(letters) + (1 - kByVowels) * count / kLettersPerSyllable);
}

double unitsOfSign(char32_t c) {
    if (isIdeograph(c))
        return kHan;
    if (c >= 0xAC00 && c <= 0xD7A3)
        return kHangul;
    if (isIn(c, U"ぁぃぅぇぉゃゅょァィゥェォャュョ"))
        return 0;
    if (isKanaOrHangul(c))
        return kKana;
    if (isDigit(c))
        return kDigit;
    if (isIn(c, U"%&+=@#$€£¥°％＆＋＝＠＃＄￥℃"))
        return kSaidSign;
    return isSpeakable(encode(std::u32string(1, c))) ? kOtherLetter : 0;
}

// `next`: what follows, U' ' at the end.
double pauseOf(char32_t c, char32_t next) {
    const bool ends = isSpace(next) || isIn(next, U"\"'”’)]");
    if (isIn(c, U"。！？…\n") || (isIn(c, U".!?") && (ends || c != U'.')))
        return kLongPause;
    return isIn(c, U"，、；：—") || (isIn(c, U",;:") && ends) ? kShortPause : 0;
}

} // namespace

double speechUnits(std::string_view utf8) {
    const std::u32string text = decode(utf8);
    double units = 0, pause = 0;
    const auto say = [&](double more) {
        if (more > 0) {
            units += more + (units > 0 ? pause : 0);
            pause = 0;
        }
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text[at];
        const char32_t next = at + 1 < text.size() ? text[at + 1] : U' ';
        if (isAlphabetic(c)) {
            std::u32string word;
            for (; at < text.size() && (isAlphabetic(text[at]) || isIn(text[at], U"'’")); ++at)
                if (isAlphabetic(text[at]))
                    word += text[at];
            say(unitsOfWord(word));
            continue;
        }
        ++at;
        if (c == U'.' && at > 1 && (isDigit(next) || isAlphabetic(next)))
            say(kPoint);
        else if (const double silence = pauseOf(c, next); silence > 0)
            pause = std::max(pause, silence);
        else if (c != 0xFFFD)
            say(unitsOfSign(c));
    }
    return units;
}

} // namespace engine::text
