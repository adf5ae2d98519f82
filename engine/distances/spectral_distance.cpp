#include "engine/distances/spectral_distance.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "engine/audio/power_spectra.h"
#include "engine/distances/mean_of_frames.h"

namespace engine::distances {

namespace {

constexpr std::size_t kSpectralWindow = 1024, kSpectralHop = 256, kSpectralBins = kSpectralWindow / 2 + 1;
constexpr double kFullScale =
    (kSpectralWindow / 4.0) * (kSpectralWindow / 4.0); // of a tone: half of the window's sum, squared
constexpr double kFloor = 1e-10 * kFullScale;

std::size_t framesOf(const Clip &clip) {
    return clip.samples.size() < kSpectralWindow ? 0 : (clip.samples.size() - kSpectralWindow) / kSpectralHop + 1;
}

std::vector<double> decibelsOf(const Clip &clip, std::size_t frames) { // [frames, kSpectralBins]
    std::vector<double> window(kSpectralWindow);
    for (std::size_t i = 0; i < kSpectralWindow; ++i)
        window[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * double(i) / kSpectralWindow);
    std::vector<double> values;
    values.reserve(frames * kSpectralBins);
    audio::powerSpectra(clip.samples, window, kSpectralHop, frames, [&](std::size_t, std::span<const double> powers) {
        for (const double power : powers)
            values.push_back(10 * std::log10(std::max(power, kFloor)));
    });
    return values;
}

} // namespace

std::optional<FrameDistance> spectralDistance(const Clip &take, const Clip &teacher) {
    requireComparable(take);
    requireComparable(teacher);
    MeanOfFrames mean(framesOf(take), framesOf(teacher));
    const std::vector<double> ours = decibelsOf(take, mean.paired()), theirs = decibelsOf(teacher, mean.paired());
    for (std::size_t frame = 0; frame < mean.paired(); ++frame) {
        double squares = 0;
        for (std::size_t at = frame * kSpectralBins; at < (frame + 1) * kSpectralBins; ++at)
            squares += (ours[at] - theirs[at]) * (ours[at] - theirs[at]);
        mean.add(std::sqrt(squares / kSpectralBins),
                 (double(frame * kSpectralHop) + kSpectralWindow / 2.0) / kSampleRate);
    }
    return mean.result();
}

} // namespace engine::distances
