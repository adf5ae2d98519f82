#include "app/listening/test_decision.h"

#include <QLocale>

#include <algorithm>

#include "app/listening/listening_words.h"
#include "app/listening/pair_flags.h"
#include "app/listening/verdict_words.h"
#include "engine/statistics/mcnemar.h"
#include "engine/statistics/paired_t.h"

namespace app::listening {

using namespace engine::statistics;
using engine::quality::Artifact;

namespace {

constexpr long kEnoughPairs = 200;

bool has(const CellFigures &cell, Artifact artifact) {
    return std::find(cell.artifacts.begin(), cell.artifacts.end(), artifact) != cell.artifacts.end();
}

GuardState artifactGuard(const Margins &margins, long pairs, long onlyCandidate, long onlyBaseline) {
    if (pairs == 0)
        return GuardState::NotMeasured;
    const double confidence = 1 - margins.alpha;
    const GuardState state = guardState(Interval{pairedRateLowerBound(onlyCandidate, onlyBaseline, pairs, confidence),
                                                 pairedRateUpperBound(onlyCandidate, onlyBaseline, pairs, confidence)},
                                        margins.artifactRate);
    return pairs < kEnoughPairs && state != GuardState::Failed ? GuardState::NotMeasured : state;
}

GuardState artifactGuard(const TestDesign &design, Condition candidate, const MeasuredCells &measured,
                         const ResultOptions &options) {
    for (const CountedBatch &batch : options.batches) {
        if (batch.candidate == candidate && batch.pairs > 0)
            return artifactGuard(design.margins, batch.pairs, batch.onlyCandidate, batch.onlyBaseline);
    }
    long pairs = 0, onlyCandidate = 0, onlyBaseline = 0;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        const CellFigures *one = measured.find(row, candidate), *other = measured.find(row, design.baseline);
        if (!one || !other || !one->artifactsLookedFor || !other->artifactsLookedFor)
            continue;
        ++pairs;
        onlyCandidate += !one->artifacts.empty() && other->artifacts.empty() ? 1 : 0;
        onlyBaseline += one->artifacts.empty() && !other->artifacts.empty() ? 1 : 0;
    }
    return artifactGuard(design.margins, pairs, onlyCandidate, onlyBaseline);
}

GuardState soundGuard(const TestDesign &design, Condition candidate, const MeasuredCells &measured) {
    bool looked = false;
    const auto anyHas = [&](Condition condition, Artifact artifact) {
        return std::any_of(measured.cells.begin(), measured.cells.end(), [&](const CellFigures &cell) {
            looked = looked || (cell.condition == candidate && cell.artifactsLookedFor);
            return cell.condition == condition && has(cell, artifact);
        });
    };
    bool failed = anyHas(candidate, Artifact::NotNumbers);
    for (const Artifact artifact : {Artifact::OverRange, Artifact::AbruptEnd})
        failed = failed || (anyHas(candidate, artifact) && !anyHas(design.baseline, artifact));
    return failed ? GuardState::Failed : looked ? GuardState::Passed : GuardState::NotMeasured;
}

// By how much the candidate is worse, row by row.
GuardState meanGuard(const TestDesign &design, Condition candidate, const MeasuredCells &measured,
                     const std::string &measure, double sign, double limit) {
    std::vector<double> worse;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        const CellFigures *one = measured.find(row, candidate), *other = measured.find(row, design.baseline);
        const auto a = one ? one->figure(measure) : std::nullopt, b = other ? other->figure(measure) : std::nullopt;
        if (a && b)
            worse.push_back(sign * (*a - *b));
    }
    if (worse.size() < 2)
        return GuardState::NotMeasured;
    return guardState(tInterval(pairedT(worse), 1 - 2 * design.margins.alpha), limit);
}

DecisionInput inputFor(const TestDesign &design, const VoteGrids &grids, const MeasuredCells &measured,
                       const ResultOptions &options, const CandidateResult &candidate) {
    DecisionInput input;
    for (const Scale scale : decidingScales(design.mode)) {
        const auto drop = grids.drops.find({scale, candidate.candidate});
        ScaleVotes votes{wordFor(scale), {}, {}};
        if (drop != grids.drops.end())
            votes.drop = drop->second;
        // The original's words "at least 4 of 5 for most samples" are about naturalness.
        if (scale == Scale::Naturalness && drop != grids.drops.end())
            votes.candidate = grids.ratings.at({scale, candidate.candidate});
        input.scales.push_back(std::move(votes));
    }
    input.artifacts = candidate.artifacts;
    input.guards = guardsOf(design, candidate.candidate, measured, options);
    return input;
}

