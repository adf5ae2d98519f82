#include "app/listening/test_results.h"

#include <algorithm>
#include <cmath>

#include "app/listening/listening_words.h"
#include "app/listening/pair_flags.h"
#include "app/listening/result_figures.h"
#include "app/listening/test_decision.h"
#include "app/listening/verdict_words.h"
#include "engine/statistics/multiple_tests.h"

namespace app::listening {

namespace {

// Which sessions count, one flag for each of the record.
std::vector<bool> countedSessions(TestResults &results, bool withExcluded) {
    const auto &reports = results.reports;
    const bool people = std::any_of(reports.begin(), reports.end(),
                                    [](const ListenerReport &report) { return report.finished && !report.simulated; });
    std::vector<bool> counts;
    for (const ListenerReport &report : reports) {
        const bool leftOut = people && report.simulated;
        results.sessionsUnfinished += report.finished ? 0 : 1;
        results.simulatedLeftOut += report.finished && leftOut ? 1 : 0;
        counts.push_back(report.finished && !leftOut && (withExcluded || !report.excluded));
        results.sessionsCounted += counts.back() ? 1 : 0;
    }
    results.simulated = !people && results.sessionsCounted > 0;
    return counts;
}

// Why nothing may be accepted. One listener who is alone is not left out, as nothing would be left; but who missed what
// anybody hears accepts nothing either.
std::vector<std::string> barsOf(const TestResults &results, const std::vector<bool> &counts) {
    std::vector<std::string> bars = results.design.flags;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const ListenerReport &report = results.reports[i];
        if (counts[i] && !report.excluded && !report.objections.isEmpty()) {
            bars.emplace_back(kDoubtfulListener);
            break;
        }
    }
    return bars;
}

std::size_t votesIn(const VoteGrids &grids) {
    std::size_t votes = 0;
    for (const auto &[key, grid] : grids.drops)
        votes = std::max(votes, grid.votes());
    for (const auto &[condition, grid] : grids.recognised)
        votes = std::max(votes, grid.votes());
    return votes;
}

CandidateResult candidateOf(const TestDesign &design, const VoteGrids &grids, Condition candidate) {
    CandidateResult result;
    result.candidate = candidate;
    result.key = qt(keyOf(design, candidate));
    const std::vector<Scale> deciding = decidingScales(design.mode);
    for (const Scale scale : scalesOf(design.mode)) {
        const auto drop = grids.drops.find({scale, candidate});
        if (drop == grids.drops.end() || drop->second.votes() == 0)
            continue;
        const bool decides = std::find(deciding.begin(), deciding.end(), scale) != deciding.end();
        result.scales.push_back(scaleResult(scale, decides, drop->second, design));
        if (scale == Scale::Comparison)
            result.preference = preferenceOf(drop->second);
    }
    if (const auto answers = grids.answers.find(candidate); answers != grids.answers.end())
        result.recognition = recognitionOf(answers->second);
    const auto heard = grids.artifacts.find(candidate), before = grids.artifacts.find(design.baseline);
    if (heard != grids.artifacts.end() && before != grids.artifacts.end()) {
        result.artifacts = heardArtifacts(heard->second, before->second);
        result.tests.push_back(mcnemarFigure(*result.artifacts));
    }
    return result;
}

void adjust(std::vector<CandidateResult> &candidates) {
    std::vector<double> p;
    for (const CandidateResult &candidate : candidates) {
        if (candidate.preference || candidate.recognition)
            p.push_back(candidate.preference ? candidate.preference->p : candidate.recognition->p);
    }
    const std::vector<double> adjusted = engine::statistics::holm(p);
    std::size_t next = 0;
    for (CandidateResult &candidate : candidates) {
        if (candidate.preference)
            candidate.preference->adjusted = adjusted[next++];
        else if (candidate.recognition)
            candidate.recognition->adjusted = adjusted[next++];
    }
}

std::optional<double> variationOf(const std::vector<double> &values) {
    if (values.size() < 2)
        return std::nullopt;
    double mean = 0, squares = 0;
    for (const double value : values)
        mean += value / double(values.size());
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return mean > 0 ? std::optional(std::sqrt(squares / double(values.size() - 1)) / mean) : std::nullopt;
}

ColumnResult columnResult(const TestResults &results, const VoteGrids &grids, Condition column) {
    const TestDesign &design = results.design;
    ColumnResult result;
    result.column = column;
    result.key = qt(keyOf(design, column));
    result.isBaseline = column == design.baseline;
    for (const Scale scale : scalesOf(design.mode)) {
        const auto ratings = grids.ratings.find({scale, column});
        if (ratings != grids.ratings.end() && ratings->second.votes() > 0)
            result.ratings.push_back(
                {scale, ratings->second.votes(), meanOf(ratings->second), gridInterval(ratings->second)});
    }
    const CandidateResult *candidate = results.find(column);
    if (result.isBaseline && results.votes > 0 && design.mode != Mode::Abx)
        result.quality = 0;
    else if (candidate && !candidate->scales.empty()) {
        const ScaleResult &scale = candidate->scales.front();
        result.quality = 0.0 - scale.drop;
        if (scale.headline)
            result.qualityInterval = Interval{0.0 - scale.headline->high, 0.0 - scale.headline->low};
    }
    result.rtf = results.measured.median("rtf", column);
    result.rtfVariation = variationOf(results.measured.ofColumn("rtf", column));
    if (const auto heard = grids.artifacts.find(column); heard != grids.artifacts.end() && heard->second.votes() > 0)
        result.artifactShare = meanOf(heard->second);
    return result;
}

void markFront(std::vector<ColumnResult> &columns) {
    const auto hasBoth = [](const ColumnResult &column) { return column.quality && column.rtf; };
    for (ColumnResult &column : columns) {
        column.onFront =
            hasBoth(column) && std::none_of(columns.begin(), columns.end(), [&](const ColumnResult &other) {
                return hasBoth(other) && *other.quality >= *column.quality && *other.rtf <= *column.rtf &&
                       (*other.quality > *column.quality || *other.rtf < *column.rtf);
            });
    }
}

// What a default cannot hold: everything but steps, schedule and precision.
bool differsOtherwise(const TestDesign &design, Condition column) {
    TestColumn one = columnOf(design, column), other = columnOf(design, design.baseline);
    one.nfeStep = other.nfeStep;
    one.schedule = other.schedule;
    one.precision = other.precision;
    one.voice = one.voice.empty() ? design.voice : one.voice;
    other.voice = other.voice.empty() ? design.voice : other.voice;
    one.model = one.model.empty() ? design.model : one.model;
    other.model = other.model.empty() ? design.model : other.model;
    return one != other;
}

} // namespace

