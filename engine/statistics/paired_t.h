// Student's t for paired differences: their mean, how sure it is, whether it lies within or below a margin. Use it for
// differences of ratings by one listener, or summed over listeners; with several listeners and sentences see two_way.h.
// Source: Student, Biometrika 6 (1908); D. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987).
// Equal to scipy's ttest_rel and statsmodels' ttost_paired. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <span>

#include "engine/statistics/interval.h"

namespace engine::statistics {

struct PairedT {
    std::size_t count = 0;
    double mean = 0;
    double deviation = 0; // standard deviation, with count − 1
    double error = 0;     // standard error of the mean
    double freedom = 0;   // count − 1
};

// Error(BadInput) with fewer than two differences or one that is not a finite number.
PairedT pairedT(std::span<const double> differences);

// (mean − against) / error. All differences equal: 0 when the mean is `against`, else infinite with its sign.
double tStatistic(const PairedT &sample, double against = 0);
// p-value of the mean being `against`. Greater: small when the mean is above.
double tTest(const PairedT &sample, double against = 0, Alternative alternative = Alternative::TwoSided);
// Of the mean; one-sided ones go to infinity on the other side (Greater: only a lower end). Just the mean when all
// differences are equal.
Interval tInterval(const PairedT &sample, double confidence, Alternative alternative = Alternative::TwoSided);

struct Equivalence {
    double p = 1;         // the larger of both
    double aboveLow = 1;  // p-value against "the mean is at most `low`"
    double belowHigh = 1; // p-value against "the mean is at least `high`"
    double tLow = 0;
    double tHigh = 0;
};
// Two one-sided tests: p below the level says that the mean lies between `low` and `high`. `belowHigh` alone is the
// test of non-inferiority, when the difference is (old − new) and `high` the margin. Error(BadInput) unless low < high.
Equivalence equivalence(const PairedT &sample, double low, double high);

} // namespace engine::statistics
