// The grouped convolution of the position embedding, 31 wide, with Mish behind it.
#pragma once

#include "engine/model/torch_headers.h"

namespace engine::model {

class PositionConv {
public:
    PositionConv() = default;
    // weight [dim, dim / groups, 31] as in the checkpoint, bias [dim].
    PositionConv(at::Tensor weight, at::Tensor bias, std::int64_t groups);

    // x [b, n, dim] fp32 → mish(conv(x)), the same shape and format.
    at::Tensor operator()(const at::Tensor &x) const;

private:
    at::Tensor m_weight, m_bias;
    at::Tensor m_packed; // [groups, dim/groups/16, 31, dim/groups, 16] on a CPU with fp32, else undefined
    std::int64_t m_groups = 1;
};

} // namespace engine::model
