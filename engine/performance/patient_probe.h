// A probe for verbs: a driver that hangs holds nobody up. It is asked on a thread of its own, which is left alone when
// it does not answer in time. Threads: as GpuProbe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "engine/performance/gpu_probe.h"

namespace engine::performance {

using ProbeMaker = std::function<std::unique_ptr<GpuProbe>()>;

// `make` is called on that thread, at the first reading; a card that wakes up for it takes seconds. While there is no
// answer the reading is Lost and Silent.
std::unique_ptr<GpuProbe> makePatientProbe(ProbeMaker make,
                                           std::chrono::milliseconds patience = std::chrono::seconds(10));
std::unique_ptr<GpuProbe> makePatientProbe(); // of the GPU that the environment names (makeGpuProbe)

} // namespace engine::performance
