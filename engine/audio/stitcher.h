// Joins the waves of consecutive chunks with a linear cross-fade, as upstream's infer_batch_process
// (f5_tts/infer/utils_infer.py), but as a stream: the tail that the next chunk will fade into is held back. The
// concatenation of everything handed out equals the one-shot result sample by sample. One thread at a time.
#pragma once

#include <vector>

namespace engine::audio {

class Stitcher {
public:
    // Upstream's 0.15 s are 3600 samples; 0 joins without a fade.
    explicit Stitcher(int crossFadeSamples) : m_crossFade(crossFadeSamples > 0 ? crossFadeSamples : 0) {}

    // The samples that are final after this chunk; `last` releases the held-back tail and starts afresh.
    // A chunk may be shorter than the fade, even empty: the fade shrinks to what both sides have.
    std::vector<float> push(const std::vector<float> &wave, bool last);

private:
    int m_crossFade;
    std::vector<double> m_tail; // the last min(m_crossFade, everything so far) samples; faded in double as numpy does
};

} // namespace engine::audio
