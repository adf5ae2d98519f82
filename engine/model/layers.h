// Building blocks: each is made from the named weights of a checkpoint and applied with the call operator. Names keep
// the checkpoint's spelling. Source: f5_tts/model/modules.py, vocos/modules.py.
#pragma once

#include <string>
#include <vector>

#include "engine/model/linear.h"
#include "engine/model/position_conv.h"
#include "engine/model/precision.h"
#include "engine/model/weights.h"

namespace engine::model {

// Hands out the tensors of one checkpoint, checked and converted.
class WeightSource {
public:
    WeightSource(const Weights &weights, std::string prefix, Arithmetic arithmetic)
        : m_weights(weights), m_prefix(std::move(prefix)), m_arithmetic(arithmetic) {}

    // fp32 on the device, rounded where the arithmetic asks for it. Error(BadInput) when the tensor is missing, has
    // other extents (-1 = any), or is not finite.
    at::Tensor tensor(const std::string &name, const std::vector<std::int64_t> &shape) const;
    // The same in the format of the matrix products.
    at::Tensor matrix(const std::string &name, const std::vector<std::int64_t> &shape) const;
    // The layer with NAME.weight [out, in] and NAME.bias [out].
    Linear linear(const std::string &name, std::int64_t in, std::int64_t out) const;
    // As stored, without the rounding of the weights: for constants that are no weights.
    at::Tensor exact(const std::string &name, const std::vector<std::int64_t> &shape) const;
    // Length of the first axis, at least 1. Error(BadInput) when the tensor is missing, a single number, or empty.
    std::int64_t extent(const std::string &name) const;
    bool contains(const std::string &name) const;
    std::int64_t elements() const; // of all tensors under the prefix
    WeightSource under(const std::string &scope) const { return {m_weights, m_prefix + scope + ".", m_arithmetic}; }
    const Arithmetic &arithmetic() const { return m_arithmetic; }
    std::string file() const { return m_weights.file().string(); }

private:
    const Weights &m_weights;
    std::string m_prefix;
    Arithmetic m_arithmetic;
};

struct LayerNorm { // over the last axis, eps 1e-6
    LayerNorm() = default;
    LayerNorm(const WeightSource &source, const std::string &name, std::int64_t dim);
    at::Tensor operator()(const at::Tensor &x) const;

    at::Tensor weight, bias;
};

// Depth-wise convolution over time, 7 wide. x [b, n, d].
struct DepthwiseConv {
    DepthwiseConv() = default;
    DepthwiseConv(const WeightSource &source, const std::string &name, std::int64_t dim);
    at::Tensor operator()(const at::Tensor &x) const;

    at::Tensor weight, bias;
};

// Text encoder block with global response normalisation (ConvNeXt V2). x [b, n, d].
struct ConvNeXtV2Block {
    ConvNeXtV2Block(const WeightSource &source, std::int64_t dim);
    at::Tensor operator()(const at::Tensor &x) const;

    DepthwiseConv dwconv;
    LayerNorm norm;
    Linear pwconv1, pwconv2;
    at::Tensor grnGamma, grnBeta;
};

// Two grouped convolutions, 31 wide, each followed by Mish. x [b, n, d].
struct ConvPositionEmbedding {
    ConvPositionEmbedding() = default;
    ConvPositionEmbedding(const WeightSource &source, std::int64_t dim);
    at::Tensor operator()(const at::Tensor &x) const;

    PositionConv conv[2];
};

// Sinusoid (256 wide, scale 1000) and two linear layers, always fp32. times [s] → [s, dim].
struct TimestepEmbedding {
    TimestepEmbedding() = default;
    TimestepEmbedding(const WeightSource &source, std::int64_t dim);
    at::Tensor operator()(const at::Tensor &times) const;

    at::Tensor weight[2], bias[2];
};

} // namespace engine::model
