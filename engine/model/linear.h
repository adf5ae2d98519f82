// y = x Wᵀ + b in the format of the matrix products, fp32 in and out.
#pragma once

#include <cstdint>

#include "engine/model/torch_headers.h"

namespace engine::model {

// True where our own product is faster than LibTorch's: x86-64 with AVX2 and without AVX-512. There the weights are
// kept in the order they are read, so that no call has to copy them first (`ishowtts bench` shows what it gains).
bool packsWeights();

class Linear {
public:
    Linear() = default;
    // weight [out, in], bias [out] or undefined, both in one format on one device. `packed` needs fp32 on the CPU.
    Linear(const at::Tensor &weight, const at::Tensor &bias);
    Linear(const at::Tensor &weight, const at::Tensor &bias, bool packed);

    at::Tensor operator()(const at::Tensor &x) const; // [rows…, in] → [rows…, out]
    // The same into memory that is there already. y and x contiguous, y fp32.
    void into(at::Tensor &y, const at::Tensor &x) const;

    bool defined() const { return m_out > 0; }

private:
    void multiply(float *y, const float *x, std::int64_t rows) const;

    std::int64_t m_in = 0, m_out = 0;
    at::Tensor m_weight; // [out, in]; undefined when packed
    at::Tensor m_packed; // strips of 16 outputs: [⌈out / 16⌉, in, 16]
    at::Tensor m_bias;   // [out] or undefined; packed: [⌈out / 16⌉ · 16]
};

} // namespace engine::model
