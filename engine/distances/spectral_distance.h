// Log-spectral distance (LSD) of two takes of the same text, seed and duration.
//
// Variant: for each frame sqrt(mean over the 513 frequencies of (10 log10 (P / P'))²), then mean and maximum over
// frames; periodic Hann window of 1024 samples every 256 at 24 kHz, frames wholly inside the sound, no alignment. What
// is more than 100 dB below a tone of full scale counts as that, so that digital silence beside a breath of noise is
// not infinitely far. Unit: dB; a take that is 1 dB louder lies 1 dB away. Source: Gray & Markel, Distance measures for
// speech processing, IEEE TASSP 24 (1976), the L2 measure. Silence: equal silence is 0. Pure; any thread.
#pragma once

#include <optional>

#include "engine/distances/frame_distance.h"

namespace engine::distances {

// None when a take is shorter than 1024 samples (43 ms). Error(BadInput): requireComparable().
std::optional<FrameDistance> spectralDistance(const Clip &take, const Clip &teacher);

} // namespace engine::distances
