// Mel to wave. Source: vocos 0.1.0 (models.py VocosBackbone, heads.py ISTFTHead with padding "center").
#pragma once

#include "engine/model/layers.h"
#include "engine/model_files.h"

namespace engine::model {

class Vocos {
public:
    // Always fp32: it costs little, and its phases need the digits.
    Vocos(const Weights &weights, const std::filesystem::path &config, const at::Device &device);

    // mel [frames, 100], frames ≥ 2 → wave of (frames - 1) · 256 samples, on the CPU.
    at::Tensor operator()(const at::Tensor &mel) const;

    std::int64_t parameters() const { return m_parameters; }

private:
    struct Block { // ConvNeXt
        DepthwiseConv dwconv;
        LayerNorm norm;
        Linear pwconv1, pwconv2;
        at::Tensor gamma;
    };

    Vocos(const WeightSource &source);

    std::int64_t m_dim;
    std::int64_t m_parameters;
    at::Tensor m_embedWeight, m_embedBias;
    LayerNorm m_norm;
    std::vector<Block> m_blocks;
    LayerNorm m_finalNorm;
    Linear m_out;
    at::Tensor m_window;
};

} // namespace engine::model
