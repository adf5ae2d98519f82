#include "engine/distances/pitch_candidates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/clip.h"
#include "engine/distances/pitch_track.h"

namespace engine::distances {

namespace {

constexpr std::size_t kShortest = std::size_t(kSampleRate / kHighestPitch); // periods, samples
constexpr std::size_t kLongest = std::size_t(kSampleRate / kLowestPitch);
constexpr std::size_t kPeriods = kLongest - kShortest + 1;
constexpr std::size_t kThresholds = 100;
constexpr double kDecay = 2;       // of Boltzmann's distribution: earlier troughs are likelier
constexpr double kNoTrough = 0.01; // probability of the deepest one where none is below the threshold
constexpr double kTiny = std::numeric_limits<double>::min();

// YIN's difference of each period from kShortest on, over its mean up to there.
std::array<double, kPeriods> normalisedDifferences(std::span<const double> frame) {
    const auto correlation = [&](std::size_t lag) {
        double sum = 0;
        for (std::size_t i = lag; i < frame.size(); ++i)
            sum += frame[i] * frame[i - lag];
        return sum;
    };
    std::array<double, kPeriods> normalised{};
    const double power = correlation(0);
    double energy = 0, sum = 0;
    for (std::size_t period = 1; period <= kLongest; ++period) {
        energy += frame[period - 1] * frame[period - 1];
        const double difference = 2 * (power - correlation(period)) - energy;
        sum += difference;
        if (period >= kShortest)
            normalised[period - kShortest] = difference / (sum / double(period) + kTiny);
    }
    return normalised;
}

// How likely each threshold is: the beta distribution with 2 and 18, whose sum up to x is this.
const std::array<double, kThresholds> &thresholdShares() {
    static const auto shares = [] {
        const auto upTo = [](double x) { return 1 - std::pow(1 - x, 19) - 19 * x * std::pow(1 - x, 18); };
        std::array<double, kThresholds> made{};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = upTo(double(i + 1) / kThresholds) - upTo(double(i) / kThresholds);
        return made;
    }();
    return shares;
}

// Of each trough, how likely it is the period. Ascending; heights below the first threshold are below all.
std::vector<double> troughProbabilities(const std::vector<double> &heights) {
    std::vector<double> probabilities(heights.size());
    const auto deepest = std::size_t(std::min_element(heights.begin(), heights.end()) - heights.begin());
    double withoutTrough = 0;
    for (std::size_t i = 0; i < kThresholds; ++i) {
        const double threshold = double(i + 1) / kThresholds, share = thresholdShares()[i];
        const auto below =
            double(std::count_if(heights.begin(), heights.end(), [&](double height) { return height < threshold; }));
        const double whole = (1 - std::exp(-kDecay)) / (1 - std::exp(-kDecay * below));
        double position = 0;
        for (std::size_t trough = 0; trough < heights.size(); ++trough) {
            if (heights[trough] < threshold)
                probabilities[trough] += share * whole * std::exp(-kDecay * position++);
        }
        if (heights[deepest] >= threshold)
            withoutTrough += share;
    }
    probabilities[deepest] += kNoTrough * withoutTrough;
    return probabilities;
}

// Where the parabola through three values turns, from the middle one on.
double turningPoint(double before, double here, double after) {
    const double bend = after + before - 2 * here, slope = (after - before) / 2;
    return std::abs(slope) >= std::abs(bend) ? 0 : -slope / bend;
}

constexpr int kStates = 2 * kPitchBins; // voiced bins, then unvoiced ones
constexpr int kReach = 25;              // bins from one frame to the next: 35.92 octaves a second

// log of the probability to go from a bin to one that lies `apart` from it, over both kinds of switching.
struct Transitions {
    std::array<double, kPitchBins> whole{}; // sum of the triangle's part that lies inside
    Transitions() {
        for (int from = 0; from < kPitchBins; ++from) {
            for (int to = std::max(0, from - kReach); to <= std::min(kPitchBins - 1, from + kReach); ++to)
                whole[std::size_t(from)] += triangle(to - from);
        }
    }
    static double triangle(int apart) { return 1 - std::abs(apart) / double(kReach + 1); }
    double logarithm(int from, int to, bool isSwitch) const {
        return std::log((isSwitch ? 0.01 : 0.99) * triangle(to - from) / whole[std::size_t(from)] + kTiny);
    }
};

// [bin][reach], of staying voiced (or unvoiced) and of switching: what logarithm() says for from = bin - kReach + i.
struct TransitionTable {
    static constexpr std::size_t kWidth = 2 * kReach + 1;
    std::vector<double> stay, change; // kPitchBins × kWidth; -infinity outside
    TransitionTable() : stay(kPitchBins * kWidth, -INFINITY), change(kPitchBins * kWidth, -INFINITY) {
        const Transitions transitions;
        for (int to = 0; to < kPitchBins; ++to) {
            for (int from = std::max(0, to - kReach); from <= std::min(kPitchBins - 1, to + kReach); ++from) {
                const std::size_t at = std::size_t(to) * kWidth + std::size_t(from - to + kReach);
                stay[at] = transitions.logarithm(from, to, false);
                change[at] = transitions.logarithm(from, to, true);
            }
        }
    }
};

std::vector<double> observations(const std::vector<PitchCandidate> &candidates) { // logarithms, kStates
    std::vector<double> seen(kStates, std::log(kTiny));
    double voiced = 0;
    for (const PitchCandidate &candidate : candidates) {
        seen[std::size_t(candidate.bin)] = std::log(candidate.probability + kTiny);
        voiced += candidate.probability;
    }
    const double unvoiced = (1 - std::clamp(voiced, 0.0, 1.0)) / kPitchBins;
    std::fill(seen.begin() + kPitchBins, seen.end(), std::log(unvoiced + kTiny));
    return seen;
}

} // namespace

std::vector<PitchCandidate> pitchCandidates(std::span<const double> frame) {
    const std::array<double, kPeriods> values = normalisedDifferences(frame);
    std::vector<std::size_t> troughs;
    std::vector<double> heights;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool isTrough = i == 0
                                  ? values[0] < values[1]
                                  : values[i] < values[i - 1] && (i + 1 == values.size() || values[i] <= values[i + 1]);
        if (isTrough) {
            troughs.push_back(i);
            heights.push_back(values[i]);
        }
    }
    if (troughs.empty())
        return {};
    const std::vector<double> probabilities = troughProbabilities(heights);
    std::vector<PitchCandidate> candidates;
    for (std::size_t i = 0; i < troughs.size(); ++i) {
        if (probabilities[i] == 0)
            continue;
        const std::size_t at = troughs[i];
        const double shift =
            at == 0 || at + 1 == values.size() ? 0 : turningPoint(values[at - 1], values[at], values[at + 1]);
        const double hertz = kSampleRate / (double(kShortest + at) + shift);
        const int bin = pitchBin(hertz);
        if (bin >= kPitchBins)
            continue; // above the highest pitch
        // Of two in one bin the later counts.
        std::erase_if(candidates, [&](const PitchCandidate &other) { return other.bin == bin; });
        candidates.push_back({bin, hertz, probabilities[i]});
    }
    return candidates;
}

