#include "engine/audio/pcm16.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace engine::audio {

int Pcm16::milliseconds() const {
    return int(std::nearbyint(1000.0 * (double(frames()) / sampleRate)));
}

std::size_t Pcm16::frameAt(int ms) const {
    return std::size_t(std::max(0.0, ms * (sampleRate / 1000.0)));
}

Pcm16 Pcm16::slice(int fromMs, int toMs) const {
    const int length = milliseconds();
    const std::size_t from = frameAt(std::min(fromMs, length));
    const std::size_t to = frameAt(std::min(toMs, length));
    Pcm16 part{sampleRate, channels, {}};
    if (from >= std::min(to, frames()))
        return part;
    const std::size_t width = std::size_t(channels);
    part.samples.assign(samples.begin() + std::ptrdiff_t(from * width),
                        samples.begin() + std::ptrdiff_t(std::min(to, frames()) * width));
    part.samples.resize((to - from) * width);
    return part;
}

int Pcm16::rms(int fromMs, int toMs) const {
    const int length = milliseconds();
    const std::size_t width = std::size_t(channels);
    const std::size_t from = frameAt(std::min(fromMs, length));
    const std::size_t to = frameAt(std::min(toMs, length));
    const std::size_t last = std::min(to, frames());
    if (from >= last)
        return 0;
    std::int64_t squares = 0;
    for (std::size_t i = from * width; i < last * width; ++i)
        squares += std::int64_t(samples[i]) * samples[i];
    return int(std::sqrt(double(squares) / double((to - from) * width)));
}

Pcm16 quantise(const Sound &sound) {
    Pcm16 pcm{sound.sampleRate, sound.channels, {}};
    pcm.samples.reserve(sound.interleaved.size());
    for (const float sample : sound.interleaved) {
        const double scaled = std::clamp(double(sample) * kFullScale, -kFullScale, kFullScale - 1);
        pcm.samples.push_back(std::int16_t(std::lrint(scaled)));
    }
    return pcm;
}

Pcm16 convertRate(const Pcm16 &pcm, int toRate) {
    if (pcm.sampleRate == toRate)
        return pcm;
    const int divisor = std::gcd(pcm.sampleRate, toRate);
    const int in = pcm.sampleRate / divisor;
    const int out = toRate / divisor;
    const std::size_t width = std::size_t(pcm.channels);
    // audioop interpolates with 16 more bits and then rounds down.
    constexpr double kFiner = 65536.0;

    Pcm16 result{toRate, pcm.channels, {}};
    result.samples.reserve(pcm.samples.size() * std::size_t(out) / std::size_t(in) + width);
    std::vector<std::int16_t> previous(width, 0);
    std::vector<std::int16_t> current(width, 0);
    std::int64_t distance = -out; // how far the next output lies before the current input frame, in 1/out frames
    for (std::size_t frame = 0; frame < pcm.frames(); ++frame) {
        previous = current;
        std::copy_n(pcm.samples.begin() + std::ptrdiff_t(frame * width), width, current.begin());
        for (distance += out; distance >= 0; distance -= in) {
            for (std::size_t channel = 0; channel < width; ++channel) {
                const double mixed = (previous[channel] * kFiner * double(distance) +
                                      current[channel] * kFiner * double(out - distance)) /
                                     out;
                result.samples.push_back(std::int16_t(std::int32_t(mixed) >> 16));
            }
        }
    }
    return result;
}

Pcm16 reversed(const Pcm16 &pcm) {
    return {pcm.sampleRate, pcm.channels, {pcm.samples.rbegin(), pcm.samples.rend()}};
}

} // namespace engine::audio
