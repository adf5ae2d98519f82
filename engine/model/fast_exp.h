// e^x for vectorised loops: x = k ln 2 + r and a polynomial for e^r (after Cephes' expf). Relative error below 3e-7;
// saturates outside ±87.
#pragma once

#include <bit>
#include <cstdint>

namespace engine::model {

__attribute__((always_inline)) inline float fastExp(float x) {
    x = x < -87.0F ? -87.0F : x;
    x = x > 87.0F ? 87.0F : x;
    const float k = (x * 1.44269504F + 12582912.0F) - 12582912.0F; // nearest whole number
    const float r = (x - k * 0.693359375F) + k * 2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    return p * std::bit_cast<float>((std::int32_t(k) + 127) << 23);
}

} // namespace engine::model
