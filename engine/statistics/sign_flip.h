// The sign-flip (Fisher's) permutation test: if neither side is better, the sign of each paired difference is a coin's.
// All 2^n signs are counted, none is drawn by lot. Use it for sums of ratings: unlike the signed-rank test it weighs
// how large a difference is. Source: R. Fisher, The Design of Experiments (1935), §21; equal to
// scipy.stats.permutation_test(permutation_type='samples') over all signs. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>

namespace engine::statistics {

struct SignFlip {
    std::int64_t sum = 0;
    double twoSided = 1; // share of all signs whose sum is at least as far from 0; 1 without differences
    double greater = 1;  // … at least as large
    double less = 1;     // … at most as large
};

// `differences`: whole numbers, such as sums over listeners; their sizes add up to at most 4 million and their number
// times that to 2 thousand million. Error(BadInput) above.
SignFlip signFlip(std::span<const std::int64_t> differences);

} // namespace engine::statistics
