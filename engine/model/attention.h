// Softmax(Q Kᵀ / √headDim) V for all heads. qkv [b, n, 3, heads, headDim] → out [b, n, heads · headDim], fp32.
#pragma once

#include "engine/model/torch_headers.h"

namespace engine::model {

// Room for the keys and values of one head in the order the CPU code reads them: floats per head.
std::int64_t attentionRoom(std::int64_t frames, std::int64_t headDim);

// room: at least b · heads · attentionRoom floats; overwritten. Given from outside so that the memory is touched once.
void attention(at::Tensor &out, const at::Tensor &qkv, at::Tensor &room, at::ScalarType matrix);

} // namespace engine::model
