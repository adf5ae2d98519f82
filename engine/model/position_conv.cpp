#include "engine/model/position_conv.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "engine/model/convolution_tiles.h"
#include "engine/model/operator_scope.h"
#include "engine/model/vector_tile.h"

namespace engine::model {
namespace {

constexpr std::int64_t kFramesPerTask = 8 * kTileRows;

} // namespace

PositionConv::PositionConv(at::Tensor weight, at::Tensor bias, std::int64_t groups)
    : m_weight(std::move(weight)), m_bias(std::move(bias)), m_groups(groups) {
    const std::int64_t perGroup = m_weight.size(1);
    if (m_weight.is_cpu() && m_weight.scalar_type() == at::kFloat && perGroup % kTileColumns == 0)
        m_packed = m_weight.view({groups, perGroup / kTileColumns, kTileColumns, perGroup, kConvolutionWidth})
                       .permute({0, 1, 4, 3, 2})
                       .contiguous();
}

at::Tensor PositionConv::operator()(const at::Tensor &x) const {
    const OperatorScope scope("ishowtts::position_convolution", x, m_weight);
    const std::int64_t batch = x.size(0), n = x.size(1), dim = x.size(2);
    if (!m_packed.defined() || !x.is_cpu()) {
        const at::Tensor h = x.transpose(1, 2).to(m_weight.scalar_type());
        return at::mish(at::conv1d(h, m_weight, m_bias, 1, kConvolutionWidth / 2, 1, m_groups))
            .transpose(1, 2)
            .to(at::kFloat);
    }
    at::Tensor padded = at::zeros({batch, n + kConvolutionWidth - 1, dim}, at::kFloat);
    padded.narrow(1, kConvolutionWidth / 2, n).copy_(x);
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
            convolveStrip(in + item * (n + kConvolutionWidth - 1) * dim + firstInput, dim,
                          weight + strip * kConvolutionWidth * perGroup * kTileColumns, bias + strip * kTileColumns,
                          perGroup, block * kFramesPerTask, std::min(n, (block + 1) * kFramesPerTask),
                          out + item * n * dim + strip * kTileColumns);
        }
    });
    return result;
}

} // namespace engine::model
