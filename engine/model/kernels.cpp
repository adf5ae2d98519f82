#include "engine/model/kernels.h"

#include <ATen/Parallel.h>

#include <cstdint>

#include "engine/model/operator_scope.h"
#include "engine/model/row_kernels.h"

namespace engine::model {
namespace {

bool direct(const at::Tensor &x) {
    return x.is_cpu() && x.scalar_type() == at::kFloat && x.is_contiguous();
}

template <typename Row> void forRows(const at::Tensor &x, const Row &row) {
    const std::int64_t d = x.size(-1);
    const std::int64_t rows = d > 0 ? x.numel() / d : 0;
    at::parallel_for(0, rows, 32, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t r = begin; r < end; ++r)
            row(r * d, d);
    });
}

} // namespace

void modulatedNorm(at::Tensor &y, const at::Tensor &x, const at::Tensor &shift, const at::Tensor &scale) {
    const OperatorScope scope("ishowtts::modulated_norm", x);
    if (!direct(x)) {
        y.copy_(at::layer_norm(x, {x.size(-1)}, {}, {}, double(kNormEpsilon)) * (1 + scale) + shift);
        return;
    }
    const float *in = x.const_data_ptr<float>();
    float *out = y.data_ptr<float>();
    const float *sh = shift.const_data_ptr<float>();
    const float *sc = scale.const_data_ptr<float>();
    forRows(x, [=](std::int64_t at, std::int64_t d) { normRow(in + at, out + at, sh, sc, d); });
}

void addGated(at::Tensor &x, const at::Tensor &gate, const at::Tensor &y) {
    const OperatorScope scope("ishowtts::add_gated", x);
    if (!direct(x) || !direct(y)) {
        x.addcmul_(gate.expand_as(y), y);
        return;
    }
    float *sum = x.data_ptr<float>();
    const float *g = gate.const_data_ptr<float>();
    const float *add = y.const_data_ptr<float>();
    forRows(x, [=](std::int64_t at, std::int64_t d) { gatedRow(sum + at, g, add + at, d); });
}

void addGatedThenNorm(at::Tensor &normed, at::Tensor &x, const at::Tensor &gate, const at::Tensor &y,
                      const at::Tensor &shift, const at::Tensor &scale) {
    const OperatorScope scope("ishowtts::add_gated_norm", x);
    if (!direct(x) || !direct(y)) {
        addGated(x, gate, y);
        modulatedNorm(normed, x, shift, scale);
        return;
    }
    float *sum = x.data_ptr<float>();
    float *out = normed.data_ptr<float>();
    const float *g = gate.const_data_ptr<float>();
    const float *add = y.const_data_ptr<float>();
    const float *sh = shift.const_data_ptr<float>();
    const float *sc = scale.const_data_ptr<float>();
    forRows(x, [=](std::int64_t at, std::int64_t d) {
        gatedRow(sum + at, g, add + at, d);
        normRow(sum + at, out + at, sh, sc, d);
    });
}

void rotate(at::Tensor &qkv, const at::Tensor &cosine, const at::Tensor &sine, std::int64_t ropeHeads) {
    const OperatorScope scope("ishowtts::rotate", qkv);
    const std::int64_t n = qkv.size(1), heads = qkv.size(3), half = qkv.size(4) / 2;
    if (!direct(qkv)) {
        at::Tensor part = qkv.narrow(2, 0, 2).narrow(3, 0, ropeHeads);
        const at::Tensor even = part.narrow(4, 0, half).to(at::kFloat), odd = part.narrow(4, half, half).to(at::kFloat);
        const at::Tensor c = cosine.view({1, n, 1, 1, half}), s = sine.view({1, n, 1, 1, half});
        part.copy_(at::cat({even * c - odd * s, odd * c + even * s}, -1));
        return;
    }
    float *values = qkv.data_ptr<float>();
    const float *c = cosine.const_data_ptr<float>();
    const float *s = sine.const_data_ptr<float>();
    at::parallel_for(0, qkv.size(0) * n, 32, [=](std::int64_t begin, std::int64_t end) {
        for (std::int64_t r = begin; r < end; ++r) {
            const std::int64_t frame = r % n;
            for (std::int64_t which = 0; which < 2; ++which)
                for (std::int64_t head = 0; head < ropeHeads; ++head) {
                    float *at = values + ((r * 3 + which) * heads + head) * 2 * half;
                    rotateRow(at, at + half, c + frame * half, s + frame * half, half);
                }
        }
    });
}

void gelu(at::Tensor &x) {
    const OperatorScope scope("ishowtts::gelu", x);
    if (!direct(x)) {
        x = at::gelu(x, "tanh");
        return;
    }
    float *values = x.data_ptr<float>();
    forRows(x, [=](std::int64_t at, std::int64_t d) { geluRow(values + at, d); });
}

} // namespace engine::model
