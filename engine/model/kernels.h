// Element-wise work between the matrix products. On a CPU each function is one pass over memory; elsewhere LibTorch's
// own operators run. Vectors [d] are fp32 and contiguous; x is fp32 [rows…, d].
#pragma once

#include "engine/model/torch_headers.h"

namespace engine::model {

// y = norm(x) · (1 + scale) + shift, norm over the last axis without weights, eps 1e-6.
void modulatedNorm(at::Tensor &y, const at::Tensor &x, const at::Tensor &shift, const at::Tensor &scale);

// x += gate · y, in place.
void addGated(at::Tensor &x, const at::Tensor &gate, const at::Tensor &y);

// addGated(x, gate, y), then `normed` = modulatedNorm of the result, in one pass.
void addGatedThenNorm(at::Tensor &normed, at::Tensor &x, const at::Tensor &gate, const at::Tensor &y,
                      const at::Tensor &shift, const at::Tensor &scale);

// Rotary embedding of the first `ropeHeads` heads of queries and keys, in place. qkv [b, n, 3, heads, headDim] with
// each head's even channels first and odd ones second (the weights are permuted so); cosine, sine [n, headDim / 2].
void rotate(at::Tensor &qkv, const at::Tensor &cosine, const at::Tensor &sine, std::int64_t ropeHeads);

// tanh form of GELU, in place.
void gelu(at::Tensor &x);

} // namespace engine::model
