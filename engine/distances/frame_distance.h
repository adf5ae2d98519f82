// How far two takes lie apart, frame for frame.
#pragma once

#include <cstddef>

#include "engine/clip.h"

namespace engine::distances {

// Of two takes of the same text, seed and duration: frame i of one belongs to frame i of the other, without time
// warping. Where one is longer, its end is not compared, and `unpaired` says so: the figures then say little.
struct FrameDistance {
    double mean = 0;          // over the frames that both have
    double worst = 0;         // the frame that lies furthest apart
    double worstSeconds = 0;  // its middle
    std::size_t frames = 0;   // that were compared, at least 1
    std::size_t unpaired = 0; // that only the longer take has
};

// Every measure of this folder takes clips at 24 kHz. Error(BadInput) for another rate and for samples that are not
// numbers.
void requireComparable(const Clip &clip);

} // namespace engine::distances
