// Bootstrap intervals of a mean: what the mean would have been with other sentences, or other listeners and sentences,
// by drawing them anew from those that there are. Sources: B. Efron, Journal of the American Statistical Association 82
// (1987) for BCa; P. McCullagh, Bernoulli 6 (2000), and A. Owen, Annals of Applied Statistics 1 (2007), for the two-way
// ("pigeonhole") one. Equal to scipy.stats.bootstrap on the same draws. Pure functions; any thread.
//
// The draws come from a generator of our own, so that the same seed gives the same interval everywhere and for ever.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/statistics/interval.h"
#include "engine/statistics/vote_grid.h"

namespace engine::statistics {

// x ← 6364136223846793005·x + 1442695040888963407 mod 2^64 (D. Knuth's MMIX); a draw is the upper 31 bits mod n.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : m_state(seed) {}
    std::size_t below(std::size_t n) { // 0 … n − 1, n from 1 to 2^31
        m_state = m_state * 6364136223846793005U + 1442695040888963407U;
        return std::size_t(m_state >> 33) % n;
    }

private:
    std::uint64_t m_state;
};

// How often to draw, and from where. Error(BadInput) unless there are 100 to 100,000 resamples.
struct Resampling {
    std::size_t resamples = 2000;
    std::uint64_t seed = 20250930;
};

// The mean of each resample of `values`, in the order of drawing. Error(BadInput) without values or when one is not a
// finite number, and when there are more than 100 million draws.
std::vector<double> resampledMeans(std::span<const double> values, const Resampling &how);

// The mean of each resample of listeners and, independently, of sentences: first a draw for each listener, then one for
// each sentence. Votes that are missing stay missing; a resample without any vote is drawn again. Listeners and
// sentences without any vote are left out before. Use it for the headline: votes of one listener resemble each other,
// and so do votes for one sentence, which intervals of single votes forget. It errs to the wide side: pure chance in
// single votes counts up to three times. Error(BadInput) without votes.
std::vector<double> resampledGridMeans(const VoteGrid &votes, const Resampling &how);

// The standard deviation of the resampled figures.
double bootstrapError(std::span<const double> resampled);

// From quantile to quantile, between neighbours linearly as NumPy does. One-sided ones end at infinity.
Interval percentileInterval(std::vector<double> resampled, double confidence,
                            Alternative alternative = Alternative::TwoSided);

struct CorrectedInterval {
    Interval interval;
    double bias = 0;         // z0
    double acceleration = 0; // a, by the jackknife
};
// Bias-corrected and accelerated, for the mean of `values`; better than percentiles when differences are lopsided. With
// all values equal, that value. `resampled`: what resampledMeans() made of `values`.
CorrectedInterval correctedInterval(std::span<const double> values, std::vector<double> resampled, double confidence);

// The means of all values but one. Error(BadInput) with fewer than two values.
std::vector<double> jackknifeMeans(std::span<const double> values);

} // namespace engine::statistics
