#include "engine/model/dit.h"

#include <algorithm>
#include <cmath>

#include "engine/clip.h"
#include "engine/error.h"
#include "engine/model/attention.h"
#include "engine/model/kernels.h"

namespace engine::model {
namespace {

// Upstream's trainer stores the averaged weights under ema_model.; other tools drop one or both prefixes.
std::string prefixOf(const Weights &weights) {
    for (const char *prefix : {"ema_model.transformer.", "transformer.", "ema_model.module.transformer.", ""})
        if (weights.contains(std::string(prefix) + "proj_out.weight"))
            return prefix;
    throw badInput(weights.file().string() + " holds no F5-TTS model: the tensor proj_out.weight is missing.",
                   "Choose a checkpoint of F5-TTS (DiT); vocoders and other models cannot speak by themselves.");
}

std::int64_t headDimOf(const WeightSource &source, const ModelFlags &flags) {
    const std::int64_t inner = source.shape("transformer_blocks.0.attn.to_q.weight").at(0);
    const std::int64_t headDim = source.contains("rotary_embed.inv_freq")
                                     ? 2 * source.shape("rotary_embed.inv_freq").at(0)
                                     : std::int64_t(flags.headDim);
    if (headDim < 2 || headDim % 2 != 0 || inner % headDim != 0)
        throw badInput(source.file() + ": " + std::to_string(inner) +
                           " attention channels do not divide into heads of " + std::to_string(headDim) + ".",
                       "Check dim_head in the model's configuration.");
    return headDim;
}

// Rotary embedding pairs neighbouring channels. Sorting each head's channels into even and odd ones turns the pairs
// into two contiguous halves; queries and keys are sorted alike, so their products stay the same.
at::Tensor evenOddOrder(std::int64_t heads, std::int64_t headDim) {
    at::Tensor order = at::empty({heads * headDim}, at::kLong);
    std::int64_t *at = order.data_ptr<std::int64_t>();
    for (std::int64_t head = 0; head < heads; ++head)
        for (std::int64_t i = 0; i < headDim; ++i)
            at[head * headDim + i] = head * headDim + (i < headDim / 2 ? 2 * i : 2 * i - headDim + 1);
    return order;
}

} // namespace

Dit::Dit(const Weights &weights, const ModelFlags &flags, const Arithmetic &arithmetic)
    : Dit(WeightSource(weights, prefixOf(weights), arithmetic), flags) {}

Dit::Dit(const WeightSource &source, const ModelFlags &flags)
    : m_arithmetic(source.arithmetic()), m_dim(source.shape("norm_out.linear.bias").at(0) / 2),
      m_headDim(headDimOf(source, flags)),
      m_heads(source.shape("transformer_blocks.0.attn.to_q.weight").at(0) / m_headDim),
      m_ropeHeads(flags.ropeHeads > 0 ? std::min<std::int64_t>(flags.ropeHeads, m_heads) : m_heads),
      m_parameters(source.elements()), m_text(source.under("text_embed"), flags),
      m_time(source.under("time_embed"), m_dim), m_position(source.under("input_embed.conv_pos_embed"), m_dim) {
    m_inverseFrequencies =
        source.contains("rotary_embed.inv_freq")
            ? source.tensor("rotary_embed.inv_freq", {m_headDim / 2})
            : 1.0 / at::pow(10000.0,
                            at::arange(0, m_headDim, 2, at::TensorOptions(at::kFloat).device(m_arithmetic.device)) /
                                double(m_headDim));
    const at::Tensor proj = source.matrix("input_embed.proj.weight", {m_dim, 2 * kMelBands + m_text.width()});
    m_inputX = Linear(proj.narrow(1, 0, kMelBands).contiguous(), at::Tensor());
    m_inputFixed = Linear(proj.narrow(1, kMelBands, kMelBands + m_text.width()).contiguous(),
                          source.matrix("input_embed.proj.bias", {m_dim}));
    for (int i = 0; source.contains("transformer_blocks." + std::to_string(i) + ".attn.to_q.weight"); ++i)
        m_blocks.push_back(readBlock(source.under("transformer_blocks." + std::to_string(i))));
    m_lastWeight = source.tensor("norm_out.linear.weight", {2 * m_dim, m_dim});
    m_lastBias = source.tensor("norm_out.linear.bias", {2 * m_dim});
    if (source.contains("long_skip_connection.weight"))
        m_longSkip = Linear(source.matrix("long_skip_connection.weight", {m_dim, 2 * m_dim}), at::Tensor());
    m_out = Linear(source, "proj_out", m_dim, kMelBands);
}

Dit::Block Dit::readBlock(const WeightSource &source) const {
    const std::int64_t inner = m_heads * m_headDim;
    Block block;
    block.modulationWeight = source.tensor("attn_norm.linear.weight", {6 * m_dim, m_dim});
    block.modulationBias = source.tensor("attn_norm.linear.bias", {6 * m_dim});
    const at::Tensor order = evenOddOrder(m_heads, m_headDim).to(m_arithmetic.device);
    const auto sorted = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
        return source.matrix(name, shape).index_select(0, order);
    };
    block.qkv = Linear(at::cat({sorted("attn.to_q.weight", {inner, m_dim}), sorted("attn.to_k.weight", {inner, m_dim}),
                                source.matrix("attn.to_v.weight", {inner, m_dim})}),
                       at::cat({sorted("attn.to_q.bias", {inner}), sorted("attn.to_k.bias", {inner}),
                                source.matrix("attn.to_v.bias", {inner})}));
    if (source.contains("attn.q_norm.weight")) {
        const at::Tensor headOrder = order.narrow(0, 0, m_headDim);
        block.queryNorm = source.tensor("attn.q_norm.weight", {m_headDim}).index_select(0, headOrder);
        block.keyNorm = source.tensor("attn.k_norm.weight", {m_headDim}).index_select(0, headOrder);
    }
    block.out = Linear(source, "attn.to_out.0", inner, m_dim);
    const std::int64_t wide = source.shape("ff.ff.0.0.bias").at(0);
    block.ff1 = Linear(source, "ff.ff.0.0", m_dim, wide);
    block.ff2 = Linear(source, "ff.ff.2", wide, m_dim);
    return block;
}

