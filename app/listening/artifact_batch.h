// An unattended batch for a listening test: its sentences again and again with seeds of their own, in the columns that
// may become the default and in the baseline, so that artifacts that are rare are counted, too. From 200 pairs on it
// can rule them out (test_results.h). Pure but for reading the maker, which is of its thread.
#pragma once

#include <vector>

#include "app/listening/test_results.h"

namespace app::listening {

class CellMaker;

inline constexpr int kEnoughBatchPairs = 200;

// Candidates that the votes have not rejected; those that a count of artifacts alone has are counted again.
std::vector<Condition> batchColumns(const TestResults &results);

// Column 0 is the baseline, then `columns` in their order; a row for each of `pairs` (1…500). Error(BadInput) for a
// test whose sounds were made elsewhere.
TestDesign batchDesign(const TestDesign &test, const std::vector<Condition> &columns, int pairs);

// Of the pairs that `maker` has both sounds of, now. `place`: the column's in the batch, from 1.
CountedBatch countedBatch(const CellMaker &maker, Condition place, Condition candidate);

} // namespace app::listening
