// Cuts a line into words as upstream's rjieba.cut does (rjieba 0.2.2, that is jieba-rs 0.11.0, HMM on).
//
// The rules for text without Chinese characters, found by comparing with rjieba (every string of up to three signs
// of the run alphabet, and random lines; see tests/reference/make_text_reference.py):
//   - A run is a longest stretch of Han characters, ASCII letters and digits, and the signs + # & . _ % -.
//   - Outside runs every character is a word of its own; CR LF together are one.
//   - Inside a run the dictionary's words come first; its only ASCII ones are AT&T, c++, C++, c# and C#.
//   - Of what is left, letters and digits joined by single . _ - make one word, together with one % that follows; the
//     signs between such words stay together.
// Older jieba-rs (0.10 and before) cut "v1.2-rc" differently.
//
// This version has no dictionary of Chinese words: common Han characters (U+4E00…U+9FD5) come back one by one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

// The words, in order; joined they are the line again. Views into `line`.
std::vector<std::u32string_view> segment(std::u32string_view line);

// The same for UTF-8. Bytes that are not UTF-8 become U+FFFD (engine/text/characters.h).
std::vector<std::string> segment(std::string_view utf8);

} // namespace engine::text
