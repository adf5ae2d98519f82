// `bench --compare A B`: what two records say about each other.
#pragma once

#include "engine/cli/verb.h"

namespace engine::cli {

// Prints the ratio of the mean RTFs with its 95 % interval (Welch), or that they cannot be told apart. What differs in
// their conditions is said. Exit::CheckFailed when B is surely slower. Error(BadInput) for files that hold no record.
int compareRecords(const Arguments &arguments);

} // namespace engine::cli
