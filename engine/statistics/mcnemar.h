// Yes or no about each of two things, in pairs: artifacts heard in the old and in the new column of one row. Only pairs
// that differ say something. Pure functions; any thread. Error(BadInput) for negative counts.
#pragma once

#include <cstdint>

#include "engine/statistics/interval.h"

namespace engine::statistics {

// The exact p-value of `onlyFirst` pairs with a yes for the first alone and `onlySecond` with one for the second alone:
// a binomial test of 0.5. Greater: the first has more. 1 when no pair differs. Source: Q. McNemar, Psychometrika 12
// (1947); equal to statsmodels' mcnemar(exact=True).
double mcnemarExact(std::int64_t onlyFirst, std::int64_t onlySecond, Alternative alternative = Alternative::TwoSided);

// The upper one-sided bound of (rate of the first) − (rate of the second) among `pairs` pairs, which is (onlyFirst −
// onlySecond) / pairs in the sample. Clopper–Pearson's bounds of both shares, put together by square and add: R.
// Newcombe, Statistics in Medicine 17 (1998); G. Zou and A. Donner, Statistics in Medicine 27 (2008). Without any event
// it is Clopper–Pearson's bound: 1.5 % for 200 pairs, 11 % for 26. At a confidence of 0.95
// the truth lies above it in 0 to 5.7 % of samples (26 and 200 pairs, rates 0 to 15 % and 5 % more). 1 without pairs.
double pairedRateUpperBound(std::int64_t onlyFirst, std::int64_t onlySecond, std::int64_t pairs, double confidence);
// The lower one.
double pairedRateLowerBound(std::int64_t onlyFirst, std::int64_t onlySecond, std::int64_t pairs, double confidence);

} // namespace engine::statistics
