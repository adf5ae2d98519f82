// How many words a recogniser heard otherwise. The place for what a recogniser says; none is shipped, and where nothing
// was heard the word error reads "not measured" and blocks nothing.
//
// Variant: (substitutions + deletions + insertions) / words of the text, with the fewest edits (Levenshtein). Words are
// compared in lower case; everything but letters, digits and apostrophes inside words parts them; a Chinese character,
// kana or hangul is a word of its own (so of Chinese this is the character error). Digits are not read out: "0.213" and
// "zero point two" differ, so give texts as they are spoken. Source: seed-tts-eval's rule for English (keeps
// apostrophes) and for Chinese (characters), without conversion from traditional to simplified. Pure; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace engine::distances {

std::vector<std::string> wordsToCompare(const std::string &utf8);

struct WordError {
    std::size_t words = 0;                                        // of the text
    std::size_t substitutions = 0, deletions = 0, insertions = 0; // of the shortest ways one; only their sum is unique

    std::size_t edits() const { return substitutions + deletions + insertions; }
    std::optional<double> rate() const { // 0 and more, also above 1; none: the text has no words
        return words > 0 ? std::optional(double(edits()) / double(words)) : std::nullopt;
    }
};
WordError wordError(const std::string &text, const std::string &heard);

// What a recogniser made of a set of takes, in a file that it wrote elsewhere:
//   {"format": 1, "recogniser": "whisper.cpp base.en", "heard": {"KEY OF THE TAKE": "what it heard", …}}
struct HeardTexts {
    std::string recogniser;
    std::map<std::string, std::string> heard;
};

// None when the file is not there. Error(BadInput) when it is something else.
std::optional<HeardTexts> readHeardTexts(const std::filesystem::path &file);

} // namespace engine::distances
