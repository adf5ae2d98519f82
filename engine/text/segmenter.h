// Cuts a line into words as upstream's rjieba.cut does (rjieba 0.2.2, that is jieba-rs 0.11.0, HMM on).
//
// The rules, from jieba-rs's src/lib.rs and by comparing with rjieba (tests/reference/token_parity.py for Chinese,
// make_text_reference.py for every string of up to three signs of the run alphabet and for random lines without):
//   - A run is a longest stretch of Han characters, ASCII letters and digits, and the signs + # & . _ % -.
//   - Outside runs every character is a word of its own; CR LF together are one.
//   - A run is cut where the product of its words' probabilities is largest (of equal ones the longest first word);
//     without Chinese that leaves the dictionary's only ASCII words AT&T, c++, C++, c# and C#.
//   - Of what this leaves as single characters one after another: common Han characters (U+4E00…U+9FD5) are grouped by
//     engine/text/unknown_words.h, unless the dictionary has exactly this word but rates its characters higher; letters
//     and digits joined by single . _ - make one word, together with one % that follows; the signs between such words
//     stay together.
// Older jieba-rs (0.10 and before) cut "v1.2-rc" and rare Han characters differently.
//
// Without tables, common Han characters come back one by one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

class ChineseTables;

// The words, in order; joined they are the line again. Views into `line`. Time and memory grow linearly.
std::vector<std::u32string_view> segment(std::u32string_view line, const ChineseTables *tables = nullptr);

// The same for UTF-8. Bytes that are not UTF-8 become U+FFFD (engine/text/characters.h).
std::vector<std::string> segment(std::string_view utf8, const ChineseTables *tables = nullptr);

} // namespace engine::text
