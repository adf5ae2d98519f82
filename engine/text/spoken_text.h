// A text on its way from what a person wrote to what the model is given: which words are said, how some characters are
// read, and from where in the written text each part comes. Every step (tags, lexicon, normalizer) gives replacements,
// so that a person can be shown what is said for what.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

// How one character is to be read, whatever the dictionary says.
struct Reading {
    std::size_t at = 0;   // the byte of the text where the character begins
    std::string syllable; // pinyin with the tone as a digit, 1…5, such as "zi4"

    bool operator==(const Reading &) const = default;
};

// Bytes [from, to) of the text stand for bytes [writtenFrom, writtenTo) of what was written.
struct Stretch {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t writtenFrom = 0;
    std::size_t writtenTo = 0;
    bool same = true; // byte for byte what was written

    bool operator==(const Stretch &) const = default;
};

struct SpokenText {
    std::string text;               // UTF-8
    std::vector<Reading> readings;  // sorted, each within the text
    std::vector<Stretch> stretches; // sorted, cover the text without gaps or overlaps

    bool operator==(const SpokenText &) const = default;
};

// Bytes [from, to) of a text become `by`, with these readings (counted from the beginning of `by`).
struct Replacement {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string by;
    std::vector<Reading> readings = {};
};

// A text that is said as it was written. `writtenFrom`: where it begins there.
SpokenText asWritten(std::string_view utf8, std::size_t writtenFrom = 0);

// The text after these replacements, which are sorted, lie within it and do not overlap. What is replaced loses its
// readings. A stretch that is replaced in part is divided where that is possible (`same`) and else taken whole. Linear.
SpokenText replaced(const SpokenText &text, const std::vector<Replacement> &replacements);

} // namespace engine::text
