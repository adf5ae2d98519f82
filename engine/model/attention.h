// Softmax(Q Kᵀ / √headDim) V for all heads. qkv [b, n, 3, heads, headDim] → [b, n, heads · headDim], fp32 out.
#pragma once

#include "engine/model/torch_headers.h"

namespace engine::model {

at::Tensor attention(const at::Tensor &qkv, at::ScalarType matrix);

} // namespace engine::model
