// The pitch of a voice, frame after frame.
//
// Variant: pYIN (Mauch & Dixon, pYIN: a fundamental frequency estimator using probabilistic threshold distributions,
// ICASSP 2014; de Cheveigné & Kawahara, YIN, JASA 111 (2002)), step by step as librosa 0.11.0 (ISC) does it with its
// defaults: 60 to 600 Hz, frames of 1024 samples (43 ms) every 256 at 24 kHz, centred, with zeros beyond the ends.
// Which frames are voiced and in which tenth of a semitone they lie is decided as there; the frequency inside that
// tenth is the frame's own, where librosa gives the tenth's middle. A steady tone below 150 Hz reads up to 12 cents
// high, in both takes of a pair alike, a higher one within 3 cents. Silence is unvoiced. Pure; any thread.
#pragma once

#include <vector>

#include "engine/clip.h"

namespace engine::distances {

inline constexpr double kLowestPitch = 60; // Hz
inline constexpr double kHighestPitch = 600;

struct PitchTrack {
    std::vector<double>
        hertz; // of each frame, 0: unvoiced; frame i is centred at sample 256 i; samples / 256 + 1 of them

    double seconds(std::size_t frame) const { return double(frame) * kHopLength / kSampleRate; }
};

// Error(BadInput): requireComparable() in engine/distances/frame_distance.h.
PitchTrack trackPitch(const Clip &clip);

// Where a frequency lies among the tenths of semitones above kLowestPitch.
int pitchBin(double hertz);

} // namespace engine::distances
