// Tests that may be looked at after every vote. An ordinary p-value that is watched until it is small finds a
// difference where there is none far more often than its level says (11.7 % instead of 5 % when 26 votes are watched
// from the fifth on); these do not. Sources: J. Ville, Étude critique de la notion de collectif (1939); A. Wald, Annals
// of Mathematical Statistics 16 (1945). Pure functions; any thread. Error(BadInput) unless 0 ≤ hits ≤ trials and
// probabilities lie between 0 and 1.
#pragma once

#include <cstdint>

namespace engine::statistics {

// The natural logarithm of the e-value of `hits` out of `trials` against "each is a hit with probability `chance`", the
// alternative being any share, all equally likely: B(1 + hits, 1 + misses) / (chance^hits · (1 − chance)^misses). When
// it ever reaches ln(1 / level) one may stop and say "different": under the null hypothesis that happens with
// probability `level` at most, however often one looks. 0 before the first vote.
double logEvalue(std::int64_t hits, std::int64_t trials, double chance);
double eValue(std::int64_t hits, std::int64_t trials, double chance); // infinite where it is too large for a double
bool evidenceSuffices(std::int64_t hits, std::int64_t trials, double chance, double level);

// Wald's sequential test of two simple hypotheses: the logarithm of how much more probable the votes are when the share
// is `alternative` than when it is `chance`. At or above `upper` the alternative is taken, at or below `lower` the null
// hypothesis.
struct SequentialBounds {
    double upper = 0; // ln((1 − missed) / level)
    double lower = 0; // ln(missed / (1 − level))
};
double logLikelihoodRatio(std::int64_t hits, std::int64_t trials, double chance, double alternative);
// `level`: of false alarms; `missed`: of alternatives that are overlooked.
SequentialBounds sequentialBounds(double level, double missed);

} // namespace engine::statistics
