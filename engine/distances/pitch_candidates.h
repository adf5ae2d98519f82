// What may be the pitch of a frame, and the most likely way through all frames: the two halves of
// engine/distances/pitch_track.h. Pure; any thread.
#pragma once

#include <span>
#include <vector>

namespace engine::distances {

inline constexpr int kPitchBins = 399; // tenths of a semitone from 60 to 600 Hz, both included

struct PitchCandidate {
    int bin = 0; // 0…kPitchBins - 1
    double hertz = 0;
    double probability = 0; // > 0
};

// At most one for each bin, ascending in period. `frame`: 1024 samples.
std::vector<PitchCandidate> pitchCandidates(std::span<const double> frame);

// Of each frame the bin, or -1: unvoiced. Viterbi's path over voiced and unvoiced bins.
std::vector<int> likeliestBins(const std::vector<std::vector<PitchCandidate>> &frames);

} // namespace engine::distances
