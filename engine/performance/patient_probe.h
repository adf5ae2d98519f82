// A probe for verbs: a driver that hangs holds nobody up. It is asked on a thread of its own, which is left alone when
// it does not answer in time. Threads: as GpuProbe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "engine/performance/gpu_probe.h"

namespace engine::performance {

using ProbeMaker = std::function<std::unique_ptr<GpuProbe>()>;

constexpr std::chrono::seconds kPatience{10};
// For what is kept, or judged, by the answer: a server whose cards sleep wakes all of them, two or three seconds each.
constexpr std::chrono::seconds kMuchPatience{40};

// `make` is called on that thread, at the first reading; a card that wakes up for it takes seconds. While there is no
// answer the reading is Lost and Silent; a question that was given up is waited for a second more at each reading. A
// stop ends the waiting.
std::unique_ptr<GpuProbe> makePatientProbe(ProbeMaker make, std::chrono::milliseconds patience = kPatience,
                                           std::stop_token stop = {});
// Of the GPU that the environment names (makeGpuProbe).
std::unique_ptr<GpuProbe> makePatientProbe(std::chrono::milliseconds patience = kPatience, std::stop_token stop = {});

} // namespace engine::performance
