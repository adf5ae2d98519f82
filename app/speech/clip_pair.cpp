#include "app/speech/clip_pair.h"

#include <algorithm>
#include <utility>

namespace app::speech {

namespace {

constexpr float kStep = 1.0F / ClipPair::kCrossFade;

float approach(float value, float target) {
    return value + std::clamp(target - value, -kStep, kStep);
}

std::size_t sizeOf(const engine::ClipPtr &clip) {
    return clip ? clip->samples.size() : 0;
}

} // namespace

ClipPair::ClipPair(engine::ClipPtr first, engine::ClipPtr second, PairGains gains, int heard)
    : m_first(std::move(first)), m_second(std::move(second)), m_wanted(gains), m_firstGain(float(gains.first)),
      m_secondGain(float(gains.second)), m_mix(heard == 0 ? 0.0F : 1.0F), m_mixWanted(m_mix) {}

std::size_t ClipPair::size() const {
    return std::max(sizeOf(m_first), sizeOf(m_second));
}

void ClipPair::hear(int side) {
    m_mixWanted = side == 0 ? 0.0F : 1.0F;
}

// The shorter one fades out by itself; the end of the longer one is the track's business.
float ClipPair::sampleOf(const engine::ClipPtr &clip, std::size_t position) const {
    const std::size_t own = sizeOf(clip);
    if (position >= own)
        return 0.0F;
    const float edge = own < size() ? std::min(1.0F, float(own - position) * kStep) : 1.0F;
    return clip->samples[position] * edge;
}

float ClipPair::at(std::size_t position) {
    m_firstGain = approach(m_firstGain, float(m_wanted.first));
    m_secondGain = approach(m_secondGain, float(m_wanted.second));
    m_mix = approach(m_mix, m_mixWanted);
    if (m_mix == 0.0F)
        return sampleOf(m_first, position) * m_firstGain;
    if (m_mix == 1.0F)
        return sampleOf(m_second, position) * m_secondGain;
    return sampleOf(m_first, position) * m_firstGain * (1.0F - m_mix) +
           sampleOf(m_second, position) * m_secondGain * m_mix;
}

} // namespace app::speech
