#include "engine/model/position_conv.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "engine/model/fast_exp.h"
#include "engine/model/vector_tile.h"

namespace engine::model {
namespace {

constexpr std::int64_t kWidth = 31;
constexpr std::int64_t kFramesPerTask = 8 * kTileRows;

template <int Rows>
__attribute__((always_inline)) inline void convolveRows(const float *x, std::int64_t row, const float *weight,
                                                        const float *bias, std::int64_t inChannels, float *y) {
    Vector8 sums[Rows][2];
    for (int r = 0; r < Rows; ++r)
        std::memcpy(sums[r], bias, sizeof sums[r]);
    for (std::int64_t k = 0; k < kWidth; ++k)
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

// Frames from `begin` to `end`; x starts 15 frames before frame 0, both point at the first channel of their strip.
ISHOWTTS_VECTOR_CLONES
void convolve(const float *x, std::int64_t row, const float *weight, const float *bias, std::int64_t inChannels,
              std::int64_t begin, std::int64_t end, float *y) {
    std::int64_t t = begin;
    for (; t + kTileRows <= end; t += kTileRows)
        convolveRows<kTileRows>(x + t * row, row, weight, bias, inChannels, y + t * row);
    for (; t < end; ++t)
        convolveRows<1>(x + t * row, row, weight, bias, inChannels, y + t * row);
}

} // namespace

PositionConv::PositionConv(at::Tensor weight, at::Tensor bias, std::int64_t groups)
    : m_weight(std::move(weight)), m_bias(std::move(bias)), m_groups(groups) {
    const std::int64_t perGroup = m_weight.size(1);
    if (m_weight.is_cpu() && m_weight.scalar_type() == at::kFloat && perGroup % kTileColumns == 0)
        m_packed = m_weight.view({groups, perGroup / kTileColumns, kTileColumns, perGroup, kWidth})
                       .permute({0, 1, 4, 3, 2})
                       .contiguous();
}

at::Tensor PositionConv::operator()(const at::Tensor &x) const {
    const std::int64_t batch = x.size(0), n = x.size(1), dim = x.size(2);
    if (!m_packed.defined() || !x.is_cpu()) {
        const at::Tensor h = x.transpose(1, 2).to(m_weight.scalar_type());
        return at::mish(at::conv1d(h, m_weight, m_bias, 1, kWidth / 2, 1, m_groups)).transpose(1, 2).to(at::kFloat);
    }
    at::Tensor padded = at::zeros({batch, n + kWidth - 1, dim}, at::kFloat);
    padded.narrow(1, kWidth / 2, n).copy_(x);
    at::Tensor result = at::empty({batch, n, dim}, at::kFloat);
    const float *in = padded.const_data_ptr<float>(), *weight = m_packed.const_data_ptr<float>(),
                *bias = m_bias.const_data_ptr<float>();
    float *out = result.data_ptr<float>();
    const std::int64_t perGroup = dim / m_groups, strips = dim / kTileColumns,
                       blocks = (n + kFramesPerTask - 1) / kFramesPerTask;
    at::parallel_for(0, batch * strips * blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t task = begin; task < end; ++task) {
            const std::int64_t block = task % blocks, strip = task / blocks % strips, item = task / blocks / strips;
            const std::int64_t firstInput = strip * kTileColumns / perGroup * perGroup;
            convolve(in + item * (n + kWidth - 1) * dim + firstInput, dim,
                     weight + strip * kWidth * perGroup * kTileColumns, bias + strip * kTileColumns, perGroup,
                     block * kFramesPerTask, std::min(n, (block + 1) * kFramesPerTask),
                     out + item * n * dim + strip * kTileColumns);
        }
    });
    return result;
}

} // namespace engine::model
