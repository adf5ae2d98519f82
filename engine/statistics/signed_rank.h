// Wilcoxon's signed-rank test: whether paired differences lean to one side, by the order of their sizes alone. Use it
// for ratings, whose steps need not be equal. Source: F. Wilcoxon, Biometrics Bulletin 1 (1945); zeros after J. Pratt,
// Journal of the American Statistical Association 54 (1959).
//
// Differences are whole numbers times a common step (sums over listeners, not means): thirds that are computed apart
// are unequal in their last bits and would not count as tied. Pure functions; any thread; Error(BadInput) when a
// difference is not a finite number.
#pragma once

#include <cstddef>
#include <span>

namespace engine::statistics {

enum class ZeroRule {
    Wilcox, // differences of zero are left out before ranking
    Pratt,  // they take part in the ranking and are left out after it
};

struct SignedRank {
    std::size_t used = 0;    // differences that are not zero
    double plus = 0;         // sum of the ranks of positive differences; equal sizes share their mean rank
    double minus = 0;        // of negative ones
    double rankBiserial = 0; // (plus − minus) / (plus + minus), −1…1; 0 without differences
    double twoSided = 1;     // p-values; 1 without differences
    double greater = 1;      // small when positive differences are more or larger
    double less = 1;
};

// Exact over all 2^used signs, ties included: sums of doubled ranks are counted, so nothing is drawn by lot. (scipy's
// method='exact' is right without ties only; its PermutationMethod over all signs is the same as this.) At most 400
// differences that are not zero, some 50 ms; Error(BadInput) above: the approximation is as good there.
SignedRank signedRank(std::span<const double> differences, ZeroRule zeros = ZeroRule::Wilcox);

struct SignedRankApproximation {
    double z = 0; // positive when positive differences are more or larger
    double twoSided = 1;
    double greater = 1;
    double less = 1;
};
// By the normal distribution, as scipy's method='asymptotic'; `corrected`: half a step towards the middle.
SignedRankApproximation signedRankApproximation(std::span<const double> differences, ZeroRule zeros, bool corrected);

// The median of all means of two differences (each with itself too): how large the difference is, robust against
// outliers. Source: J. Hodges and E. Lehmann, Annals of Mathematical Statistics 34 (1963). Error(BadInput) without
// differences or with more than 3000.
double hodgesLehmann(std::span<const double> differences);

} // namespace engine::statistics
