// Samples that were cut off by what recorded them. Steps of 10 ms. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/clip.h"

namespace engine::quality {

inline constexpr double kStepSeconds = 0.01;

// For each step, samples in flat tops: three in a row at full scale, or four within 0.004 % of the recording's highest
// or lowest sample when that is above a fifth of full scale (limited before it was made quieter), at 24 kHz; and what
// is above full scale.
std::vector<std::uint32_t> clippedSamples(const Clip &clip);

struct ClippedStep {
    std::uint32_t step = 0;
    std::uint32_t samples = 0;  // of the channel that has most of them
    std::uint32_t channels = 1; // a bit for each one that has some, the first channel's is 1
};

// What was clipped in a recording as it was at first: in another rate, and with its channels mixed, flat tops are flat
// no more.
struct KnownClipping {
    int sampleRate = 0;             // Hz, then
    std::vector<ClippedStep> steps; // ascending; those without are left out
    int channels = 1;               // of the recording; more than 32 are not told apart

    std::size_t samples() const;
    std::uint32_t clippedChannels() const;                            // bits, as above
    KnownClipping within(double fromSeconds, double toSeconds) const; // as that part alone has it
};

} // namespace engine::quality
