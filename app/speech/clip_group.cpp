#include "app/speech/clip_group.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace app::speech {

namespace {

constexpr float kGlide = 1.0F / ClipGroup::kCrossFade;

const std::array<float, ClipGroup::kCrossFade + 1> &rising() {
    static const auto table = [] {
        std::array<float, ClipGroup::kCrossFade + 1> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = float((1 - std::cos(std::numbers::pi * double(i) / ClipGroup::kCrossFade)) / 2);
        return values;
    }();
    return table;
}

float approach(float value, float target) {
    return value + std::clamp(target - value, -kGlide, kGlide);
}

std::size_t sizeOf(const engine::ClipPtr &clip) {
    return clip ? clip->samples.size() : 0;
}

} // namespace

ClipGroup::ClipGroup(std::span<const GroupClip> clips, int heard) {
    auto kept = std::make_shared<std::vector<engine::ClipPtr>>();
    for (const GroupClip &one : clips.first(std::min(clips.size(), kMost))) {
        m_gainsWanted[kept->size()] = float(one.gain);
        kept->push_back(one.clip);
        m_size = std::max(m_size, sizeOf(one.clip));
    }
    m_clips = std::move(kept);
    m_gains = m_gainsWanted;
    m_heard = inRange(heard);
}

int ClipGroup::inRange(int index) const {
    return std::clamp(index, 0, std::max(int(m_clips->size()) - 1, 0));
}

void ClipGroup::hear(int index) {
    if (inRange(index) == m_heard)
        return;
    Numbers now{};
    for (std::size_t i = 0; i < m_clips->size(); ++i)
        now[i] = weight(i);
    m_before = now;
    m_heard = inRange(index);
    m_step = 0;
}

void ClipGroup::setGains(std::span<const double> gains) {
    const std::size_t count = std::min(gains.size(), m_clips->size());
    std::transform(gains.begin(), gains.begin() + std::ptrdiff_t(count), m_gainsWanted.begin(),
                   [](double gain) { return float(gain); });
}

float ClipGroup::weight(std::size_t index) const {
    const float risen = rising()[std::size_t(m_step)];
    return m_before[index] * (1.0F - risen) + (int(index) == m_heard ? risen : 0.0F);
}

// A shorter one fades out by itself; the end of the longest is the track's business.
float ClipGroup::sampleOf(std::size_t index, std::size_t position) const {
    const engine::ClipPtr &clip = (*m_clips)[index];
    const std::size_t own = sizeOf(clip);
    if (position >= own)
        return 0.0F;
    const float edge = own < m_size ? std::min(1.0F, float(own - position) * kGlide) : 1.0F;
    return clip->samples[position] * edge * m_gains[index];
}

float ClipGroup::at(std::size_t position) {
    for (std::size_t i = 0; i < m_clips->size(); ++i)
        m_gains[i] = approach(m_gains[i], m_gainsWanted[i]);
    if (m_step < kCrossFade)
        ++m_step;
    if (m_step == kCrossFade)
        return m_clips->empty() ? 0.0F : sampleOf(std::size_t(m_heard), position);
    float sum = 0.0F;
    for (std::size_t i = 0; i < m_clips->size(); ++i) {
        if (const float share = weight(i); share != 0.0F)
            sum += sampleOf(i, position) * share;
    }
    return sum;
}

} // namespace app::speech
