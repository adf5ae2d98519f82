#include <algorithm>
#include <cmath>

#include "engine/quality/reference_check.h"
#include "engine/quality/speech_frames.h"

namespace engine::quality {

namespace {

constexpr double kEnoughSnr = 45; // more is not heard
constexpr double kGoodSeconds = 9;
constexpr double kLengthCounts = 8;   // dB for a window of that length against none
constexpr double kClippingCosts = 30; // dB for the first clipped sample
constexpr double kUnheardCosts = 15;  // dB for a window without a pause between its words: nobody knows its noise
constexpr std::size_t kMostMargin = 15;
constexpr std::size_t kEnoughPause = 10;

std::size_t stepsOf(double seconds) {
    return std::size_t(std::lround(seconds / kStepSeconds));
}

// Sums up to each step, so that any window is looked at in constant time.
class Sums {
public:
    Sums(const SpeechFrames &frames, const std::vector<std::uint32_t> &clipped) : m_at(frames.power.size() + 1) {
        for (std::size_t step = 0; step < frames.power.size(); ++step) {
            Sum next = m_at[step];
            (frames.speech[step] ? next.speech : next.rest) += frames.power[step];
            next.speechSteps += frames.speech[step];
            next.clipped += clipped[step];
            m_at[step + 1] = next;
        }
    }

    // Without what is around its sounds, where there is a pause between them.
    Window window(std::size_t from, std::size_t to, const Stretch &sounds) const {
        Window whole = window(from, to);
        if (restSteps(sounds.from, sounds.to) >= kEnoughPause)
            whole.snrDb = window(sounds.from, sounds.to).snrDb;
        return whole;
    }
    Window window(std::size_t from, std::size_t to) const {
        const Sum &a = m_at[from], &b = m_at[to];
        const auto speechSteps = double(b.speechSteps - a.speechSteps);
        const double restSteps = double(to - from) - speechSteps;
        Window window{double(from) * kStepSeconds, double(to) * kStepSeconds, std::nullopt, b.clipped - a.clipped};
        if (speechSteps > 0 && restSteps > 0)
            window.snrDb = std::min(90.0, decibels((b.speech - a.speech) / speechSteps) -
                                              decibels(std::max(0.0, b.rest - a.rest) / restSteps));
        return window;
    }
    std::size_t restSteps(std::size_t from, std::size_t to) const {
        return to - from - (m_at[to].speechSteps - m_at[from].speechSteps);
    }
    double speechShare(std::size_t from, std::size_t to) const {
        return double(m_at[to].speechSteps - m_at[from].speechSteps) / double(std::max<std::size_t>(to - from, 1));
    }

private:
    struct Sum {
        double speech = 0;
        double rest = 0;
        std::size_t speechSteps = 0;
        std::size_t clipped = 0;
    };
    std::vector<Sum> m_at;
};

double score(const Window &window, double speechShare) {
    const double seconds = window.toSeconds - window.fromSeconds;
    double points = std::min(window.snrDb.value_or(0), kEnoughSnr);
    points += kLengthCounts * std::min(1.0, seconds / kGoodSeconds);
    points -= 10 * std::max(0.0, 0.5 - speechShare) / 0.5; // mostly silence
    if (window.clippedSamples > 0)
        points -= kClippingCosts + 10 * std::log10(double(window.clippedSamples));
    return points;
}

// With half of the pause on each side, at most 0.15 s: the cut lies in silence, and none of it is another word's.
std::optional<Window> bestBetweenPauses(const SpeechFrames &frames, const Sums &sums, std::size_t shortestGap) {
    const std::vector<Stretch> sounds = frames.stretches(shortestGap);
    const std::size_t end = frames.power.size();
    std::optional<Window> best;
    double bestScore = 0;
    for (std::size_t first = 0; first < sounds.size(); ++first) {
        const std::size_t before = first > 0 ? (sounds[first].from - sounds[first - 1].to) / 2 : sounds[first].from;
        const std::size_t from = sounds[first].from - std::min(before, kMostMargin);
        for (std::size_t last = first; last < sounds.size(); ++last) {
            const std::size_t after =
                last + 1 < sounds.size() ? (sounds[last + 1].from - sounds[last].to) / 2 : end - sounds[last].to;
            const std::size_t to = sounds[last].to + std::min(after, kMostMargin);
            if (to - from > stepsOf(kLongestWindow))
                break;
            if (to - from < stepsOf(kShortestWindow))
                continue;
            const Stretch inside{sounds[first].from, sounds[last].to};
            const Window window = sums.window(from, to, inside);
            const double unheard = sums.restSteps(inside.from, inside.to) < kEnoughPause ? kUnheardCosts : 0;
            const double points = score(window, sums.speechShare(from, to)) - unheard;
            if (!best || points > bestScore) {
                best = window;
                bestScore = points;
            }
        }
    }
    return best;
}

} // namespace

std::optional<Window> suggestWindow(const Clip &clip, const KnownClipping &before) {
    requireMeasurable(clip);
    const SpeechFrames frames = findSpeech(clip);
    const std::vector<Stretch> sounds = frames.stretches(1);
    if (sounds.empty())
        return std::nullopt;
    std::vector<std::uint32_t> clipped = clippedSamples(clip);
    for (const ClippedStep &each : before.steps) {
        if (each.step < clipped.size())
            clipped[each.step] = std::max(clipped[each.step], each.samples);
    }
    const Sums sums(frames, clipped);
    const std::size_t end = frames.power.size();
    if (clip.seconds() < kShortestWindow) {
        Window whole = sums.window(0, end);
        whole.toSeconds = clip.seconds();
        return whole;
    }
    for (const double gap : {0.3, 0.15, 0.08}) {
        if (const std::optional<Window> found = bestBetweenPauses(frames, sums, stepsOf(gap)))
            return found;
    }
    // Speech without a pause, or too little of it: what is around the first of it, as long as it may be.
    const std::size_t length = std::min(end, stepsOf(kLongestWindow));
    const std::size_t from = std::min(sounds.front().from - std::min(sounds.front().from, kMostMargin), end - length);
    const bool isAll = sounds.back().to - from <= length;
    const std::size_t needed = sounds.back().to - from + kMostMargin;
    Window window = sums.window(from, isAll ? std::min(end, from + std::clamp(needed, stepsOf(kShortestWindow), length))
                                            : from + length);
    window.inPauses = isAll;
    return window;
}

} // namespace engine::quality
