// The original's rules with what a test found: results_report.h. Sources: 2WalterW/ishowtts,
// scripts/test_nfe6_quality.py, OPTIMIZATION_NEXT_STEPS.md and the status of the session.
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "app/listening/listening_words.h"
#include "app/listening/results_report.h"
#include "app/listening/verdict_words.h"
#include "engine/statistics/mcnemar.h"

namespace app::listening {

using namespace engine::statistics;
using Met = MatrixRow::Met;

namespace {

constexpr double kFourSteps = 4;    // of a scale from 1 to 5
constexpr double kRtfAsked = 0.20;  // on the original's machine
constexpr double kVariation = 0.05; // coefficient of variation

const ScaleResult *find(const CandidateResult &candidate, Scale scale) {
    for (const ScaleResult &each : candidate.scales) {
        if (each.scale == scale)
            return &each;
    }
    return nullptr;
}

QString notMeasured() {
    return say("not measured");
}

QString lossOf(const TestDesign &design, const ScaleResult &scale) {
    const QString sure = QLocale().toString(100 * (1 - design.margins.alpha), 'g', 4);
    return scale.headline ? say("%1 points, %2 % %3 to %4")
                                .arg(shortFigure(scale.drop), sure, shortFigure(scale.headline->low),
                                     shortFigure(scale.headline->high))
                          : say("%1 points").arg(shortFigure(scale.drop));
}

Met metBelow(const std::optional<double> &value, double limit) {
    return !value ? Met::Open : *value < limit ? Met::Yes : Met::No;
}

bool hasReason(const CandidateResult &candidate, ReasonKind kind, const std::string &subject = {}) {
    const auto &reasons = candidate.decision.reasons;
    return std::any_of(reasons.begin(), reasons.end(), [&](const Reason &reason) {
        return reason.kind == kind && (subject.empty() || reason.subject == subject);
    });
}

MatrixRow quality(const TestDesign &design, const CandidateResult &candidate) {
    MatrixRow row{say("Quality drop below 10 %"), say("below %1 points").arg(shortFigure(design.margins.inferior)),
                  notMeasured()};
    if (candidate.scales.empty())
        return row;
    const ScaleResult &first = candidate.scales.front();
    row.found = say("%1 (%2 %)").arg(lossOf(design, first), shortFigure(100 * first.drop / kFourSteps));
    row.met = hasReason(candidate, ReasonKind::DropTooLarge)      ? Met::No
              : hasReason(candidate, ReasonKind::DropNotExcluded) ? Met::Open
              : hasReason(candidate, ReasonKind::WithinMargin)    ? Met::Yes
                                                                  : Met::Open;
    return row;
}

// That no rise was shown is no answer where few votes were given: "yes" needs a large one excluded.
MatrixRow artifacts(const TestDesign &design, const CandidateResult &candidate) {
    MatrixRow row{say("No obvious artifacts"), say("not more than before"), notMeasured()};
    if (candidate.artifacts && !candidate.scales.empty()) { // a vote rates all of it
        const auto [worse, better] = *candidate.artifacts;
        const auto pairs = std::int64_t(candidate.scales.front().votes);
        const double most = pairedRateUpperBound(worse, better, pairs, 1 - design.margins.alpha);
        row.found = say("heard in %1 of %2 pairs there alone, in %3 before alone: at most %4 % more")
                        .arg(worse)
                        .arg(pairs)
                        .arg(better)
                        .arg(shortFigure(100 * most));
        row.met = hasReason(candidate, ReasonKind::ArtifactsHeard) ? Met::No
                  : most < design.margins.artifactRate             ? Met::Yes
                                                                   : Met::Open;
    }
    for (const char *guard : {"artifacts", "sound"}) {
        if (hasReason(candidate, ReasonKind::GuardFailed, guard)) {
            row.found = say("detectors find more");
            row.met = Met::No;
        }
    }
    return row;
}

MatrixRow naturalness(const ColumnResult &column, const CandidateResult &candidate) {
    MatrixRow row{say("Naturalness 4 of 5 and more for most samples"), say("more than half of the sentences"),
                  notMeasured()};
    for (const ColumnResult::Rating &rating : column.ratings) {
        if (rating.scale == Scale::Naturalness)
            row.found = say("mean %1").arg(shortFigure(rating.mean));
    }
    if (find(candidate, Scale::Naturalness) && !candidate.decision.findings.empty())
        row.met = hasReason(candidate, ReasonKind::ManyBadRows)        ? Met::No
                  : hasReason(candidate, ReasonKind::GoodRowsNotShown) ? Met::Open
                  : hasReason(candidate, ReasonKind::TooFewVotes)      ? Met::Open
                                                                       : Met::Yes;
    return row;
}

MatrixRow prosody(const TestDesign &design, const CandidateResult &candidate) {
    MatrixRow row{say("Prosody and intonation maintained"),
                  say("below %1 points").arg(shortFigure(design.margins.inferior)), notMeasured()};
    if (const ScaleResult *scale = find(candidate, Scale::Prosody)) {
        row.found = lossOf(design, *scale);
        const std::string word = wordFor(Scale::Prosody);
        row.met = hasReason(candidate, ReasonKind::WithinMargin, word)   ? Met::Yes
                  : hasReason(candidate, ReasonKind::DropTooLarge, word) ? Met::No
                                                                         : Met::Open;
    }
    return row;
}

// What its session's status says to do.
QString toDo(const CandidateResult &candidate, const QString &baseline) {
    switch (candidate.decision.verdict) {
    case Verdict::Equivalent:
    case Verdict::Accepted:
        return say("ACCEPT %1: acceptable, so deploy it.").arg(candidate.key);
    case Verdict::Rejected:
        return say("REJECT %1: poor, so keep %2 and pursue other ways to speed.").arg(candidate.key, baseline);
    case Verdict::Undecided:
        break;
    }
    return say("UNDECIDED: marginal so far, so keep %1.").arg(baseline);
}

} // namespace

std::vector<OriginalMatrix> originalMatrix(const TestResults &results) {
    std::vector<OriginalMatrix> all;
    const QString baseline = qt(keyOf(results.design, results.design.baseline));
    for (const CandidateResult &candidate : results.candidates) {
        const ColumnResult &column = results.columns.at(std::size_t(candidate.candidate));
        const ColumnResult &before = results.columns.at(std::size_t(results.design.baseline));
        MatrixRow speed{say("Mean RTF below 0.20 (on the original’s machine)"), QStringLiteral("< 0.20"),
                        column.rtf ? shortFigure(*column.rtf) : notMeasured(), metBelow(column.rtf, kRtfAsked)};
        if (column.rtf && before.rtf)
            speed.found = say("%1, before %2").arg(shortFigure(*column.rtf), shortFigure(*before.rtf));
        MatrixRow variation{say("Variance of the RTF below 5 %"), QStringLiteral("< 5 %"),
                            column.rtfVariation ? say("%1 %").arg(shortFigure(100 * *column.rtfVariation))
                                                : notMeasured(),
                            metBelow(column.rtfVariation, kVariation)};
        all.push_back(
            {candidate.key,
             {quality(results.design, candidate), artifacts(results.design, candidate), naturalness(column, candidate),
              prosody(results.design, candidate), std::move(speed), std::move(variation)},
             toDo(candidate, baseline)});
    }
    return all;
}

} // namespace app::listening
