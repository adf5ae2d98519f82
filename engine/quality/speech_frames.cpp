#include "engine/quality/speech_frames.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/error.h"

namespace engine::quality {

namespace {

constexpr double kDigitalSilence = 1e-10; // mean square: -100 dBFS
constexpr std::size_t kWindowSteps = 5;
constexpr double kQuietShare = 0.03;     // of a stretch: what is heard between its words
constexpr double kStretchesShare = 0.35; // of the stretches: some have no pause
constexpr std::size_t kSecond = 100;     // steps
constexpr std::size_t kStretch = 150;
constexpr std::size_t kHop = 10;
constexpr double kLoudShare = 0.3;      // of the loudest second is as loud, at least
constexpr double kSpoken = 0.03;        // 15 dB below the loud moments: surely speech
constexpr double kSteady = 2.0;         // 3 dB
constexpr double kLeastDynamicDb = 4.5; // between the quiet and the loud of a recording with speech
constexpr double kDeepestDb = 40;       // below the loud moments nothing counts as speech
constexpr std::size_t kShortestSound = 3;
constexpr std::size_t kAlone = 10; // steps on both sides of a click

double quantile(std::vector<double> values, double share) {
    const auto at = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Of 50 ms each, as geometric means: one in which a word begins or fades is still as quiet as most of it. 0: there is
// digital silence in it.
std::vector<double> windowPowers(const std::vector<double> &powers) {
    std::vector<double> windows(powers.size() < kWindowSteps ? 0 : powers.size() - kWindowSteps + 1);
    for (std::size_t step = 0; step < windows.size(); ++step) {
        const auto from = powers.begin() + std::ptrdiff_t(step), to = from + kWindowSteps;
        if (!std::all_of(from, to, [](double power) { return power > kDigitalSilence; }))
            continue;
        const double logarithms =
            std::accumulate(from, to, 0.0, [](double sum, double power) { return sum + std::log(power); });
        windows[step] = std::exp(logarithms / kWindowSteps);
    }
    return windows;
}

// Of the loudest second: a sentence in an hour is as loud as one alone. A bang is shorter than what counts.
double loudest(const std::vector<double> &powers) {
    double best = 0;
    const std::size_t length = std::min(kSecond, powers.size());
    for (std::size_t from = 0; from + length <= powers.size(); from += kHop) {
        const auto begin = powers.begin() + std::ptrdiff_t(from);
        best = std::max(best, quantile({begin, begin + std::ptrdiff_t(length)}, 1 - kLoudShare));
    }
    return best;
}

// What lies between the words, where words are: a quiet lead or a pause that was cut in says nothing about them.
class Surroundings {
public:
    Surroundings(const std::vector<double> &powers, const std::vector<double> &windows, double loud)
        : m_powers(powers), m_windows(windows), m_near(powers.size()) {
        std::vector<double> votes;
        const std::size_t length = std::min(kStretch, powers.size());
        for (std::size_t from = 0; from + length <= powers.size(); from += kHop) {
            if (!isSpoken(from, from + length, loud))
                continue;
            std::fill_n(m_near.begin() + std::ptrdiff_t(from), length, true);
            std::vector<double> sounding;
            for (std::size_t step = from; step < std::min(from + length, windows.size()); ++step) {
                if (windows[step] > 0)
                    sounding.push_back(windows[step]);
            }
            if (sounding.empty())
                continue;
            votes.push_back(quantile(std::move(sounding), kQuietShare));
        }
        std::vector<double> all;
        for (std::size_t step = 0; step < windows.size(); ++step) {
            if (m_near[step] && windows[step] > 0)
                all.push_back(windows[step]);
        }
        if (all.empty())
            return;
        m_quiet = quantile(std::move(all), kQuietShare);
        // What is quiet only beside the words was cut in or faded in; what most stretches hold is their noise, unless
        // it is loud or hardly occurs: then it is speech that fades.
        const double usual = quantile(std::move(votes), kStretchesShare);
        if (usual > m_quiet * kSteady && usual < loud * kFaint && isSteady(usual) &&
            !isBetweenWords(m_quiet * kSteady, loud))
            m_quiet = usual;
    }

    double noise(double loud) const {
        if (isSilentBetween(loud))
            return std::pow(10, kFloorDb / 10);
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t step = 0; step < m_windows.size(); ++step) {
            if (m_near[step] && m_windows[step] > m_quiet * kFarBelow && m_windows[step] <= m_quiet * kSteady) {
                sum += m_windows[step];
                ++count;
            }
        }
        return count > 0 ? sum / double(count) : m_quiet;
    }

private:
    bool isSpoken(std::size_t from, std::size_t to, double loud) const {
        const auto spoken =
            std::count_if(m_powers.begin() + std::ptrdiff_t(from), m_powers.begin() + std::ptrdiff_t(to),
                          [&](double power) { return power >= loud * kSpoken; });
        return double(spoken) >= 0.2 * double(to - from);
    }

    // In a twentieth of the stretches with speech, 50 ms as quiet as that have speech before and behind them.
    bool isBetweenWords(double quiet, double loud) const {
        std::size_t stretches = 0, found = 0;
        const std::size_t length = std::min(kStretch, m_powers.size());
        for (std::size_t from = 0; from + length <= m_powers.size(); from += kHop) {
            if (!isSpoken(from, from + length, loud))
                continue;
            std::size_t first = from, last = from + length - 1;
            while (m_powers[first] < loud * kSpoken)
                ++first;
            while (m_powers[last] < loud * kSpoken)
                --last;
            std::size_t between = 0;
            for (std::size_t step = first; step + kWindowSteps <= last; ++step)
                between += m_windows[step] > 0 && m_windows[step] <= quiet;
            ++stretches;
            found += between > 0;
        }
        return double(found) >= 0.05 * double(stretches);
    }

    bool isSteady(double level) const {
        std::size_t sounding = 0, steady = 0;
        for (std::size_t step = 0; step < m_windows.size(); ++step) {
            sounding += m_near[step] && m_windows[step] > 0;
            steady += m_near[step] && m_windows[step] > level / 2 && m_windows[step] < level * 2;
        }
        return double(steady) >= 0.15 * double(sounding);
    }

    // Made-up and gated recordings are silent between the words: what is quiet elsewhere is speech that fades.
    bool isSilentBetween(double loud) const {
        constexpr double kNear = 0.01; // 20 dB below what is loud: no noise that ends where the words end
        std::size_t steps = 0, silent = 0;
        for (std::size_t step = 0; step < m_powers.size(); ++step) {
            steps += m_near[step];
            silent += m_near[step] && m_powers[step] <= kDigitalSilence;
        }
        return double(silent) > 0.03 * double(steps) && (!isSteady(m_quiet) || m_quiet > kNear * loud);
    }

    static constexpr double kFarBelow = 0.1; // 10 dB
    static constexpr double kFaint = 0.03;   // 15 dB

    const std::vector<double> &m_powers;
    const std::vector<double> &m_windows;
    std::vector<bool> m_near; // speech
    double m_quiet = 0;
};

void dropClicks(std::vector<bool> &speech) {
    for (std::size_t from = 0; from < speech.size();) {
        if (!speech[from]) {
            ++from;
            continue;
        }
        std::size_t to = from;
        while (to < speech.size() && speech[to])
            ++to;
        const auto silentBetween = [&](std::size_t begin, std::size_t end) {
            return std::none_of(speech.begin() + std::ptrdiff_t(begin), speech.begin() + std::ptrdiff_t(end),
                                [](bool heard) { return heard; });
        };
        if (to - from < kShortestSound && silentBetween(from > kAlone ? from - kAlone : 0, from) &&
            silentBetween(to, std::min(to + kAlone, speech.size())))
            std::fill(speech.begin() + std::ptrdiff_t(from), speech.begin() + std::ptrdiff_t(to), false);
        from = to;
    }
}

} // namespace

// Without what lies below 20 Hz: offsets and steps on the floor.
std::vector<double> stepPowers(const Clip &clip) {
    const std::size_t length = std::size_t(std::lround(clip.sampleRate * kStepSeconds));
    const double kept = std::exp(-2 * std::numbers::pi * 20 / clip.sampleRate);
    double before = clip.samples.empty() ? 0 : double(clip.samples.front());
    double filtered = 0;
    std::vector<double> powers(clip.samples.size() / length);
    for (std::size_t step = 0; step < powers.size(); ++step) {
        double squares = 0;
        bool constant = true;
        for (std::size_t i = step * length; i < (step + 1) * length; ++i) {
            const double sample = double(clip.samples[i]);
            constant = constant && sample == before;
            filtered = sample - before + kept * filtered;
            before = sample;
            squares += filtered * filtered;
        }
        powers[step] = constant ? 0 : squares / double(length);
    }
    return powers;
}

double decibels(double power) {
    return power > 0 ? std::max(kFloorDb, 10 * std::log10(power)) : kFloorDb;
}

std::vector<Stretch> SpeechFrames::stretches(std::size_t shortestGap) const {
    std::vector<Stretch> found;
    for (std::size_t step = 0; step < speech.size(); ++step) {
        if (!speech[step])
            continue;
        if (found.empty() || step - found.back().to >= shortestGap)
            found.push_back({step, step + 1});
        else
            found.back().to = step + 1;
    }
    return found;
}

SpeechFrames findSpeech(const Clip &clip) {
    SpeechFrames frames;
    frames.power = stepPowers(clip);
    frames.speech.assign(frames.power.size(), false);
    const std::vector<double> windows = windowPowers(frames.power);
    if (std::none_of(windows.begin(), windows.end(), [](double power) { return power > 0; }))
        return frames;

    const double loud = loudest(frames.power);
    const double noise = Surroundings(frames.power, windows, loud).noise(loud);
    const double noiseDb = decibels(noise), loudDb = decibels(loud);
    if (loudDb - noiseDb < kLeastDynamicDb)
        return frames;

    const double threshold = std::max(noiseDb + std::min(10.0, (loudDb - noiseDb) / 2), loudDb - kDeepestDb);
    for (std::size_t step = 0; step < frames.power.size(); ++step)
        frames.speech[step] = decibels(frames.power[step]) > threshold;
    dropClicks(frames.speech);

    double sum = 0;
    std::size_t count = 0;
    for (std::size_t step = 0; step < frames.power.size(); ++step) {
        if (frames.speech[step]) {
            sum += frames.power[step];
            ++count;
        }
    }
    if (count > 0) {
        frames.noisePower = noise;
        frames.speechPower = sum / double(count);
    }
    return frames;
}

void requireMeasurable(const Clip &clip) {
    if (clip.sampleRate < 4000 || clip.sampleRate > 192000)
        throw badInput("The recording has a sample rate of " + std::to_string(clip.sampleRate) +
                           " Hz; 4000 to 192000 Hz can be measured.",
                       "Save it with 24000 or 48000 Hz.");
    if (!std::all_of(clip.samples.begin(), clip.samples.end(), [](float sample) { return std::isfinite(sample); }))
        throw badInput("The recording holds samples that are not numbers.", "Export it again as 16-bit WAV.");
}

} // namespace engine::quality
