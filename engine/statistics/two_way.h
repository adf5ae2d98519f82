// How sure the mean of votes by several listeners for several sentences is, when other listeners and other sentences
// might have been asked: the variance of votes taken apart into what listeners, sentences and single votes add. Use it
// for decisions; beside it, the interval of resampledGridMeans() is the one to show. Sources: J. Cornfield and J.
// Tukey, Annals of Mathematical Statistics 27 (1956), for crossed random effects; F. Satterthwaite, Biometrics Bulletin
// 2 (1946), for the degrees of freedom; A. Cameron, J. Gelbach and D. Miller, Journal of Business & Economic Statistics
// 29 (2011), for grids with missing votes, where it is an approximation. Pure; any thread.
#pragma once

#include <cstddef>

#include "engine/statistics/vote_grid.h"

namespace engine::statistics {

// What the votes vary by, in squared steps of the scale; 0 where none was seen.
struct VoteVariance {
    double listeners = 0; // how much listeners differ in what they say of the same sentences
    double sentences = 0; // how much sentences differ for the same listeners
    double votes = 0;     // the rest
};

struct TwoWayMean {
    std::size_t listeners = 0; // with a vote
    std::size_t sentences = 0; // with a vote
    std::size_t votes = 0;
    double mean = 0;
    VoteVariance variance;
    // The standard error of `mean` and its degrees of freedom when listeners and sentences are a sample of many. With
    // one listener it says nothing about others: sentences alone are the sample then (and the other way round).
    double error = 0;
    double freedom = 0;
    // The same when only the sentences are a sample and the listeners are those that matter.
    double panelError = 0;
    double panelFreedom = 0;

    double upperBound(double confidence) const; // of the mean, one-sided; listeners and sentences
    double lowerBound(double confidence) const;
    double panelLowerBound(double confidence) const; // one-sided; these listeners, many sentences
    // p-value against "the mean is at least `margin`".
    double below(double margin) const;
};

// Error(BadInput) with fewer than two votes.
TwoWayMean twoWayMean(const VoteGrid &votes);

// The mean squares that a full grid of this size has on average, and from them what TwoWayMean says about one.
struct ExpectedError {
    double error = 0;
    double freedom = 0;
    double panelError = 0;
    double panelFreedom = 0;
    double bootstrapError = 0; // of resampledGridMeans()
};
ExpectedError expectedError(const VoteVariance &variance, std::size_t listeners, std::size_t sentences);

} // namespace engine::statistics
