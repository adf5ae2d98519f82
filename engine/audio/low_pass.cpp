#include "engine/audio/low_pass.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr double kAttenuation = 66; // dB, of the window; the sum of both edges keeps 60

// Modified Bessel function of the first kind, order 0.
double bessel(double x) {
    double sum = 1, term = 1;
    for (int k = 1; term > 1e-12 * sum; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

// Kaiser's own formulas: J. F. Kaiser, Nonrecursive digital filter design using the I0-sinh window function (1974).
std::vector<double> kernel(double from, double to) { // of the sample rate
    const double width = 2 * std::numbers::pi * (to - from);
    const auto half = std::size_t(std::ceil((kAttenuation - 7.95) / (2.285 * width) / 2));
    const double beta = 0.1102 * (kAttenuation - 8.7), middle = (from + to) / 2;
    std::vector<double> taps(2 * half + 1);
    double sum = 0;
    for (std::size_t i = 0; i < taps.size(); ++i) {
        const double place = double(i) - double(half), share = place / double(half);
        const double turn = 2 * std::numbers::pi * middle * place;
        const double sinc = place == 0 ? 2 * middle : 2 * middle * std::sin(turn) / turn;
        taps[i] = sinc * bessel(beta * std::sqrt(1 - share * share)) / bessel(beta);
        sum += taps[i];
    }
    for (double &tap : taps)
        tap /= sum;
    return taps;
}

} // namespace

Clip lowPassed(const Clip &clip, double cutoff) {
    const double edge = cutoff * 8 / 7;
    if (!(cutoff > 0) || !(edge < clip.sampleRate / 2.0))
        throw badInput("A sound at " + std::to_string(clip.sampleRate) + " Hz cannot be cut off where it was asked.",
                       "Choose a frequency below 7/16 of the sample rate.");
    const std::vector<double> taps = kernel(cutoff / clip.sampleRate, edge / clip.sampleRate);
    const std::size_t half = taps.size() / 2, size = clip.samples.size();
    Clip made{clip.sampleRate, std::vector<float>(size)};
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t first = i > half ? i - half : 0, last = std::min(i + half + 1, size);
        double sum = 0;
        for (std::size_t j = first; j < last; ++j)
            sum += taps[j + half - i] * double(clip.samples[j]);
        made.samples[i] = float(sum);
    }
    return made;
}

} // namespace engine::audio
