// Tokens to one vector per mel frame. Source: f5_tts/model/backbones/dit.py TextEmbedding.
#pragma once

#include <vector>

#include "engine/model/layers.h"
#include "engine/model_files.h"

namespace engine::model {

class TextEncoder {
public:
    TextEncoder(const WeightSource &source, const ModelFlags &flags);

    // ids: vocabulary ids of the whole text (reference and new). frames: length of the mel.
    // tokenOfFrame: which token each frame belongs to, for models with average upsampling; empty = spread evenly.
    // Result [2, frames, width]: with the text, and with the text dropped; [1, …] when `withNull` is false.
    at::Tensor operator()(const std::vector<std::int64_t> &ids, std::int64_t frames,
                          const std::vector<std::int64_t> &tokenOfFrame, bool withNull) const;

    std::int64_t width() const { return m_embedding.size(1); }
    std::int64_t vocabularySize() const { return m_embedding.size(0) - 1; }

private:
    at::Tensor m_embedding; // [vocabulary + 1, width]; row 0 is the filler
    std::vector<ConvNeXtV2Block> m_blocks;
    bool m_maskPadding;
    bool m_averageUpsampling;
};

} // namespace engine::model
