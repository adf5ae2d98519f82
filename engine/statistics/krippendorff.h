// Krippendorff's alpha: how well listeners agree, whatever their number and whichever votes are missing. 1: fully; 0:
// as by chance; below: they contradict each other. Source: K. Krippendorff, Content Analysis (2004), chapter 11; A.
// Hayes and K. Krippendorff, Communication Methods and Measures 1 (2007). Equal to the Python package krippendorff.
// Pure; any thread.
#pragma once

#include <optional>

#include "engine/statistics/vote_grid.h"

namespace engine::statistics {

enum class Scale {
    Nominal,  // yes or no, names
    Ordinal,  // ratings: order counts, the steps may differ
    Interval, // figures whose steps are equal
};

// Sentences with fewer than two votes say nothing and are left out. None when nothing can be said: no sentence with two
// votes, or all votes equal (which is no agreement on differences). Error(BadInput) for more than 1000 different
// values.
std::optional<double> krippendorffAlpha(const VoteGrid &votes, Scale scale);

} // namespace engine::statistics