// Each look has a chance of its own; together they have at most the sum.
QString lookedTooOften(const Margins &margins, std::size_t looks) {
    const double chance = std::min(1.0, margins.alpha * double(looks) / margins.looks);
    return say("These votes were looked at %1 times where %2 were planned: the chance that a setting as bad as the "
               "margin "
               "is accepted at one of them is not %3 % but up to %4 %. Plan as many looks in the next test.")
        .arg(looks)
        .arg(margins.looks)
        .arg(QLocale::c().toString(100 * margins.alpha, 'g', 3), QLocale::c().toString(100 * chance, 'g', 3));
}

} // namespace

DecisionRule ruleOf(const TestDesign &design) {
    DecisionRule rule;
    rule.acceptMargin = design.margins.inferior;
    rule.rejectMargin = design.margins.rejected;
    rule.level = design.margins.alpha;
    rule.minimumVotes = std::size_t(design.margins.fewestVotes);
    rule.looks = std::size_t(design.margins.looks);
    return rule;
}

std::vector<Guard> guardsOf(const TestDesign &design, Condition candidate, const MeasuredCells &measured,
                            const ResultOptions &options) {
    return {{"artifacts", artifactGuard(design, candidate, measured, options)},
            {"word-error", meanGuard(design, candidate, measured, "word-error", 100, design.margins.wordErrorPoints)},
            {"likeness", meanGuard(design, candidate, measured, "likeness", -1, design.margins.similarityLoss)},
            {"sound", soundGuard(design, candidate, measured)}};
}

void decideCandidates(const TestDesign &design, const VoteGrids &grids, const MeasuredCells &measured,
                      const ResultOptions &options, const std::vector<std::string> &bars,
                      std::vector<CandidateResult> &candidates) {
    if (design.mode == Mode::Abx) { // it asks whether a difference is heard, which is no verdict
        for (CandidateResult &candidate : candidates)
            candidate.decision.reasons.push_back({ReasonKind::Barred, "abx", 0, 0});
    } else {
        std::vector<DecisionInput> inputs;
        for (const CandidateResult &candidate : candidates) {
            inputs.push_back(inputFor(design, grids, measured, options, candidate));
            inputs.back().bars = bars;
        }
        std::vector<Decision> decisions = decideAll(inputs, ruleOf(design));
        for (std::size_t i = 0; i < candidates.size(); ++i)
            candidates[i].decision = std::move(decisions[i]);
    }
    for (CandidateResult &candidate : candidates) {
        candidate.sentence = verdictSentence(design, candidate);
        for (const Reason &reason : candidate.decision.reasons)
            candidate.reasons << reasonSentence(design, candidate, reason);
        if (options.looks.size() > std::size_t(design.margins.looks))
            candidate.reasons << lookedTooOften(design.margins, options.looks.size());
        else if (candidate.decision.more && design.margins.looks == 1)
            candidate.reasons << say(
                "That it is looked at again was not planned: who does so accepts worse settings "
                "nearly twice as often. Plan two looks (“Times that it is judged”, “looks”) in the next test.");
    }
}

void choose(TestResults &results) {
    const Condition baseline = results.design.baseline;
    const auto costOf = [&](Condition column) {
        const std::optional<double> rtf = results.measured.median("rtf", column);
        return rtf ? *rtf : double(columnOf(results.design, column).nfeStep);
    };
    const auto isMeasured = [&](Condition column) { return results.measured.median("rtf", column).has_value(); };
    const bool allMeasured =
        isMeasured(baseline) &&
        std::all_of(results.candidates.begin(), results.candidates.end(),
                    [&](const auto &candidate) { return !candidate.isAccepted() || isMeasured(candidate.candidate); });
    const auto cost = [&](Condition column) {
        return allMeasured ? costOf(column) : double(columnOf(results.design, column).nfeStep);
    };
    results.choice = results.votes > 0 ? std::optional(baseline) : std::nullopt;
    for (const CandidateResult &candidate : results.candidates) {
        if (results.choice && candidate.isAccepted() && cost(candidate.candidate) < cost(*results.choice))
            results.choice = candidate.candidate;
    }
    tellChoice(results, allMeasured);
}

} // namespace app::listening
