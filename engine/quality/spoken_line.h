// What a text lets expect of its sound: how long each of its letters takes beside the others, and where one pauses.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace engine::quality {

struct PlaceForPause {
    double after = 0;  // units that come before it
    bool ends = false; // a sentence, not only a part of one
};

// Letters of alphabets are a unit each; a digit is four, a Chinese character, kana or hangul three.
struct SpokenLine {
    std::u32string letters;            // lower case, without blanks and signs
    std::vector<double> before;        // units before each of the letters
    double units = 0;                  // of all
    std::vector<PlaceForPause> places; // in order
};
SpokenLine readLine(const std::string &utf8);

// The longest stretch of `line` that says the same as another one some `apart` units later, when those lie within
// `apart` ± `tolerance`: in units, 0 when there is none. Linear in the letters for each distance, which are few.
double longestEcho(const SpokenLine &line, double apart, double tolerance);

} // namespace engine::quality
