#include "engine/audio/even_loudness.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "engine/audio/loudness.h"
#include "engine/clip.h"

namespace engine::audio {

namespace {

constexpr std::size_t kShortest = kSampleRate;
constexpr double kMostChange = 6; // dB

Loudness plainLoudness(const std::vector<float> &samples) {
    constexpr std::size_t step = kSampleRate / 100;
    std::vector<double> powers(samples.size() / step);
    double peak = 0;
    for (std::size_t i = 0; i < powers.size() * step; ++i) {
        powers[i / step] += double(samples[i]) * double(samples[i]) / step;
        peak = std::max(peak, std::abs(double(samples[i])));
    }
    std::sort(powers.begin(), powers.end(), std::greater());
    double sum = 0;
    for (std::size_t i = 0; i < powers.size() / 2; ++i)
        sum += powers[i];
    const double mean = sum / double(std::max<std::size_t>(powers.size() / 2, 1));
    return {mean > 1e-7 ? std::optional(10 * std::log10(mean)) : std::nullopt, 20 * std::log10(std::max(peak, 1e-9))};
}

} // namespace

double EvenLoudness::apply(std::vector<float> &wave) {
    if (wave.size() < kShortest)
        return 0;
    Clip clip{kSampleRate, std::move(wave)};
    const Loudness loudness = canMeasureLoudness() ? measureLoudness(clip) : plainLoudness(clip.samples);
    double change = 0;
    if (loudness.integrated) {
        if (!m_wanted)
            m_wanted = loudness.integrated;
        change = std::clamp(*m_wanted - *loudness.integrated, -kMostChange, kMostChange);
        change = std::min(change, std::max(kPeakCeiling - loudness.truePeak, 0.0));
        amplify(clip, change);
    }
    wave = std::move(clip.samples);
    return change;
}

} // namespace engine::audio
