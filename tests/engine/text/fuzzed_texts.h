// Texts as nobody writes them, through the whole way from a line to its tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace fuzzed {

// Letters under piles of accents, marks of direction, bytes that are no UTF-8, tags and parts of tags, figures with
// signs, Chinese, pictures; at most some hundred bytes, of a hundred one has some thousand.
std::string text(std::mt19937_64 &random);

// Goes through tags, lexicons, normalizer and tokens with it. What is wrong with what comes out, such as stretches that
// do not cover the text and a canonical text that says something else; "" when nothing is.
std::string flawOf(const std::string &written, std::mt19937_64 &random);

struct Growth {
    std::string piece; // repeated
    double small = 0;  // seconds of the processor for a line of `longest` / 16 bytes
    double large = 0;  // for one of `longest`

    // Sixteen times the text takes sixteen times as long; a machine that does other things, and its caches, four
    // times that. What is quadratic takes 256 times as long.
    bool isLinear() const { return large <= 64 * small + 0.1; }
};
// Of lines that consist of one piece each, and of fuzzed ones.
std::vector<Growth> growths(std::size_t longest, std::mt19937_64 &random);

} // namespace fuzzed
