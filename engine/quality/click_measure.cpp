#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

// What linear prediction leaves of the wave holds little of a vowel and all of a step or a lone sample. It is compared
// with what it reaches nearby: the pulses of a voice come back every 2 to 15 ms and a burst of breath lasts longer than
// 2 ms, a click stands alone. (Vaseghi, Advanced Digital Signal Processing and Noise Reduction, "Impulsive noise".)
constexpr std::size_t kBlock = 2 * kMillisecond;
constexpr std::size_t kReach = 25; // blocks to either side
constexpr std::size_t kHigher = 2; // of them may be as high: other clicks, and where this one rings
constexpr double kAudibleDb = 26;  // below the speech's level; quieter ones are not heard
constexpr double kLimit = 4.0;     // times the third highest of them; good takes reach 2.0, creaking voices 3.9

struct Peaks {
    std::vector<double> height;     // of each block
    std::vector<std::size_t> where; // sample
};

Peaks peaksOf(const std::vector<double> &wave) {
    const std::size_t blocks = wave.size() / kBlock;
    Peaks peaks{std::vector<double>(blocks), std::vector<std::size_t>(blocks)};
    for (std::size_t i = 0; i < blocks * kBlock; ++i) {
        const std::size_t block = i / kBlock;
        if (std::abs(wave[i]) > peaks.height[block]) {
            peaks.height[block] = std::abs(wave[i]);
            peaks.where[block] = i;
        }
    }
    return peaks;
}

// What cannot be foretold from the samples before: linear prediction by the autocorrelation of 40 ms (Levinson and
// Durbin), anew every 20 ms.
std::vector<double> unforetold(const std::vector<float> &samples) {
    constexpr std::size_t kOrder = 16, kHop = 20 * kMillisecond, kWindow = 2 * kHop;
    constexpr double kWhite = 1e-4; // of the power, so that empty bands do not count
    std::vector<double> rest(samples.size());
    std::array<double, kWindow> windowed{};
    for (std::size_t begin = 0; begin < samples.size(); begin += kHop) {
        for (std::size_t i = 0; i < kWindow; ++i) {
            const std::size_t at = begin + i;
            const bool inside = at >= kHop / 2 && at - kHop / 2 < samples.size();
            const double shape = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (double(i) + 0.5) / kWindow);
            windowed[i] = inside ? shape * double(samples[at - kHop / 2]) : 0;
        }
        std::array<double, kOrder + 1> correlation{}, filter{};
        for (std::size_t lag = 0; lag <= kOrder; ++lag) {
            for (std::size_t i = lag; i < kWindow; ++i)
                correlation[lag] += windowed[i] * windowed[i - lag];
        }
        filter[0] = 1;
        double error = correlation[0] * (1 + kWhite);
        for (std::size_t order = 1; order <= kOrder && error > 1e-12; ++order) {
            double sum = 0;
            for (std::size_t i = 0; i < order; ++i)
                sum += filter[i] * correlation[order - i];
            const double reflection = -sum / error;
            std::array<double, kOrder + 1> next = filter;
            for (std::size_t i = 1; i <= order; ++i)
                next[i] += reflection * filter[order - i];
            filter = next;
            error *= 1 - reflection * reflection;
        }
        for (std::size_t at = std::max(begin, kOrder); at < std::min(begin + kHop, samples.size()); ++at) {
            for (std::size_t i = 0; i <= kOrder; ++i)
                rest[at] += filter[i] * double(samples[at - i]);
        }
    }
    return rest;
}

// How far a block's peak stands out of those around it.
double standsOut(const Peaks &peaks, std::size_t block, double audible) {
    std::array<double, 2 * kReach> near{};
    std::size_t count = 0;
    const std::size_t first = block > kReach ? block - kReach : 0;
    const std::size_t last = std::min(peaks.height.size() - 1, block + kReach);
    for (std::size_t other = first; other <= last; ++other) {
        // A click at the border of its block is in the next one, too.
        const bool isBefore = other + 1 == block && peaks.where[block] < block * kBlock + kMillisecond;
        const bool isAfter = other == block + 1 && peaks.where[block] + kMillisecond >= other * kBlock;
        if (other != block && !isBefore && !isAfter)
            near[count++] = peaks.height[other];
    }
    std::nth_element(near.begin(), near.begin() + kHigher, near.begin() + std::ptrdiff_t(count), std::greater<>());
    return peaks.height[block] / std::max(near[kHigher], audible / 8);
}

} // namespace

std::vector<Doubt> findClicks(const TakeSound &take) {
    std::vector<Doubt> doubts;
    if (take.clip.samples.size() < 2 * kReach * kBlock || take.speechDb <= kFloorDb)
        return doubts;
    const Peaks peaks = peaksOf(unforetold(take.clip.samples));
    const double audible = std::pow(10, (take.speechDb - kAudibleDb) / 20);
    for (std::size_t block = 0; block < peaks.height.size(); ++block) {
        if (peaks.height[block] < audible)
            continue;
        const double ratio = standsOut(peaks, block, audible);
        if (ratio < kLimit)
            continue;
        const double seconds = double(peaks.where[block]) / kSampleRate;
        Doubt doubt{DoubtKind::Click,
                    std::max(0.0, seconds - 0.001),
                    seconds + 0.001,
                    surenessOf(ratio, kLimit),
                    "There is a click: the wave jumps " + figure(ratio, 1) + " times as far as around it.",
                    "Speak it again with another seed."};
        if (!doubts.empty() && doubt.fromSeconds - doubts.back().toSeconds < 0.005) { // it is the same one
            doubts.back().toSeconds = doubt.toSeconds;
            if (doubt.sureness > doubts.back().sureness) {
                doubts.back().sureness = doubt.sureness;
                doubts.back().reason = std::move(doubt.reason);
            }
        } else {
            doubts.push_back(std::move(doubt));
        }
    }
    return doubts;
}

} // namespace engine::quality
