// A strip of y = x Wᵀ + b over plain memory, without LibTorch; see linear.h.
#pragma once

#include <cstdint>

#include "engine/model/vector_tile.h"

namespace engine::model {

struct Product {
    const float *x; // [rows, in]
    std::int64_t in;
    float *y; // [rows, out]
    std::int64_t out;
};

// Rows begin ≤ row < end of the outputs from `column` on, 16 or what is left of `out`. strip [in, 16], bias [16].
void productStrip(const Product &p, std::int64_t begin, std::int64_t end, const float *strip, const float *bias,
                  std::int64_t column);

} // namespace engine::model