std::vector<int> likeliestBins(const std::vector<std::vector<PitchCandidate>> &frames) {
    static const TransitionTable table;
    const double never = std::log(kTiny); // what librosa takes for a probability of 0
    std::vector<int> bins(frames.size(), -1);
    if (frames.empty())
        return bins;
    std::vector<double> value = observations(frames[0]), next(kStates);
    for (double &each : value)
        each += std::log(1.0 / kStates + kTiny);
    std::vector<std::uint16_t> from(frames.size() * kStates);
    for (std::size_t frame = 1; frame < frames.size(); ++frame) {
        const std::vector<double> seen = observations(frames[frame]);
        const auto best = std::size_t(std::max_element(value.begin(), value.end()) - value.begin());
        for (int state = 0; state < kStates; ++state) {
            const int bin = state % kPitchBins;
            const bool isVoiced = state < kPitchBins;
            double highest = value[best] + never; // from anywhere
            std::size_t origin = best;
            for (const bool fromVoiced : {true, false}) {
                const std::vector<double> &row = fromVoiced == isVoiced ? table.stay : table.change;
                const int first = std::max(0, bin - kReach), last = std::min(kPitchBins - 1, bin + kReach);
                const std::size_t offset = fromVoiced ? 0 : kPitchBins;
                const double *logs = row.data() + std::size_t(bin) * TransitionTable::kWidth;
                for (int other = first; other <= last; ++other) {
                    const double reached = value[offset + std::size_t(other)] + logs[other - bin + kReach];
                    if (reached > highest) {
                        highest = reached;
                        origin = offset + std::size_t(other);
                    }
                }
            }
            next[std::size_t(state)] = highest + seen[std::size_t(state)];
            from[frame * kStates + std::size_t(state)] = std::uint16_t(origin);
        }
        value.swap(next);
    }
    auto state = std::size_t(std::max_element(value.begin(), value.end()) - value.begin());
    for (std::size_t frame = frames.size(); frame-- > 0;) {
        bins[frame] = state < kPitchBins ? int(state) : -1;
        state = from[frame * kStates + state];
    }
    return bins;
}

} // namespace engine::distances