Dit::Condition Dit::condition(const at::Tensor &reference, const std::vector<std::int64_t> &ids, std::int64_t frames,
                              const std::vector<std::int64_t> &tokenOfFrame, bool guided) const {
    const at::Tensor text = m_text(ids, frames, tokenOfFrame, guided);
    at::Tensor mel = at::zeros({text.size(0), frames, kMelBands}, text.options());
    mel[0].narrow(0, 0, reference.size(0)).copy_(reference);
    Condition result;
    result.projected = m_inputFixed(at::cat({mel, text}, -1));
    const at::Tensor angle = at::outer(at::arange(frames, text.options()), m_inverseFrequencies);
    result.cosine = angle.cos().contiguous();
    result.sine = angle.sin().contiguous();
    return result;
}

Dit::Modulation Dit::modulation(const at::Tensor &times) const {
    const at::Tensor t = at::silu(m_time(times));
    Modulation result;
    for (const Block &block : m_blocks)
        result.blocks.push_back(at::linear(t, block.modulationWeight, block.modulationBias));
    result.last = at::linear(t, m_lastWeight, m_lastBias);
    return result;
}

at::Tensor Dit::attend(const Block &block, const at::Tensor &x, const Condition &condition) const {
    const std::int64_t b = x.size(0), n = x.size(1);
    at::Tensor qkv = block.qkv(x).view({b, n, 3, m_heads, m_headDim});
    if (block.queryNorm.defined()) {
        const auto normed = [&](std::int64_t which, const at::Tensor &weight) {
            at::Tensor part = qkv.select(2, which);
            part.copy_(part * at::rsqrt(part.square().mean({-1}, true) + 1e-6) * weight);
        };
        normed(0, block.queryNorm);
        normed(1, block.keyNorm);
    }
    rotate(qkv, condition.cosine, condition.sine, m_ropeHeads);
    return block.out(attention(qkv, m_arithmetic.matrix));
}

at::Tensor Dit::operator()(const at::Tensor &x, const Condition &condition, const Modulation &modulation,
                           std::int64_t step, const std::stop_token &stop) const {
    at::Tensor h = condition.projected + m_inputX(x).unsqueeze(0);
    h = (m_position(h) + h).contiguous();
    const at::Tensor residual = m_longSkip.weight.defined() ? h.clone() : at::Tensor();
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        if (stop.stop_requested())
            throw Stopped();
        const Block &block = m_blocks[i];
        // shift, scale, gate of the attention, then of the feed-forward part
        const std::vector<at::Tensor> m = modulation.blocks[i][step].chunk(6);
        const at::Tensor attended = attend(block, modulatedNorm(h, m[0], m[1]), condition);
        at::Tensor wide = block.ff1(addGatedThenNorm(h, m[2], attended, m[3], m[4]));
        gelu(wide);
        addGated(h, m[5], block.ff2(wide));
    }
    if (residual.defined())
        h = m_longSkip(at::cat({h, residual}, -1));
    const std::vector<at::Tensor> last = modulation.last[step].chunk(2); // scale first here
    return m_out(modulatedNorm(h, last[1], last[0]));
}

} // namespace engine::model
