// A take made once more with the same settings. With the same voice, model, precision, device and build that gives the
// same bytes. Any thread.
#pragma once

#include <optional>
#include <vector>

#include "app/problem.h"
#include "app/takes/take_record.h"
#include "engine/synthesizer.h"
#include "engine/voice.h"

namespace app::takes {

struct SameAgain {
    std::optional<engine::Request> request; // none: it cannot be made again as things are
    std::optional<Problem> problem;         // why not; or with a request, why it may not be the same bytes
};

// `loaded`: the model at hand; without a name when there is none. Whether the voice's recording is still the same is
// not looked at here: see TakeLibrary::requestOf.
SameAgain sameAgain(const TakeRecord &record, const std::vector<engine::Voice> &voices,
                    const engine::ModelSummary &loaded);

// What a TakeRecord says of this program and of the model. These words are in people's libraries: they stay as they
// are.
QString programBuild();
QString wordFor(engine::Precision precision); // "fp32", "bf16"
QString wordFor(engine::DeviceKind kind);     // "cpu", "cuda"

} // namespace app::takes
