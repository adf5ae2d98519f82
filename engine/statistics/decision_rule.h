// Whether a faster setting may take the place of the present one, by votes and by what was measured, after rules that
// were fixed before the first vote. Pure functions of their arguments; any thread; about a millisecond for 130 votes.
//
// `drop` is (rating of the present setting − rating of the candidate) throughout: above 0 the candidate is worse.
// Accepting is a claim about listeners and sentences in general, so it takes the larger of two one-sided upper bounds
// that hold both to be samples (TwoWayMean::upperBound and resampledGridMeans). Rejecting keeps what there is, so it is
// enough that the listeners who were asked heard a drop on sentences in general (TwoWayMean::panelLowerBound). With one
// listener both speak of that listener. Two listeners tell little about others: if listeners differ by 0.3 points, a
// drop as large as the margin is then accepted in up to 7 % of tests instead of 5 %.
//
// The level holds for one look at the votes. Who finds a test undecided, collects as many more votes as it asks
// for and looks again accepts a drop as large as the margin in 9 % of tests instead of 5 %; with `looks` = 2 from the
// beginning each look has its share of the level, and it is 5 % again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/statistics/bootstrap.h"
#include "engine/statistics/interval.h"
#include "engine/statistics/planning.h"
#include "engine/statistics/two_way.h"
#include "engine/statistics/vote_grid.h"

namespace engine::statistics {

// Fixed before the first vote. The defaults put figures to the words of the original's rules: "quality drop < 10 %" of
// the four steps from 1 to 5, "> 15 %", "naturalness at least 4 of 5 for most samples", "below 3 of 5 for many".
struct DecisionRule {
    double acceptMargin = 0.4;     // steps of the rating scale
    double rejectMargin = 0.6;     // at least acceptMargin
    double level = 0.05;           // chance of accepting a drop that is as large as acceptMargin
    std::size_t minimumVotes = 26; // for each scale; before, votes decide nothing
    std::size_t looks = 1;         // how often the votes are going to be looked at
    // More than goodShare of all sentences have a median rating of at least goodRating: accepting needs it shown, by
    // Wilson's lower bound at `level`. That is a claim about the candidate alone: where the present setting is rated
    // lower too, even an equal candidate stays undecided. 0: not asked for.
    double goodRating = 4;
    double goodShare = 0.5;
    // More than badShare of all sentences have a median rating below badRating: rejected, when that is shown. 1: never.
    double badRating = 3;
    double badShare = 0.2;
    Resampling resampling;
};

// One question that listeners answered, such as naturalness.
struct ScaleVotes {
    std::string name;
    VoteGrid drop;
    std::optional<VoteGrid> candidate; // ratings of the candidate alone; none where only preferences were asked for
};

// Something measured that a vote cannot outweigh: artifacts in a batch, word error, speaker similarity.
enum class GuardState {
    Passed,
    Failed,      // shown to be beyond the limit: rejected
    Open,        // neither shown: not accepted yet
    NotMeasured, // recorded; does not stand in the way
};
struct Guard {
    std::string name;
    GuardState state = GuardState::NotMeasured;
};
// Passed when the whole interval of the change for the worse lies below `limit`, Failed when it lies above.
GuardState guardState(const std::optional<Interval> &change, double limit);

// Pairs in which listeners heard an artifact in one of both alone.
struct HeardArtifacts {
    std::int64_t onlyCandidate = 0;
    std::int64_t onlyPresent = 0;
};

struct DecisionInput {
    std::vector<ScaleVotes> scales; // each must be not worse
    std::optional<HeardArtifacts> artifacts;
    std::vector<Guard> guards;
    // Why this test can never accept, in the caller's words: "not seed-matched". Empty: it can.
    std::vector<std::string> bars;
};

enum class Verdict {
    Equivalent, // accepted, and not better by more than the margin either
    Accepted,   // not worse by as much as the margin
    Rejected,
    Undecided,
};

enum class ReasonKind {
    WithinMargin,     // figure: upper bound of the drop; limit: acceptMargin
    DropTooLarge,     // figure: lower bound of the drop; limit: rejectMargin → Rejected
    DropNotExcluded,  // figure: upper bound of the drop; limit: acceptMargin → Undecided
    TooFewVotes,      // figure: votes; limit: minimumVotes → Undecided
    ManyBadRows,      // figure: lower bound of their share; limit: badShare → Rejected
    GoodRowsNotShown, // figure: lower bound of their share; limit: goodShare → Undecided
    ArtifactsHeard,   // figure: p of McNemar's test; limit: level → Rejected
    GuardFailed,      // → Rejected
    GuardOpen,        // → Undecided
    GuardNotMeasured,
    Barred, // → Undecided instead of accepted
};
struct Reason {
    ReasonKind kind = ReasonKind::WithinMargin;
    std::string subject; // the scale, guard or bar
    double figure = 0;
    double limit = 0;
};

struct ScaleFinding {
    std::string name;
    TwoWayMean mean;       // of the drop
    Interval headline;     // of the drop, two-sided at 1 − level, listeners × sentences by bootstrap
    double upper = 0;      // the bound that accepting takes
    double lower = 0;      // the bound of equivalence on the other side
    double panelLower = 0; // the bound that rejecting takes
};

struct Decision {
    Verdict verdict = Verdict::Undecided;
    std::vector<Reason> reasons;        // those that led to the verdict first
    std::vector<ScaleFinding> findings; // of the scales with two votes and more
    std::optional<MoreVotes> more;      // when undecided and votes can change that: about so many more
};

// Error(BadInput) for rules that contradict themselves and for more votes than can be resampled.
Decision decide(const DecisionInput &input, const DecisionRule &rule);

// Several candidates against the same present setting, after Holm: the chance of accepting even one of those that are
// as bad as the margin stays at `level`. In the order of `candidates`.
std::vector<Decision> decideAll(const std::vector<DecisionInput> &candidates, const DecisionRule &rule);

std::string toString(Verdict verdict); // "equivalent", "accepted", "rejected", "undecided"
std::string toString(ReasonKind kind); // "within-margin", …

} // namespace engine::statistics
