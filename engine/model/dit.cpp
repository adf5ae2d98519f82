#include "engine/model/dit.h"

#include <ATen/Parallel.h>
#include <malloc.h>

#include <algorithm>
#include <cmath>

#include "engine/clip.h"
#include "engine/error.h"
#include "engine/model/attention.h"
#include "engine/model/kernels.h"

namespace engine::model {
namespace {

// The last layer's bias holds a scale and a shift for every channel.
std::int64_t dimOf(const WeightSource &source) {
    const std::int64_t both = source.extent("norm_out.linear.bias");
    if (both % 2 != 0)
        throw badInput(source.file() + ": norm_out.linear.bias has the odd length " + std::to_string(both) + ".",
                       "This is no F5-TTS checkpoint of a known form.");
    return both / 2;
}

// Tensors and configuration that belong to different models, and what this engine does not compute.
void refuseOtherModels(const WeightSource &source, const ModelFlags &flags) {
    if (source.contains("long_skip_connection.weight"))
        throw badInput(source.file() + ": the model has a long skip connection, which is not supported.",
                       "Use a checkpoint that was trained without it, as all of upstream's are.");
    const bool norm = source.contains("transformer_blocks.0.attn.q_norm.weight");
    const bool expected = !flags.qkNorm.empty();
    if (norm != expected && !flags.isGuess)
        throw badInput(source.file() + (norm ? " normalises queries and keys, but " : " has no q_norm, but ") +
                           flags.source + " says qk_norm " + (expected ? flags.qkNorm : std::string("null")) + ".",
                       "Put the configuration there that this checkpoint was trained with.");
}

std::int64_t headDimOf(const WeightSource &source, const ModelFlags &flags) {
    const std::int64_t inner = source.extent("transformer_blocks.0.attn.to_q.weight");
    const std::int64_t headDim = source.contains("rotary_embed.inv_freq") ? 2 * source.extent("rotary_embed.inv_freq")
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

// What was needed to bring a block into its form goes back to the system; glibc would keep as much as the model has.
void returnMemory() {
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

} // namespace

Dit::Dit(const Weights &weights, const ModelFlags &flags, const Arithmetic &arithmetic)
    : Dit(WeightSource(weights, ditPrefix(weights), arithmetic), flags) {}

Dit::Dit(const WeightSource &source, const ModelFlags &flags)
    : m_arithmetic(source.arithmetic()), m_dim(dimOf(source)), m_headDim(headDimOf(source, flags)),
      m_heads(source.extent("transformer_blocks.0.attn.to_q.weight") / m_headDim),
      m_wide(source.extent("transformer_blocks.0.ff.ff.0.0.bias")),
      m_ropeHeads(flags.ropeHeads > 0 ? std::min<std::int64_t>(flags.ropeHeads, m_heads) : m_heads),
      m_parameters(source.elements()), m_text(source.under("text_embed"), flags),
      m_time(source.under("time_embed"), m_dim), m_position(source.under("input_embed.conv_pos_embed"), m_dim) {
    refuseOtherModels(source, flags);
    m_inverseFrequencies =
        source.contains("rotary_embed.inv_freq")
            ? source.exact("rotary_embed.inv_freq", {m_headDim / 2})
            : 1.0 / at::pow(10000.0,
                            at::arange(0, m_headDim, 2, at::TensorOptions(at::kFloat).device(m_arithmetic.device)) /
                                double(m_headDim));
    const at::Tensor proj = source.matrix("input_embed.proj.weight", {m_dim, 2 * kMelBands + m_text.width()});
    m_inputX = Linear(proj.narrow(1, 0, kMelBands).contiguous(), at::Tensor());
    m_inputFixed = Linear(proj.narrow(1, kMelBands, kMelBands + m_text.width()).contiguous(),
                          source.matrix("input_embed.proj.bias", {m_dim}));
    for (int i = 0; source.contains("transformer_blocks." + std::to_string(i) + ".attn.to_q.weight"); ++i) {
        m_blocks.push_back(readBlock(source.under("transformer_blocks." + std::to_string(i))));
        returnMemory();
    }
    m_lastWeight = source.tensor("norm_out.linear.weight", {2 * m_dim, m_dim});
    m_lastBias = source.tensor("norm_out.linear.bias", {2 * m_dim});
    m_out = source.linear("proj_out", m_dim, kMelBands);
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
    block.out = source.linear("attn.to_out.0", inner, m_dim);
    block.ff1 = source.linear("ff.ff.0.0", m_dim, m_wide);
    block.ff2 = source.linear("ff.ff.2", m_wide, m_dim);
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

Dit::Scratch Dit::scratch(const Condition &condition) const {
    const std::int64_t b = condition.projected.size(0), n = condition.projected.size(1), inner = m_heads * m_headDim;
    const auto room = [&](std::int64_t width) { return at::empty({b, n, width}, condition.projected.options()); };
    return {room(m_dim),
            room(m_dim),
            room(3 * inner),
            room(inner),
            room(m_dim),
            room(m_wide),
            at::empty({b, m_heads * attentionRoom(n, m_headDim)}, condition.projected.options())};
}

void Dit::attend(const Block &block, Scratch &scratch, const Condition &condition) const {
    block.qkv.into(scratch.qkv, scratch.normed);
    at::Tensor qkv = scratch.qkv.view({scratch.qkv.size(0), scratch.qkv.size(1), 3, m_heads, m_headDim});
    if (block.queryNorm.defined()) {
        const auto normed = [&](std::int64_t which, const at::Tensor &weight) {
            at::Tensor part = qkv.select(2, which);
            part.copy_(part * at::rsqrt(part.square().mean({-1}, true) + 1e-6) * weight);
        };
        normed(0, block.queryNorm);
        normed(1, block.keyNorm);
    }
    rotate(qkv, condition.cosine, condition.sine, m_ropeHeads);
    attention(scratch.attended, qkv, scratch.attentionRoom, m_arithmetic.matrix);
    block.out.into(scratch.projected, scratch.attended);
}

void Dit::forward(at::Tensor &flow, const at::Tensor &given, const Condition &condition, const Modulation &modulation,
                  std::int64_t step, const Scratch &scratch, std::int64_t begin, std::int64_t end,
                  const std::stop_token &stop) const {
    const auto part = [&](const at::Tensor &all) { return all.narrow(0, begin, end - begin); };
    Scratch s{part(scratch.h),         part(scratch.normed), part(scratch.qkv),          part(scratch.attended),
              part(scratch.projected), part(scratch.wide),   part(scratch.attentionRoom)};
    at::add_out(s.h, part(condition.projected), given.unsqueeze(0));
    s.h.add_(m_position(s.h));
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        if (stop.stop_requested())
            throw Stopped();
        const Block &block = m_blocks[i];
        // shift, scale, gate of the attention, then of the feed-forward part
        const std::vector<at::Tensor> m = modulation.blocks[i][step].chunk(6);
        modulatedNorm(s.normed, s.h, m[0], m[1]);
        attend(block, s, condition);
        addGatedThenNorm(s.normed, s.h, m[2], s.projected, m[3], m[4]);
        block.ff1.into(s.wide, s.normed);
        gelu(s.wide);
        block.ff2.into(s.projected, s.wide);
        addGated(s.h, m[5], s.projected);
    }
    const std::vector<at::Tensor> last = modulation.last[step].chunk(2); // scale first here
    modulatedNorm(s.normed, s.h, last[1], last[0]);
    at::Tensor result = part(flow);
    m_out.into(result, s.normed);
}

at::Tensor Dit::operator()(const at::Tensor &x, const Condition &condition, const Modulation &modulation,
                           std::int64_t step, Scratch &scratch, const std::stop_token &stop) const {
    const std::int64_t b = condition.projected.size(0);
    const at::Tensor given = m_inputX(x);
    at::Tensor flow = at::empty({b, x.size(0), kMelBands}, x.options());
    const bool besideEachOther = x.is_cpu() && b == 2 && (at::get_num_threads() == 2 || at::get_num_threads() == 3);
    if (!besideEachOther) {
        forward(flow, given, condition, modulation, step, scratch, 0, b, stop);
        return flow;
    }
    at::parallel_for(0, b, 1, [&](std::int64_t begin, std::int64_t end) {
        const c10::InferenceMode inference; // not inherited by the threads of a parallel region
        forward(flow, given, condition, modulation, step, scratch, begin, end, stop);
    });
    return flow;
}

} // namespace engine::model
