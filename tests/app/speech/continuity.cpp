#include "tests/app/speech/continuity.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <random>
#include <utility>

namespace {

constexpr std::size_t kKey = 48; // samples

bool same(float one, float other) {
    return std::abs(one - other) < 1e-4F;
}

std::optional<std::size_t> placeOf(std::span<const float> key, std::span<const float> period) {
    for (std::size_t at = 0; at + key.size() <= period.size(); ++at) {
        if (same(key[0], period[at]) && std::equal(key.begin(), key.end(), period.begin() + std::ptrdiff_t(at), same))
            return at;
    }
    return std::nullopt;
}

} // namespace

engine::ClipPtr noise(double seconds) {
    auto clip = std::make_shared<engine::Clip>();
    std::mt19937 random(4);
    clip->samples.resize(std::size_t(seconds * clip->sampleRate));
    for (float &sample : clip->samples)
        sample = float(random() >> 8) / float(1 << 24) - 0.5F;
    return clip;
}

Continuity::Continuity(engine::ClipPtr period) : m_period(std::move(period)) {}

void Continuity::hear(std::span<const float> more) {
    for (const float sample : more) {
        ++m_recorded;
        if (m_found && same(sample, m_period->samples[m_place])) {
            m_place = (m_place + 1) % m_period->samples.size();
            ++m_heard;
            continue;
        }
        m_found = false;
        m_lost.push_back(sample);
        if (m_lost.size() - m_searched >= kKey)
            lookForPlace();
    }
}

// By the newest samples; then backwards, because the sound began again somewhere before them.
void Continuity::lookForPlace() {
    const auto key = std::span(m_lost).last(kKey);
    m_searched = m_lost.size();
    if (std::all_of(key.begin(), key.end(), [](float sample) { return sample == 0.0F; }))
        return;
    const auto &period = m_period->samples;
    const std::optional<std::size_t> place = placeOf(key, period);
    if (!place)
        return;
    std::size_t first = m_lost.size() - kKey;
    std::size_t from = *place;
    while (first > 0 && same(m_lost[first - 1], period[(from + period.size() - 1) % period.size()])) {
        from = (from + period.size() - 1) % period.size();
        --first;
    }
    if (m_begun) {
        const auto whole = std::ptrdiff_t(period.size());
        std::ptrdiff_t skipped = (std::ptrdiff_t(from) - std::ptrdiff_t(m_place) + whole) % whole;
        skipped = skipped > whole / 2 ? skipped - whole : skipped;
        m_breaks.push_back({double(m_recorded - m_lost.size()) / engine::kSampleRate,
                            double(first) / engine::kSampleRate, double(skipped) / engine::kSampleRate});
    }
    m_found = m_begun = true;
    m_place = (*place + kKey) % period.size();
    m_heard += m_lost.size() - first;
    m_lost.clear();
    m_searched = 0;
}

void Continuity::finish() {
    if (m_begun && !m_lost.empty())
        m_breaks.push_back(
            {double(m_recorded - m_lost.size()) / engine::kSampleRate, double(m_lost.size()) / engine::kSampleRate, 0});
    m_lost.clear();
    m_searched = 0;
    m_found = false;
}

double Continuity::secondsHeard() const {
    return double(m_heard) / engine::kSampleRate;
}
