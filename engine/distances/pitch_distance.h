// How far the melody of a take lies from another one's of the same text, seed and duration: frame i belongs to frame i,
// without time warping.
//
// Variants, with "voiced" and the frames as engine/distances/pitch_track.h says:
//   rmseCents, rmseHertz   root of the mean square over frames that are voiced in both, 1200 log2(f / f') and f - f'
//   correlation            Pearson's, of f and f' in Hz over the same frames
//   voicingError           V/UV: frames that are voiced in one only, of all
//   grossError             GPE: of the frames voiced in both, those where f is more than 20 % off f'
//   frameError             FFE: frames with a gross error or another voicing, of all
// Source of the last three: Chu & Alwan, Reducing F0 frame error of F0 tracking algorithms under noisy conditions
// (ICASSP 2009). Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>

#include "engine/distances/pitch_track.h"

namespace engine::distances {

struct PitchDistance {
    std::size_t frames = 0;   // compared; those that only the longer take has are not
    std::size_t unpaired = 0; // that only the longer take has: the figures then say little
    std::size_t voiced = 0;   // in both
    double voicingError = 0;  // 0…1
    double frameError = 0;    // 0…1
    // None when no frame is voiced in both.
    std::optional<double> rmseCents, rmseHertz;
    std::optional<double> grossError;  // 0…1
    std::optional<double> correlation; // none, too, for less than two such frames and where one melody is level
};

// None when one track has no frames. Of silence everything is unvoiced: 0 errors against silence, no root mean squares.
std::optional<PitchDistance> pitchDistance(const PitchTrack &take, const PitchTrack &teacher);

} // namespace engine::distances
