// Shares: how often one of two answers was given. Exact tests and intervals; no-preference votes are left out before
// and said beside the figure. Pure functions; any thread. All throw Error(BadInput) unless 0 ≤ hits ≤ trials and trials
// is at most 10 million, and when a probability or confidence does not lie between 0 and 1.
#pragma once

#include <cstdint>

#include "engine/statistics/interval.h"

namespace engine::statistics {

// The p-value of `hits` out of `trials` when each is a hit with probability `chance`. Use it for ABX (Greater, 0.5) and
// preference (TwoSided, 0.5). Two-sided: the sum over all outcomes that are at most as probable as this one (with a
// tolerance of 1e-7), as scipy.stats.binomtest and R's binom.test do. 1 when there are no trials.
double binomialTest(std::int64_t hits, std::int64_t trials, double chance, Alternative alternative);

// Where the true share lies: it never covers less than `confidence`, and often more. With Greater only a lower end (the
// upper one is 1), with Less only an upper one (the lower one is 0). 0 to 1 when there are no trials. Source: C.
// Clopper and E. Pearson, Biometrika 26 (1934).
Interval clopperPearson(std::int64_t hits, std::int64_t trials, double confidence,
                        Alternative alternative = Alternative::TwoSided);

// The same, covering `confidence` on average: closer, and right for shares that are shown. Source: E. Wilson, Journal
// of the American Statistical Association 22 (1927), without continuity correction.
Interval wilson(std::int64_t hits, std::int64_t trials, double confidence,
                Alternative alternative = Alternative::TwoSided);

// The fewest hits of `trials` whose p-value is at most `level`; trials + 1 when even all are not enough.
std::int64_t criticalHits(std::int64_t trials, double chance, double level, Alternative alternative);

} // namespace engine::statistics
