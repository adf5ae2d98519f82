// Sample-rate conversion (soxr, very high quality).
#pragma once

#include <span>
#include <vector>

namespace engine::audio {

std::vector<float> resample(std::span<const float> mono, int fromRate, int toRate);

} // namespace engine::audio
