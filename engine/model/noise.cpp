#include "engine/model/noise.h"

#include <cmath>
#include <numbers>

namespace engine::model {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::uint64_t key) {
    std::uint32_t key0 = std::uint32_t(key);
    std::uint32_t key1 = std::uint32_t(key >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t(0xD2511F53U) * counter[0];
        const std::uint64_t b = std::uint64_t(0xCD9E8D57U) * counter[2];
        counter = {std::uint32_t(b >> 32) ^ counter[1] ^ key0, std::uint32_t(b),
                   std::uint32_t(a >> 32) ^ counter[3] ^ key1, std::uint32_t(a)};
        key0 += 0x9E3779B9U;
        key1 += 0xBB67AE85U;
    }
    return counter;
}

std::vector<float> gaussianNoise(std::uint64_t seed, std::uint32_t chunk, std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; i += 4) {
        const std::uint64_t position = i / 4;
        const auto random = philox({std::uint32_t(position), std::uint32_t(position >> 32), chunk, 0}, seed);
        for (std::size_t pair = 0; pair < 2 && i + 2 * pair < count; ++pair) {
            const double u = (double(random[2 * pair]) + 0.5) / 4294967296.0; // never 0 or 1
            const double angle = 2 * std::numbers::pi * ((double(random[2 * pair + 1]) + 0.5) / 4294967296.0);
            const double radius = std::sqrt(-2 * std::log(u));
            values[i + 2 * pair] = float(radius * std::cos(angle));
            if (i + 2 * pair + 1 < count)
                values[i + 2 * pair + 1] = float(radius * std::sin(angle));
        }
    }
    return values;
}

} // namespace engine::model
