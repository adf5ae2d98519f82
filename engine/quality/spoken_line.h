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

// Letters of alphabets are a unit each; a digit is four, a Chinese character, kana or hangul three; each times what its
// part weighs.
struct SpokenLine {
    std::u32string letters;            // lower case, without blanks and signs
    std::vector<double> before;        // units before each of the letters
    double units = 0;                  // of all
    double plainUnits = 0;             // as if every part weighed 1
    double syllabicUnits = 0;          // of those, what Chinese characters, kana and hangul are
    std::vector<PlaceForPause> places; // in order
    std::vector<double> partStarts;    // units before each part that was added
    std::vector<double> speeds;        // of the parts
    double lightest = 1;               // of the parts' weights, at most 1
    double slowest = 1;                // of their speeds, at most 1: pauses grow with it

    // Appends a part. `weight`: how long its letters take beside those of a part that weighs 1.
    void add(const std::string &utf8, double weight, double speed);
};
SpokenLine readLine(const std::string &utf8);

// The longest stretch of `line` that says the same as another one some `apart` units later, when those lie within
// `apart` ± `tolerance`: in units, 0 when there is none. Linear in the letters for each distance, which are few.
double longestEcho(const SpokenLine &line, double apart, double tolerance);

} // namespace engine::quality
