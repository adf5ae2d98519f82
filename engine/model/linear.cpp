#include "engine/model/linear.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "engine/model/operator_scope.h"
#include "engine/model/product_tiles.h"

namespace engine::model {
namespace {

constexpr std::int64_t kRowsPerTask = 16 * kTileRows;

} // namespace

bool packsWeights() {
#if defined(__x86_64__) && defined(__GNUC__)
    static const bool yes =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && !__builtin_cpu_supports("avx512f");
    return yes;
#else
    return false;
#endif
}

Linear::Linear(const at::Tensor &weight, const at::Tensor &bias)
    : Linear(weight, bias, packsWeights() && weight.is_cpu() && weight.scalar_type() == at::kFloat) {}

Linear::Linear(const at::Tensor &weight, const at::Tensor &bias, bool packed)
    : m_in(weight.size(1)), m_out(weight.size(0)) {
    if (!packed) {
        m_weight = weight.contiguous();
        m_bias = bias;
        return;
    }
    const std::int64_t strips = (m_out + kTileColumns - 1) / kTileColumns;
    const at::Tensor wide = at::zeros({strips * kTileColumns, m_in}, at::kFloat);
    wide.narrow(0, 0, m_out).copy_(weight);
    m_packed = wide.view({strips, kTileColumns, m_in}).transpose(1, 2).contiguous();
    m_bias = at::zeros({strips * kTileColumns}, at::kFloat);
    if (bias.defined())
        m_bias.narrow(0, 0, m_out).copy_(bias);
}

void Linear::multiply(float *y, const float *x, std::int64_t rows) const {
    const Product product{x, m_in, y, m_out};
    const float *weight = m_packed.const_data_ptr<float>(), *bias = m_bias.const_data_ptr<float>();
    const std::int64_t strips = m_packed.size(0), blocks = (rows + kRowsPerTask - 1) / kRowsPerTask;
    at::parallel_for(0, strips * blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t task = begin; task < end; ++task) {
            const std::int64_t block = task / strips, column = task % strips * kTileColumns;
            productStrip(product, block * kRowsPerTask, std::min(rows, (block + 1) * kRowsPerTask),
                         weight + column * m_in, bias + column, column);
        }
    });
}

at::Tensor Linear::operator()(const at::Tensor &x) const {
    const OperatorScope scope("ishowtts::linear", x, m_packed.defined() ? m_packed : m_weight);
    if (!m_packed.defined())
        return at::linear(x.to(m_weight.scalar_type()), m_weight, m_bias).to(at::kFloat);
    std::vector<std::int64_t> shape(x.sizes().begin(), x.sizes().end());
    shape.back() = m_out;
    at::Tensor y = at::empty(shape, at::kFloat);
    into(y, x.contiguous());
    return y;
}

void Linear::into(at::Tensor &y, const at::Tensor &x) const {
    const OperatorScope scope("ishowtts::linear", x, m_packed.defined() ? m_packed : m_weight);
    TORCH_CHECK(x.size(-1) == m_in && y.size(-1) == m_out && y.is_contiguous() && x.is_contiguous(),
                "a product with other extents");
    if (m_packed.defined()) {
        multiply(y.data_ptr<float>(), x.const_data_ptr<float>(), x.numel() / m_in);
    } else if (m_weight.scalar_type() == at::kFloat && m_bias.defined()) {
        at::Tensor rows = y.view({-1, m_out});
        at::addmm_out(rows, m_bias, x.view({-1, m_in}), m_weight.t());
    } else {
        y.copy_((*this)(x));
    }
}

} // namespace engine::model
