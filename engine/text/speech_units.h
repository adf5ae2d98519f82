// How much there is to say in a text, whatever its script: the common measure of Chinese and English that bytes are
// not.
#pragma once

#include <string_view>

namespace engine::text {

// In syllables of Mandarin, 0 for a text without a sound. Counted, with how long each takes in even speech:
//   Chinese character 1; hangul 0.85; kana 0.65, small ones beside it 0;
//   a word of an alphabet: a quarter by its groups of vowels and the rest by its letters, as the durations that the
//   demo model learned, an English word of average length at 0.85 a syllable; without a vowel, or up to three capitals:
//   each letter is spelled; digit 1.3; sign that is said (%, &, €) 1.5; letter of another script 0.35; between sounds,
//   the longest pause of those written there: , 1, . 2.
// Rates of syllables in seven languages: Pellegrino, Coupé & Marsico, Language 87(3), 2011. Linear; bytes that are not
// UTF-8 are silent.
double speechUnits(std::string_view utf8);

} // namespace engine::text