bool CandidateResult::isAccepted() const {
    return decision.verdict == engine::statistics::Verdict::Equivalent ||
           decision.verdict == engine::statistics::Verdict::Accepted;
}

const CandidateResult *TestResults::find(Condition candidate) const {
    const auto found = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const CandidateResult &each) { return each.candidate == candidate; });
    return found == candidates.end() ? nullptr : &*found;
}

TestResults resultsOf(const TestRecord &record, MeasuredCells measured, const ResultOptions &options) {
    TestResults results;
    results.design = record.design;
    results.test = testId(record.design, record.stimuli);
    results.designHash = designHash(record.design);
    results.measured = std::move(measured);
    results.reports = checkListeners(record);
    results.withExcluded = options.withExcluded;
    results.looks = options.looks;
    const std::vector<bool> counts = countedSessions(results, options.withExcluded);
    const VoteGrids grids = gridsOf(record.design, replayed(record), counts);
    results.listeners = grids.listeners.size();
    results.votes = votesIn(grids);
    for (const Condition candidate : candidates(record.design))
        results.candidates.push_back(candidateOf(record.design, grids, candidate));
    for (const CountedBatch &batch : options.batches) {
        for (CandidateResult &candidate : results.candidates) {
            if (candidate.candidate == batch.candidate && batch.pairs > 0)
                candidate.batch = batch;
        }
    }
    adjust(results.candidates);
    decideCandidates(record.design, grids, results.measured, options, barsOf(results, counts), results.candidates);
    for (Condition column = 0; column < Condition(record.design.columns.size()); ++column)
        results.columns.push_back(columnResult(results, grids, column));
    markFront(results.columns);
    results.agreement = agreementOf(grids, record.design);
    results.overall = overallFigures(grids, record.design);
    results.correlations = correlationsOf(grids, record.design, results.measured);
    choose(results);
    return results;
}

std::optional<QString> objectionToApplying(const TestResults &results, Condition column) {
    if (column == results.design.baseline)
        return say("This column is the one that the others were compared with.");
    const CandidateResult *candidate = results.find(column);
    if (!candidate)
        return say("The test has no such column.");
    if (results.simulated)
        return say("Nobody has listened: these votes were simulated.");
    if (results.withExcluded)
        return say("In this view listeners count whom the rules exclude.");
    if (!results.design.flags.empty())
        return say("Nothing is decided by sounds that were made elsewhere: %1.")
            .arg(sentenceFor(results.design.flags.front()));
    if (!candidate->isAccepted())
        return say("This column was not accepted.");
    if (differsOtherwise(results.design, column))
        return say("This column differs from the other one in more than steps, schedule and precision, which is all "
                   "that a default holds.");
    return std::nullopt;
}

} // namespace app::listening
