#include "engine/model/vocos.h"

#include <ATen/ops/hann_window.h>
#include <ATen/ops/istft.h>

#include <fstream>

#include "engine/clip.h"
#include "engine/error.h"
#include "engine/model/dit.h"

namespace engine::model {
namespace {

// The weights do not tell how the inverse transform is padded; the configuration beside them does.
void refuseOtherPadding(const std::filesystem::path &config) {
    std::ifstream in(config);
    for (std::string line; std::getline(in, line);)
        if (line.find("padding:") != std::string::npos && line.find("same") != std::string::npos)
            throw badInput(config.string() + ": this vocoder uses padding \"same\".",
                           "F5-TTS needs the Vocos with padding \"center\" (charactr/vocos-mel-24khz).");
}

} // namespace

Vocos::Vocos(const Weights &weights, const std::filesystem::path &config, const at::Device &device)
    : Vocos(WeightSource(weights, "", Arithmetic{device, at::kFloat, false})) {
    if (!config.empty())
        refuseOtherPadding(config);
}

Vocos::Vocos(const WeightSource &source)
    : m_dim(source.extent("backbone.embed.bias")), m_parameters(source.elements()),
      m_embedWeight(source.tensor("backbone.embed.weight", {m_dim, kMelBands, 7})),
      m_embedBias(source.tensor("backbone.embed.bias", {m_dim})), m_norm(source, "backbone.norm", m_dim),
      m_finalNorm(source, "backbone.final_layer_norm", m_dim), m_out(source.linear("head.out", m_dim, 1026)) {
    for (int i = 0; source.contains("backbone.convnext." + std::to_string(i) + ".gamma"); ++i) {
        const WeightSource scope = source.under("backbone.convnext." + std::to_string(i));
        const std::int64_t inner = scope.extent("pwconv1.bias");
        m_blocks.push_back({DepthwiseConv(scope, "dwconv", m_dim), LayerNorm(scope, "norm", m_dim),
                            scope.linear("pwconv1", m_dim, inner), scope.linear("pwconv2", inner, m_dim),
                            scope.tensor("gamma", {m_dim})});
    }
    m_window = source.contains("head.istft.window")
                   ? source.tensor("head.istft.window", {1024})
                   : at::hann_window(1024, at::TensorOptions(at::kFloat).device(source.arithmetic().device));
}

at::Tensor Vocos::operator()(const at::Tensor &mel) const {
    at::Tensor x = at::conv1d(mel.t().unsqueeze(0), m_embedWeight, m_embedBias, 1, 3);
    x = m_norm(x.transpose(1, 2));
    for (const Block &block : m_blocks)
        x = x + block.gamma * block.pwconv2(at::gelu(block.pwconv1(block.norm(block.dwconv(x)))));
    x = m_out(m_finalNorm(x)).transpose(1, 2);
    const at::Tensor magnitude = at::exp(x.narrow(1, 0, 513)).clamp_max(100.0);
    const at::Tensor phase = x.narrow(1, 513, 513);
    const at::Tensor spectrum = at::complex(magnitude * phase.cos(), magnitude * phase.sin());
    return at::istft(spectrum, 1024, kHopLength, 1024, m_window, true)[0].cpu();
}

} // namespace engine::model
