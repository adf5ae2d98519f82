// How many votes it takes. Before a test: the power of a number of votes. After one that decided nothing: about how
// many more. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/statistics/interval.h"
#include "engine/statistics/two_way.h"

namespace engine::statistics {

// The chance that binomialTest() of `trials` votes, against `chance`, is at most `level` when a hit has probability
// `share` in truth, on the side of more hits.
double preferencePower(std::int64_t trials, double share, double chance, double level, Alternative alternative);
// The fewest votes with at least that power, from which on it stays for the next ten numbers too (power is a saw: one
// more vote can lower it). None when 100,000 are not enough. Error(BadInput) unless share > chance.
std::optional<std::int64_t> votesForPreference(double share, double chance, double level, double power,
                                               Alternative alternative);

// The chance that the mean of `votes` differences of standard deviation `deviation`, whose true mean is `drop`, is
// found to lie below `margin` by Student's t. Source: the noncentral t distribution.
double nonInferiorityPower(std::size_t votes, double deviation, double drop, double margin, double level);

// What decides: the whole upper bound of the drop below `accept`, or the whole lower bound above `reject`. See
// decision_rule.h for the two bounds.
struct Margins {
    double accept = 0.4;
    double reject = 0.6;
    double level = 0.05;
};

// Before a test: the fewest sentences with which as many listeners come to a decision with at least this chance, when
// the true drop and what votes vary by are as given (0.7² for single votes is usual). None when more than `most` are
// needed: the drop lies between the margins, or listeners differ too much. Error(BadInput) without listeners.
std::optional<std::size_t> sentencesToDecide(double drop, const VoteVariance &variance, std::size_t listeners,
                                             const Margins &margins, double chance, std::size_t most = 20'000);

struct MoreVotes {
    std::size_t listeners = 0; // that join, each for every sentence; or 0
    std::size_t sentences = 0; // that are added for the listeners there are; or 0
    std::size_t votes = 0;     // how many that makes
};

// About how many more votes decide: with so many the chance that a decision falls is a half, if the true drop lies
// around `seen.mean` as the votes say and votes go on varying as they did. Of more listeners and more sentences it
// takes what needs fewer votes; with one listener, whose like nobody knows, more sentences. None when more than `most`
// votes in all would be needed: the drop then lies between the margins or on one, and no test of reasonable size
// decides. A guide, not a promise: with simulated listeners and true drops from −0.2 to 1.0,
// 42 to 47 % of undecided tests are decided with m / 1.5 more votes, 49 to 55 % with m, 53 to 63 % with 1.5 m.
std::optional<MoreVotes> moreVotes(const TwoWayMean &seen, const Margins &margins, std::size_t most = 20'000);

} // namespace engine::statistics
