#include "engine/distances/cepstral_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include "engine/audio/power_spectra.h"
#include "engine/distances/time_warp.h"

namespace engine::distances {

namespace {

constexpr std::size_t kWindow = 768, kHop = 192, kBands = 20; // 32 and 8 ms
constexpr std::size_t kFirst = 1, kEnd = 16;                  // of the coefficients, the first one being number 0
constexpr std::size_t kRadius = 10;

// The first bins of the triangles' corners.
std::array<std::size_t, kBands + 2> corners() {
    const auto melOf = [](double hertz) { return 2595 * std::log10(1 + hertz / 700); };
    const double step = melOf(kSampleRate / 2.0) / (kBands + 1);
    std::array<std::size_t, kBands + 2> bins{};
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const double mel = i == bins.size() - 1 ? melOf(kSampleRate / 2.0) : double(i) * step;
        const double hertz = 700 * (std::pow(10.0, mel / 2595) - 1);
        bins[i] = std::size_t(std::floor((kWindow + 1) * hertz / kSampleRate));
    }
    return bins;
}

float peakOf(const Clip &clip) {
    float peak = 0;
    for (const float sample : clip.samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

// [frames, kBands], in Bel. In fp32 until the window, as the package computes what is stored as fp32.
Sequence bandsOf(const Clip &clip, float peak) {
    std::vector<float> samples = clip.samples;
    for (float &sample : samples)
        sample /= peak;
    static const std::array<std::size_t, kBands + 2> kCorners = corners();
    std::vector<double> window(kWindow);
    for (std::size_t i = 0; i < kWindow; ++i)
        window[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * double(i) / (kWindow - 1));
    // As the package counts: a frame that ends with the sound is left out.
    const std::size_t frames = (samples.size() - kWindow - 1) / kHop + 1;
    Sequence bands{kBands, {}};
    bands.values.reserve(frames * kBands);
    audio::powerSpectra(samples, window, kHop, frames, [&](std::size_t, std::span<const double> powers) {
        for (std::size_t band = 0; band < kBands; ++band) {
            const std::size_t left = kCorners[band], middle = kCorners[band + 1], right = kCorners[band + 2];
            double energy = 0;
            for (std::size_t bin = left; bin < middle; ++bin)
                energy += powers[bin] * double(bin - left) / double(middle - left);
            for (std::size_t bin = middle; bin < right; ++bin)
                energy += powers[bin] * double(right - bin) / double(right - middle);
            bands.values.push_back(std::log10(energy + std::numeric_limits<double>::epsilon()));
        }
    });
    return bands;
}

Sequence cepstraOf(const Sequence &bands) { // the coefficients that count
    Sequence cepstra{kEnd - kFirst, {}};
    cepstra.values.reserve(bands.frames() * cepstra.size);
    for (std::size_t frame = 0; frame < bands.frames(); ++frame) {
        for (std::size_t i = kFirst; i < kEnd; ++i) {
            double sum = 0;
            for (std::size_t band = 0; band < kBands; ++band)
                sum += std::cos(double(i + 1) * (double(band) + 0.5) * std::numbers::pi / kBands) *
                       bands.values[frame * kBands + band];
            cepstra.values.push_back(sum);
        }
    }
    return cepstra;
}

} // namespace

std::optional<CepstralDistance> cepstralDistance(const Clip &take, const Clip &teacher) {
    requireComparable(take);
    requireComparable(teacher);
    const float peak = peakOf(take), teachersPeak = peakOf(teacher);
    if (std::min(take.samples.size(), teacher.samples.size()) <= kWindow || peak <= 0 || teachersPeak <= 0)
        return std::nullopt;
    const Sequence ours = bandsOf(take, peak), theirs = bandsOf(teacher, teachersPeak);
    const auto path = warpPath(ours, theirs, kRadius);
    const Sequence first = cepstraOf(ours), second = cepstraOf(theirs);
    double sum = 0;
    for (const auto &[a, b] : path) {
        double squares = 0;
        for (std::size_t i = 0; i < first.size; ++i) {
            const double apart = first.values[a * first.size + i] - second.values[b * first.size + i];
            squares += apart * apart;
        }
        sum += std::sqrt(squares);
    }
    const double pairs = double(path.size());
    return CepstralDistance{sum / pairs, 2 - double(ours.frames() + theirs.frames()) / pairs};
}

} // namespace engine::distances
