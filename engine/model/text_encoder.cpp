#include "engine/model/text_encoder.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"

namespace engine::model {
namespace {

// Sinusoidal positions: cosines in the first half of the channels, sines in the second. [frames, width]
at::Tensor positions(std::int64_t frames, std::int64_t width, const at::Device &device) {
    const at::TensorOptions options = at::TensorOptions(at::kFloat).device(device);
    const at::Tensor rate = 1.0 / at::pow(10000.0, at::arange(0, width, 2, options) / double(width));
    const at::Tensor angle = at::outer(at::arange(frames, options), rate);
    return at::cat({angle.cos(), angle.sin()}, -1);
}

// Upstream's average upsampling: every token gets frames/tokens frames, the last ones one more.
std::vector<std::int64_t> evenSpread(std::int64_t tokens, std::int64_t frames) {
    std::vector<std::int64_t> tokenOfFrame;
    tokenOfFrame.reserve(std::size_t(frames));
    for (std::int64_t token = 0; token < tokens; ++token) {
        const std::int64_t repeats = frames / tokens + (token >= tokens - frames % tokens ? 1 : 0);
        tokenOfFrame.insert(tokenOfFrame.end(), std::size_t(repeats), token);
    }
    return tokenOfFrame;
}

} // namespace

TextEncoder::TextEncoder(const WeightSource &source, const ModelFlags &flags)
    : m_embedding(source.tensor("text_embed.weight", {-1, -1})), m_maskPadding(flags.textMaskPadding),
      m_averageUpsampling(flags.averageUpsampling) {
    if (m_embedding.size(0) < 2 || m_embedding.size(1) < 2)
        throw badInput(source.file() + ": the text embedding is empty.", "Choose a complete checkpoint.");
    for (int i = 0; source.contains("text_blocks." + std::to_string(i) + ".dwconv.weight"); ++i)
        m_blocks.emplace_back(source.under("text_blocks." + std::to_string(i)), width());
}

at::Tensor TextEncoder::operator()(const std::vector<std::int64_t> &ids, std::int64_t frames,
                                   const std::vector<std::int64_t> &tokenOfFrame, bool withNull) const {
    const std::int64_t tokens = std::min<std::int64_t>(std::int64_t(ids.size()), frames);
    const at::Device device = m_embedding.device();
    at::Tensor padded = at::zeros({frames}, at::kLong); // 0 is the filler
    for (std::int64_t i = 0; i < tokens; ++i)
        padded.data_ptr<std::int64_t>()[i] = ids[std::size_t(i)] + 1;
    padded = padded.to(device);
    const at::Tensor batch = withNull ? at::stack({padded, at::zeros_like(padded)}) : padded.unsqueeze(0);

    at::Tensor x = at::embedding(m_embedding, batch);
    // The mask follows the text even in the half where the text is dropped.
    const at::Tensor filler = (padded == 0).view({1, frames, 1});
    if (!m_blocks.empty()) {
        x = x + positions(frames, width(), device);
        if (m_maskPadding)
            x = x.masked_fill(filler, 0.0);
        for (const ConvNeXtV2Block &block : m_blocks) {
            x = block(x);
            if (m_maskPadding)
                x = x.masked_fill(filler, 0.0);
        }
    }
    if (m_averageUpsampling) {
        const std::vector<std::int64_t> index = tokenOfFrame.empty() ? evenSpread(tokens, frames) : tokenOfFrame;
        x = x.index_select(1, at::tensor(index, at::kLong).to(device));
    }
    return x;
}

} // namespace engine::model
