#include "engine/audio/speech_shape.h"

#include <algorithm>
#include <cmath>

#include "engine/clip.h"

namespace engine::audio {

namespace {

constexpr std::size_t kShapeBlock = kSampleRate / 1000;
constexpr std::size_t kShapeWindow = 5; // blocks: one period of a deep voice is longer, its louder half is not
constexpr std::size_t kShortestPause = 100;
constexpr double kSilentPower = 1e-10; // mean square: -100 dBFS
constexpr double kMostNoise = 1e-2;
constexpr double kAboveNoise = 4;
constexpr double kQuietShare = 0.05;
constexpr double kSteadyShare = 0.1; // of the moments are within 3 dB of the quiet ones

double quantile(std::vector<double> values, double share) {
    const auto at = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::vector<double> blockPowers(const std::vector<float> &samples) {
    std::vector<double> powers((samples.size() + kShapeBlock - 1) / kShapeBlock);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double sample = std::isfinite(samples[i]) ? samples[i] : 0;
        powers[i / kShapeBlock] += sample * sample / kShapeBlock;
    }
    return powers;
}

// Mean of each window of blocks; as many as there are blocks, those at the end are shorter.
std::vector<double> windowPowers(const std::vector<double> &blocks) {
    std::vector<double> windows(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::size_t end = std::min(i + kShapeWindow, blocks.size());
        for (std::size_t j = i; j < end; ++j)
            windows[i] += blocks[j] / double(end - i);
    }
    return windows;
}

double threshold(const std::vector<double> &windows, double depth) {
    const double loud = quantile(windows, 0.9);
    const double quiet = quantile(windows, kQuietShare);
    const auto steady = std::count_if(windows.begin(), windows.end(),
                                      [&](double power) { return power > quiet / 2 && power < quiet * 2; });
    const bool noisy = double(steady) >= kSteadyShare * double(windows.size());
    const double least = std::max(loud * std::pow(10, -depth / 10), kSilentPower);
    return noisy ? std::clamp(quiet * kAboveNoise, least, std::max(loud * kMostNoise, least)) : least;
}

} // namespace

SpeechShape speechShape(const std::vector<float> &samples, double depth) {
    SpeechShape shape;
    if (samples.empty())
        return shape;
    const std::vector<double> blocks = blockPowers(samples), windows = windowPowers(blocks);
    const double least = threshold(windows, depth);
    std::size_t end = 0; // behind the last block with sound so far
    bool heard = false;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (windows[i] < least)
            continue;
        std::size_t first = i, last = std::min(i + kShapeWindow, blocks.size());
        while (first + 1 < last && blocks[first] < least)
            ++first;
        while (last > first + 1 && blocks[last - 1] < least)
            --last;
        if (!heard)
            shape.from = first * kShapeBlock;
        else if (first >= end + kShortestPause)
            shape.pauses.push_back((first - end) * kShapeBlock);
        heard = true;
        end = std::max(end, last);
    }
    shape.to = heard ? std::min(end * kShapeBlock, samples.size()) : shape.from;
    return shape;
}

} // namespace engine::audio
