// Joins the waves of consecutive chunks with a linear cross-fade, as upstream's infer_batch_process, but as a stream: the
// tail that the next chunk will fade into is held back. The concatenation of everything handed out equals the one-shot
// result sample by sample.
#pragma once

#include <vector>

namespace engine::audio {

class Stitcher {
public:
    explicit Stitcher(int crossFadeSamples) : m_crossFade(crossFadeSamples) {}

    // The samples that are final after this chunk; `last` releases the held-back tail.
    std::vector<float> push(const std::vector<float> &wave, bool last);

private:
    int m_crossFade;
    std::vector<float> m_tail;
};

} // namespace engine::audio
