// What engine/quality/take_check.h says of a take that `say` spoke.
#pragma once

#include <vector>

#include "engine/cli/spoken_take.h"
#include "engine/json.h"
#include "engine/quality/take_check.h"

namespace engine::cli {

// `joins`: where the pieces begin that the engine handed out, in seconds. Reads the voice's recording: throws what
// readRecording() and checkTake() throw.
std::vector<quality::Doubt> doubtsOf(const SpokenTake &take, std::vector<double> joins);

std::string lineOf(const quality::Doubt &doubt); // "doubt: click at 1.2 s: There is …"
Json doubtsJson(const std::vector<quality::Doubt> &doubts);

} // namespace engine::cli
