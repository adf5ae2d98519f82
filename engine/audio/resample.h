// Sample-rate conversion (soxr, very high quality). Any thread.
#pragma once

#include <span>
#include <vector>

namespace engine::audio {

// ceil(samples × toRate / fromRate) samples, in step with the input (no delay). Error(BadInput) for a rate below 1.
std::vector<float> resample(std::span<const float> mono, int fromRate, int toRate);

} // namespace engine::audio
