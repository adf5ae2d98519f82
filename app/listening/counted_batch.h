// What an unattended batch (artifact_batch.h) has counted for one candidate of a listening test, and how the library
// keeps it: beside the test, so that what 200 pairs have shown is known at the next start, too. A count of fewer pairs
// does not replace one of more, and a batch that made nothing counts nothing. Of this library alone: counts do not
// travel with sessions. Storage thread; app::storage::Error.
#pragma once

#include <string>
#include <vector>

#include "app/listening/test_design.h"
#include "app/storage/connection.h"

namespace app::listening {

// Pairs in which a detector found artifacts in one of both alone, made with the same seeds.
struct CountedBatch {
    Condition candidate = 0;
    long pairs = 0, onlyCandidate = 0, onlyBaseline = 0;

    bool operator==(const CountedBatch &) const = default;
};

// By candidate; rows that make no sense are left out. Keeping gives all that is known of the test then; the test must
// be in the library.
std::vector<CountedBatch> batchesOf(storage::Connection &connection, const std::string &testId);
std::vector<CountedBatch> keepBatches(storage::Connection &connection, const std::string &testId,
                                      const std::vector<CountedBatch> &batches);

} // namespace app::listening
