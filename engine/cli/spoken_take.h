// What `say` leaves besides its file, for programs that keep takes (the engine alone keeps none).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/clip.h"
#include "engine/request.h"
#include "engine/synthesizer.h"
#include "engine/timings.h"

namespace engine::cli {

struct SpokenTake {
    Request request;
    ModelSummary model;
    Timings timings;
    ClipPtr clip;
};

// Keeps it and gives its id. None when that failed; it has then said why with one note(). Does not throw.
using KeepTake = std::function<std::optional<std::int64_t>(const SpokenTake &take)>;

} // namespace engine::cli
