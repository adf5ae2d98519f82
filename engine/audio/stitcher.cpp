#include "engine/audio/stitcher.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace engine::audio {

std::vector<float> Stitcher::push(const std::vector<float> &wave, bool last) {
    // The tail holds as much of the whole wave so far as a fade can ever reach, so its size stands for the wave's.
    const std::size_t overlap = std::min(m_tail.size(), wave.size());
    const double step = overlap > 1 ? 1.0 / double(overlap - 1) : 0.0;
    double *const faded = m_tail.data() + (m_tail.size() - overlap);
    for (std::size_t i = 0; i < overlap; ++i) {
        // Both ends of the ramp are exact, as numpy.linspace makes them.
        const bool end = overlap > 1 && i + 1 == overlap;
        const double in = end ? 1.0 : double(i) * step;
        const double out = end ? 0.0 : 1.0 - double(i) * step;
        faded[i] = faded[i] * out + double(wave[i]) * in;
    }
    m_tail.insert(m_tail.end(), wave.begin() + std::ptrdiff_t(overlap), wave.end());

    const std::size_t keep = last ? 0 : std::min(m_tail.size(), std::size_t(m_crossFade));
    const auto released = m_tail.begin() + std::ptrdiff_t(m_tail.size() - keep);
    std::vector<float> ready;
    ready.reserve(m_tail.size() - keep);
    std::transform(m_tail.begin(), released, std::back_inserter(ready), [](double x) { return float(x); });
    m_tail.erase(m_tail.begin(), released);
    return ready;
}

} // namespace engine::audio
