// Mel cepstral distance (MCD) with dynamic time warping. There is no one MCD: figures of other programs cannot be
// compared with these unless they name this variant.
//
// Variant: what the Python package mel-cepstral-distance 0.0.4 (MIT) measures by default, in its own steps: both takes
// scaled to peak 1, Hann window (symmetric) of 32 ms every 8 ms, power, 20 triangular HTK mel bands from 0 to 12 kHz,
// log10 (Bel), time warping of these frames (fastdtw, radius 10, Euclidean), cosine transform, Euclidean distance of
// coefficients 2 to 16, mean over the path. No factor (10 sqrt 2 / ln 10 of other programs), silence is kept.
// Source: Kubichek, Mel-cepstral distance measure for objective speech quality assessment (1993), as that package has
// it. Pure; any thread.
//
// Between takes of different seeds it measures the seeds: such pairs of one setting lie as far apart as two settings
// do.
#pragma once

#include <optional>

#include "engine/distances/frame_distance.h"

namespace engine::distances {

struct CepstralDistance {
    double mean = 0;    // over the path; 0 for equal takes
    double penalty = 0; // 0…1, how much was stretched: 2 - (frames of both) / (pairs of the path)
};

// None when a take has 768 samples (32 ms) or less, or holds nothing but zeros. Takes may be of any length.
// Error(BadInput): requireComparable().
std::optional<CepstralDistance> cepstralDistance(const Clip &take, const Clip &teacher);

} // namespace engine::distances
