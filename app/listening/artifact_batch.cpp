#include "app/listening/artifact_batch.h"

#include <algorithm>

#include "app/listening/cell_maker.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

namespace {

constexpr std::uint64_t kFirstBatchSeed = 1'000'000; // people begin with 1

// Nothing else speaks against it.
bool isRejectedByArtifactsAlone(const engine::statistics::Decision &decision) {
    using engine::statistics::Reason, engine::statistics::ReasonKind;
    return std::none_of(decision.reasons.begin(), decision.reasons.end(), [](const Reason &reason) {
        return reason.kind == ReasonKind::DropTooLarge || reason.kind == ReasonKind::ManyBadRows ||
               reason.kind == ReasonKind::ArtifactsHeard ||
               (reason.kind == ReasonKind::GuardFailed && reason.subject != "artifacts");
    });
}

} // namespace

std::vector<Condition> batchColumns(const TestResults &results) {
    std::vector<Condition> columns;
    for (const CandidateResult &candidate : results.candidates) {
        if (candidate.decision.verdict != engine::statistics::Verdict::Rejected ||
            isRejectedByArtifactsAlone(candidate.decision))
            columns.push_back(candidate.candidate);
    }
    return columns;
}

TestDesign batchDesign(const TestDesign &test, const std::vector<Condition> &columns, int pairs) {
    if (!test.flags.empty())
        throw engine::badInput(
            sayPlain("The sounds of this test were made elsewhere, so no batch can be made beside them."),
            sayPlain("Make a test of your own."));
    TestDesign batch = test;
    batch.mode = Mode::AbPreference;
    batch.checks = {0, 0, 0};
    batch.columns = {columnOf(test, test.baseline)};
    for (const Condition column : columns)
        batch.columns.push_back(columnOf(test, column));
    batch.baseline = 0;
    batch.rows.clear();
    for (int i = 0; i < pairs; ++i) {
        TestRow row = test.rows[std::size_t(i) % test.rows.size()];
        row.id = "batch." + std::to_string(i + 1);
        row.seed = kFirstBatchSeed + std::uint64_t(i);
        batch.rows.push_back(std::move(row));
    }
    validate(batch);
    return batch;
}

CountedBatch countedBatch(const CellMaker &maker, Condition place, Condition candidate) {
    CountedBatch batch;
    batch.candidate = candidate;
    for (int row = 0; row < int(maker.design()->rows.size()); ++row) {
        const Cell &baseline = maker.cell(row, 0), &other = maker.cell(row, place);
        if (baseline.state != CellState::Made || other.state != CellState::Made)
            continue;
        const bool before = !baseline.facts->artifacts.empty(), now = !other.facts->artifacts.empty();
        ++batch.pairs;
        batch.onlyCandidate += now && !before ? 1 : 0;
        batch.onlyBaseline += before && !now ? 1 : 0;
    }
    return batch;
}

} // namespace app::listening
