// Ranks with ties, which several tests begin with.
#pragma once

#include <span>
#include <vector>

namespace engine::statistics {

// For each value its rank from 1, times two, so that the mean ranks of equal values are whole numbers too. Values are
// finite.
std::vector<long> doubledRanks(std::span<const double> values);
// How many values are equal, for each group of two and more.
std::vector<long> tieSizes(std::span<const double> values);

} // namespace engine::statistics
