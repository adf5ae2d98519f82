// An unattended batch for a test (`compare report --batch`): app/listening/artifact_batch.h.
#include "app/cli/compare_acts.h"
#include "app/listening/artifact_batch.h"
#include "engine/cli/console.h"

namespace app::cli {

using namespace listening;

std::optional<std::vector<CountedBatch>> batchesFor(CompareDesk &desk, const TestResults &results, int pairs,
                                                    std::optional<Condition> only, const std::stop_token &stop) {
    const TestDesign &test = results.design;
    const std::vector<Condition> columns = only ? std::vector{*only} : batchColumns(results);
    std::vector<CountedBatch> batches;
    if (columns.empty())
        return desk.wait<std::vector<CountedBatch>>(
            [&](auto *context, auto done) { desk.sessions().batches(results.test, context, done); });
    desk.look(batchDesign(test, columns, pairs));
    if (!makeAndTell(desk, false, stop)) {
        engine::cli::note("stopped; what was made stays, and the same command goes on");
        return std::nullopt;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        batches.push_back(countedBatch(desk.maker(), Condition(i + 1), columns[i]));
        const CountedBatch &batch = batches.back();
        engine::cli::note("batch: of " + std::to_string(batch.pairs) + " pairs, " +
                          std::to_string(batch.onlyCandidate) + " have artifacts in " + keyOf(test, columns[i]) +
                          " alone and " + std::to_string(batch.onlyBaseline) + " in " + keyOf(test, test.baseline) +
                          " alone");
    }
    return desk.wait<std::vector<CountedBatch>>(
        [&](auto *context, auto done) { desk.sessions().keepBatches(results.test, batches, context, done); });
}

} // namespace app::cli
