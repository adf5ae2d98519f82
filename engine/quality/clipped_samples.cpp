#include "engine/quality/clipped_samples.h"

#include <algorithm>
#include <cmath>

namespace engine::quality {

std::vector<std::uint32_t> clippedSamples(const Clip &clip) {
    constexpr float kFull = 0.9995f, kAbove = 1.0001f, kLeastPeak = 0.2f, kNear = 1 - 4e-5f;
    const std::vector<float> &samples = clip.samples;
    const std::size_t length = std::size_t(std::lround(clip.sampleRate * kStepSeconds));
    std::vector<std::uint32_t> perStep(samples.size() / length + 1);
    const double perEngineSample = double(clip.sampleRate) / kSampleRate;
    const std::size_t fullRun = std::size_t(std::lround(std::max(3.0, 3 * perEngineSample)));
    const std::size_t flatRun = std::size_t(std::lround(std::max(4.0, 4 * perEngineSample)));

    for (const float sign : {1.0f, -1.0f}) {
        float peak = 0;
        for (const float sample : samples)
            peak = std::max(peak, sign * sample);
        const float flat = peak > kLeastPeak ? peak * kNear : 2 * kAbove * std::max(peak, 1.0f);
        for (std::size_t from = 0; from < samples.size();) {
            const float level = sign * samples[from];
            if (level < std::min(flat, kFull)) {
                ++from;
                continue;
            }
            std::size_t to = from, full = 0, top = 0;
            for (; to < samples.size() && sign * samples[to] >= std::min(flat, kFull); ++to) {
                full += sign * samples[to] >= kFull;
                top += sign * samples[to] >= flat;
            }
            const bool run = full >= fullRun || top >= flatRun;
            for (std::size_t i = from; i < to; ++i) {
                if (run || sign * samples[i] > kAbove)
                    ++perStep[i / length];
            }
            from = to;
        }
    }
    return perStep;
}

std::size_t KnownClipping::samples() const {
    std::size_t sum = 0;
    for (const ClippedStep &each : steps)
        sum += each.samples;
    return sum;
}

std::uint32_t KnownClipping::clippedChannels() const {
    std::uint32_t some = 0;
    for (const ClippedStep &each : steps)
        some |= each.channels;
    return some;
}

KnownClipping KnownClipping::within(double fromSeconds, double toSeconds) const {
    KnownClipping part{sampleRate, {}, channels};
    const auto first = std::uint32_t(std::max(0.0, std::floor(fromSeconds / kStepSeconds)));
    for (const ClippedStep &each : steps) {
        if (each.step >= first && double(each.step) * kStepSeconds < toSeconds)
            part.steps.push_back({each.step - first, each.samples, each.channels});
    }
    return part;
}

} // namespace engine::quality
