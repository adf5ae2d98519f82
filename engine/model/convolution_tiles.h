// Sixteen outputs of the position embedding's convolution and Mish over plain memory, without LibTorch; see
// position_conv.h. Compiled for finite numbers only.
#pragma once

#include <cstdint>

namespace engine::model {

inline constexpr std::int64_t kConvolutionWidth = 31;

// Frames begin ≤ t < end; x starts 15 frames before frame 0, x and y point at the first channel of their strip and have
// `row` channels in all. weight [31, inChannels, 16], bias [16].
void convolveStrip(const float *x, std::int64_t row, const float *weight, const float *bias, std::int64_t inChannels,
                   std::int64_t begin, std::int64_t end, float *y);

} // namespace engine::model
