#include "app/listening/counted_batch.h"

#include "app/listening/listening_words.h"

namespace app::listening {

using storage::Connection;

namespace {

constexpr qint64 kMostPairs = 1'000'000;
constexpr qint64 kMostColumns = 1000;

} // namespace

std::vector<CountedBatch> batchesOf(Connection &connection, const std::string &testId) {
    auto rows =
        connection.prepare(QStringLiteral("SELECT candidate, pairs, only_candidate, only_baseline FROM listening_batch "
                                          "WHERE test = ? ORDER BY candidate"));
    rows.bind(qt(testId));
    std::vector<CountedBatch> batches;
    while (rows.next()) {
        const qint64 candidate = rows.integer(0), pairs = rows.integer(1);
        const qint64 onlyCandidate = rows.integer(2), onlyBaseline = rows.integer(3);
        const bool makesSense = candidate >= 0 && candidate < kMostColumns && pairs > 0 && pairs <= kMostPairs &&
                                onlyCandidate >= 0 && onlyCandidate <= pairs && onlyBaseline >= 0 &&
                                onlyBaseline <= pairs - onlyCandidate;
        if (makesSense)
            batches.push_back({Condition(candidate), long(pairs), long(onlyCandidate), long(onlyBaseline)});
    }
    return batches;
}

std::vector<CountedBatch> keepBatches(Connection &connection, const std::string &testId,
                                      const std::vector<CountedBatch> &batches) {
    for (const CountedBatch &batch : batches) {
        if (batch.pairs == 0)
            continue;
        connection
            .prepare(QStringLiteral("INSERT INTO listening_batch VALUES (?, ?, ?, ?, ?) "
                                    "ON CONFLICT (test, candidate) DO UPDATE SET pairs = excluded.pairs, "
                                    "only_candidate = excluded.only_candidate, only_baseline = excluded.only_baseline "
                                    "WHERE excluded.pairs >= pairs"))
            .bind(qt(testId), int(batch.candidate), qint64(batch.pairs), qint64(batch.onlyCandidate),
                  qint64(batch.onlyBaseline))
            .run();
    }
    return batchesOf(connection, testId);
}

} // namespace app::listening
