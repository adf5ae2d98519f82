// A recording as pydub 0.25 sees it (pydub/audio_segment.py): 16-bit samples, all channels interleaved, addressed in
// whole milliseconds. Its roundings decide where a reference is cut, so they are kept to the sample. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/audio/file.h"

namespace engine::audio {

struct Pcm16 {
    int sampleRate = 0; // Hz, above 0
    int channels = 1;
    std::vector<std::int16_t> samples; // frames × channels

    std::size_t frames() const { return samples.size() / std::size_t(channels); }
    double seconds() const { return double(frames()) / sampleRate; }
    int milliseconds() const;                // rounded, halves to even
    std::size_t frameAt(int ms) const;       // rounded down; may lie up to half a millisecond behind the end
    Pcm16 slice(int fromMs, int toMs) const; // both are clamped to the end; a rounded-up end is filled with zeros
    int rms(int fromMs, int toMs) const;     // of the slice, over all channels, rounded down; 0 when it is empty
};

inline constexpr double kFullScale = 32768.0;

Pcm16 quantise(const Sound &sound); // rounds, clamps to -32768…32767

// Linear interpolation as Python's audioop.ratecv, which pydub uses where two rates meet: below 11,025 Hz.
Pcm16 convertRate(const Pcm16 &pcm, int toRate);

Pcm16 reversed(const Pcm16 &pcm);

} // namespace engine::audio
