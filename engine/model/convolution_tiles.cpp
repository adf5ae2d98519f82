#include "engine/model/convolution_tiles.h"

#include <cstring>

#include "engine/model/fast_exp.h"
#include "engine/model/vector_tile.h"

namespace engine::model {
namespace {

template <int Rows>
__attribute__((always_inline)) inline void convolveRows(const float *x, std::int64_t row, const float *weight,
                                                        const float *bias, std::int64_t inChannels, float *y) {
    Vector8 sums[Rows][2];
    for (int r = 0; r < Rows; ++r)
        std::memcpy(sums[r], bias, sizeof sums[r]);
    for (std::int64_t k = 0; k < kConvolutionWidth; ++k)
        multiplyTile<Rows>(x + k * row, row, 1, weight + k * inChannels * kTileColumns, kTileColumns, inChannels, sums);
    for (int r = 0; r < Rows; ++r) {
        float values[kTileColumns];
        std::memcpy(values, sums[r], sizeof values);
#pragma omp simd
        for (int c = 0; c < kTileColumns; ++c) {
            // mish(v) = v tanh(ln(1 + eᵛ)) = v (q - 1) / (q + 1) with q = (1 + eᵛ)²; beyond 20 it is v itself
            const float v = values[c];
            const float e = 1.0F + fastExp(v > 20.0F ? 20.0F : v);
            const float q = e * e;
            values[c] = v * (q - 1.0F) / (q + 1.0F);
        }
        std::memcpy(y + r * row, values, sizeof values);
    }
}

} // namespace

ISHOWTTS_VECTOR_CLONES
void convolveStrip(const float *x, std::int64_t row, const float *weight, const float *bias, std::int64_t inChannels,
                   std::int64_t begin, std::int64_t end, float *y) {
    std::int64_t t = begin;
    for (; t + kTileRows <= end; t += kTileRows)
        convolveRows<kTileRows>(x + t * row, row, weight, bias, inChannels, y + t * row);
    for (; t < end; ++t)
        convolveRows<1>(x + t * row, row, weight, bias, inChannels, y + t * row);
}

} // namespace engine::model
