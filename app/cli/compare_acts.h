// What `ishowtts compare` can do: a function for each of its words. Each gives the exit status.
#pragma once

#include <string>
#include <vector>

#include "app/cli/compare_desk.h"
#include "app/listening/test_results.h"
#include "engine/cli/interrupt.h"

namespace app::cli {

int compareMake(const engine::cli::Arguments &arguments);
int compareList(const engine::cli::Arguments &arguments);
int compareImport(const engine::cli::Arguments &arguments);
int compareVote(const engine::cli::Arguments &arguments);
int compareReport(const engine::cli::Arguments &arguments);
int compareApply(const engine::cli::Arguments &arguments);
int compareRollback(const engine::cli::Arguments &arguments);
int compareCheck(const engine::cli::Arguments &arguments);

// The second word, or "".
std::string testCalled(const engine::cli::Arguments &arguments);
// The design that --design, --nfe, --sentences … describe.
listening::TestDesign designFrom(const engine::cli::Arguments &arguments);
// Makes what is missing and says what could not be made. False: stopped.
bool makeAndTell(CompareDesk &desk, bool anew, const std::stop_token &stop);
// Makes `pairs` utterances with the baseline and each candidate that was not rejected (or `only` that one), as cells of
// the library, and says what detectors find. None: stopped. Error(BadInput) for a test whose sounds were made
// elsewhere.
std::optional<std::vector<listening::CountedBatch>> batchesFor(CompareDesk &desk, const listening::TestResults &results,
                                                               int pairs, std::optional<listening::Condition> only,
                                                               const std::stop_token &stop);

} // namespace app::cli
