// Gaussian noise from a counter-based generator (Philox 4×32-10, Salmon et al. 2011; Box–Muller), so that the numbers
// of one chunk depend on (seed, chunk, position) alone: the same whatever was made before, beside or after.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace engine::model {

// The generator's block function: 128 random bits of this counter and key (low word first).
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::uint64_t key);

// `count` values of mean 0 and variance 1; the first values do not depend on `count`.
std::vector<float> gaussianNoise(std::uint64_t seed, std::uint32_t chunk, std::size_t count);

} // namespace engine::model
