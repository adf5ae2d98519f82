// The diffusion transformer: noised mel, reference mel and text in, flow out.
// Source: f5_tts/model/backbones/dit.py, f5_tts/model/modules.py DiTBlock; sizes follow from the tensor shapes.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "engine/model/layers.h"
#include "engine/model/text_encoder.h"

namespace engine::model {

// Thrown between two transformer blocks when the stop token was triggered; never leaves the engine.
struct Stopped {};

class Dit {
public:
    // weights: keys ema_model.transformer.* or transformer.* or bare.
    Dit(const Weights &weights, const ModelFlags &flags, const Arithmetic &arithmetic);

    // What stays the same over all steps of one chunk: text and reference already projected. [b, frames, dim], b = 2
    // with guidance (the second half has neither text nor reference), else 1.
    struct Condition {
        at::Tensor projected;
        at::Tensor cosine, sine; // rotary tables [frames, headDim / 2]
    };
    // reference [n, 100] with n < frames.
    Condition condition(const at::Tensor &reference, const std::vector<std::int64_t> &ids, std::int64_t frames,
                        const std::vector<std::int64_t> &tokenOfFrame, bool guided) const;

    // Shift, scale and gate of every block at every time: computed once for all steps.
    struct Modulation {
        std::vector<at::Tensor> blocks; // per block [steps, 6 × dim]
        at::Tensor last;                // [steps, 2 × dim]
    };
    Modulation modulation(const at::Tensor &times) const; // times [steps]

    // Intermediate results of one forward pass, [b, frames, …]. Made once for all steps, so that their memory is
    // touched for the first time only once.
    struct Scratch {
        at::Tensor h, normed, qkv, attended, projected, wide, attentionRoom;
    };
    Scratch scratch(const Condition &condition) const;

    // The flow at one step. x [frames, 100] → [b, frames, 100]. With guidance and two or three threads the halves of
    // the batch run beside each other, each on one thread without a meeting point before the end.
    at::Tensor operator()(const at::Tensor &x, const Condition &condition, const Modulation &modulation,
                          std::int64_t step, Scratch &scratch, const std::stop_token &stop) const;

    std::int64_t vocabularySize() const { return m_text.vocabularySize(); }
    std::int64_t parameters() const { return m_parameters; }
    const at::Device &device() const { return m_arithmetic.device; }

private:
    struct Block {
        at::Tensor modulationWeight, modulationBias; // fp32
        Linear qkv;                                  // queries, keys, values in one product
        at::Tensor queryNorm, keyNorm;               // [headDim] or undefined
        Linear out, ff1, ff2;
    };
    Dit(const WeightSource &source, const ModelFlags &flags);
    Block readBlock(const WeightSource &source) const;
    // Batch items from `begin` to `end` of `flow`. given [frames, dim]: the projected x.
    void forward(at::Tensor &flow, const at::Tensor &given, const Condition &condition, const Modulation &modulation,
                 std::int64_t step, const Scratch &scratch, std::int64_t begin, std::int64_t end,
                 const std::stop_token &stop) const;
    // scratch.normed → scratch.projected
    void attend(const Block &block, Scratch &scratch, const Condition &condition) const;

    Arithmetic m_arithmetic;
    std::int64_t m_dim;
    std::int64_t m_headDim;
    std::int64_t m_heads;
    std::int64_t m_wide; // of the feed-forward part
    std::int64_t m_ropeHeads;
    std::int64_t m_parameters = 0;
    TextEncoder m_text;
    TimestepEmbedding m_time;
    at::Tensor m_inverseFrequencies; // [headDim / 2]
    Linear m_inputX, m_inputFixed;   // input_embed.proj, split into the part that changes per step and the rest
    ConvPositionEmbedding m_position;
    std::vector<Block> m_blocks;
    at::Tensor m_lastWeight, m_lastBias;
    Linear m_out;
};

} // namespace engine::model
