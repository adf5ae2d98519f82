// A text as the words that phrases are looked for in: folded letters, with a border before and after each word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace app::chat {

inline constexpr char32_t kBorder = 1; // no cleaned text has it

struct Folding {
    bool lookAlikes = false;
    char32_t one = 0;   // what "1" stands for; 0: digits and signs stand for no letters
    bool dense = false; // signs within what white space divides are left out; else they divide words
};

std::u32string wordStream(std::u32string_view text, const Folding &folding);

// Runs of three or more single letters, each run as one string: "b a d", "b.a.d". And words with a lonely letter
// before or after them put together, as a stream: "f uck"; "a" and "i" are words and stay alone.
std::vector<std::u32string> letterRuns(std::u32string_view stream);
std::u32string joinedLetters(std::u32string_view stream);

// Three or more of one letter as `kept` of it.
bool hasRun(std::u32string_view stream);
std::u32string squeezed(std::u32string_view stream, std::size_t kept);

} // namespace app::chat
