// An unattended batch for a test (`compare report --batch`): its sentences again and again with seeds of their own, in
// the columns that may become the default and the baseline, so that artifacts that are rare are seen, too.
#include <algorithm>

#include "app/cli/compare_acts.h"
#include "engine/cli/console.h"

namespace app::cli {

using namespace listening;
using engine::statistics::Verdict;

namespace {

constexpr std::uint64_t kFirstSeed = 1'000'000; // people begin with 1

// Column 0 is the baseline, then `columns`.
TestDesign batchDesign(const TestDesign &test, const std::vector<Condition> &columns, int pairs) {
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
        row.seed = kFirstSeed + std::uint64_t(i);
        batch.rows.push_back(std::move(row));
    }
    validate(batch);
    return batch;
}

ResultOptions::Batch countedIn(const CellMaker &maker, Condition place, Condition candidate) {
    ResultOptions::Batch batch;
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

} // namespace

std::optional<std::vector<ResultOptions::Batch>> batchesFor(CompareDesk &desk, const TestResults &results, int pairs,
                                                            std::optional<Condition> only,
                                                            const std::stop_token &stop) {
    const TestDesign &test = results.design;
    if (!test.flags.empty())
        throw engine::badInput("The sounds of this test were made elsewhere, so no batch can be made beside them.",
                               "Leave --batch out, or make a test with `ishowtts compare make`.");
    std::vector<Condition> columns;
    for (const CandidateResult &candidate : results.candidates) {
        if (only ? candidate.candidate == *only : candidate.decision.verdict != Verdict::Rejected)
            columns.push_back(candidate.candidate);
    }
    std::vector<ResultOptions::Batch> batches;
    if (columns.empty())
        return batches;
    desk.look(batchDesign(test, columns, pairs));
    if (!makeAndTell(desk, false, stop)) {
        engine::cli::note("stopped; what was made stays, and the same command goes on");
        return std::nullopt;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        batches.push_back(countedIn(desk.maker(), Condition(i + 1), columns[i]));
        const ResultOptions::Batch &batch = batches.back();
        engine::cli::note("batch: of " + std::to_string(batch.pairs) + " pairs, " +
                          std::to_string(batch.onlyCandidate) + " have artifacts in " + keyOf(test, columns[i]) +
                          " alone and " + std::to_string(batch.onlyBaseline) + " in " + keyOf(test, test.baseline) +
                          " alone");
    }
    return batches;
}

} // namespace app::cli
