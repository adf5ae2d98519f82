// Which frames of two sequences belong together: dynamic time warping inside a band around the path of the same
// sequences at half the rate. Source: Salvador & Chan, Toward accurate dynamic time warping in linear time and space
// (2007), step by step as the Python package fastdtw 0.3.4 does it, so that paths are the same. Pure; any thread.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace engine::distances {

struct Sequence {
    std::size_t size = 0;       // numbers in a frame
    std::vector<double> values; // frames × size

    std::size_t frames() const { return size > 0 ? values.size() / size : 0; }
};

// Pairs of frames from (0, 0) to the last of both, each step one frame on in one or both; Euclidean distance. Both have
// at least one frame and frames of the same size.
std::vector<std::pair<std::size_t, std::size_t>> warpPath(const Sequence &first, const Sequence &second,
                                                          std::size_t radius);

} // namespace engine::distances
