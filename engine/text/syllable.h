// Syllables of Mandarin as people write them: pinyin with the tone as a digit behind it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

// Carries a syllable that has no character, such as a tag <zi4>: a rare Chinese character that nobody writes, always
// with a Reading. As it is Chinese, it counts as a Chinese character for everything: bytes, blanks, durations.
inline constexpr char32_t kBareSyllable = 0x9FFF;

struct Syllable {
    std::string spelling;  // such as "zi4" and "lv4": small letters a…z, the digit last
    bool spelled = false;  // the letters are those of a syllable that pypinyin knows
    bool possible = false; // and the tone is 1…5, 5 being the neutral one
};

// The syllables that `written` consists of, each of small letters and a digit, with blanks between them or without:
// "zi4", "yin2 hang2", "yin2hang2". v, ü and u: are the same; so are lue and lve, ju and jü. Empty when it is of
// another form. Linear.
std::vector<Syllable> readSyllables(std::string_view written);

// How a model spells it: without a digit in the neutral tone.
std::string tokenOfSyllable(std::string_view spelling);

} // namespace engine::text
