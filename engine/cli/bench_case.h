// `bench --case`: the bare model on a given case.
#pragma once

#include "engine/cli/verb.h"

namespace engine::cli {

// Without text, recording or sound files. UsageError when options of speech are given besides.
int benchCase(const Arguments &arguments);

} // namespace engine::cli
