#include "engine/quality/artifacts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/audio/loudness.h"
#include "engine/error.h"
#include "engine/quality/clipped_samples.h"
#include "engine/quality/take_measures.h"
#include "engine/text/characters.h"

namespace engine::quality {

namespace {

std::optional<double> truePeakOf(const Clip &take) {
    if (!audio::canMeasureLoudness())
        return std::nullopt;
    const double peak = audio::measureLoudness(take).truePeak;
    return std::isfinite(peak) ? std::optional(peak) : std::nullopt;
}

std::optional<double> endLevelOf(const Clip &take) {
    constexpr std::size_t kStep = 10 * kMillisecond, kWindow = 2 * kStep;
    const std::vector<float> &samples = take.samples;
    if (samples.size() < kWindow)
        return std::nullopt;
    const auto powerFrom = [&](std::size_t from) {
        double power = 0;
        for (std::size_t i = from; i < from + kWindow; ++i)
            power += double(samples[i]) * double(samples[i]);
        return power;
    };
    const double last = powerFrom(samples.size() - kWindow);
    double loudest = last;
    for (std::size_t from = 0; from + kWindow <= samples.size(); from += kStep)
        loudest = std::max(loudest, powerFrom(from));
    return loudest > 0 ? std::optional(std::max(kFloorDb, decibels(last / loudest))) : std::nullopt;
}

double unitsOf(const std::string &text) {
    std::u32string spoken = text::decode(text);
    const auto isBlank = [](char32_t c) { return text::isSpace(c); };
    spoken.erase(std::find_if_not(spoken.rbegin(), spoken.rend(), isBlank).base(), spoken.end());
    spoken.erase(spoken.begin(), std::find_if_not(spoken.begin(), spoken.end(), isBlank));
    double units = 0;
    for (const char32_t c : spoken)
        units += text::isIdeograph(c) || text::isKanaOrHangul(c) ? 3 : c >= U'0' && c <= U'9' ? 4 : 1;
    return units;
}

double longestPauseOf(const SpeechFrames &speech, const std::vector<TimeSpan> &asked) {
    const std::vector<Stretch> stretches = speech.stretches(1);
    double longest = 0;
    for (std::size_t i = 1; i < stretches.size(); ++i) {
        double from = double(stretches[i - 1].to) * kStepSeconds;
        const double to = double(stretches[i].from) * kStepSeconds;
        for (const TimeSpan &silence : asked) {
            if (silence.to <= from || silence.from >= to)
                continue;
            longest = std::max(longest, silence.from - from);
            from = std::min(to, silence.to);
        }
        longest = std::max(longest, to - from);
    }
    return longest;
}

double secondsWithin(double from, double to, const std::vector<TimeSpan> &spans) {
    double seconds = 0;
    for (const TimeSpan &span : spans)
        seconds += std::max(0.0, std::min(to, span.to) - std::max(from, span.from));
    return seconds;
}

} // namespace

std::string toString(Artifact artifact) {
    switch (artifact) {
    case Artifact::NotNumbers:
        return "not-numbers";
    case Artifact::OverRange:
        return "over-range";
    case Artifact::TruePeak:
        return "true-peak";
    case Artifact::Clipping:
        return "clipping";
    case Artifact::Click:
        return "click";
    case Artifact::Dropout:
        return "dropout";
    case Artifact::Offset:
        return "offset";
    case Artifact::AbruptEnd:
        return "abrupt-end";
    case Artifact::TooFast:
        return "too-fast";
    case Artifact::TooSlow:
        return "too-slow";
    case Artifact::LongPause:
        return "long-pause";
    }
    return {};
}

std::vector<Artifact> Artifacts::found(const ArtifactLimits &limits) const {
    std::vector<Artifact> found;
    const auto check = [&](bool isThere, Artifact artifact) {
        if (isThere)
            found.push_back(artifact);
    };
    check(notNumbers > 0, Artifact::NotNumbers);
    check(overRange > 0, Artifact::OverRange);
    check(truePeak && *truePeak > limits.truePeak, Artifact::TruePeak);
    check(clippedSamples > 0, Artifact::Clipping);
    check(clicks > 0, Artifact::Click);
    check(dropouts > 0, Artifact::Dropout);
    check(std::abs(offset) > limits.offset, Artifact::Offset);
    check(endLevel && *endLevel > limits.endLevel, Artifact::AbruptEnd);
    check(unitsPerSecond && *unitsPerSecond > limits.fastest, Artifact::TooFast);
    check(unitsPerSecond && *unitsPerSecond < limits.slowest, Artifact::TooSlow);
    check(longestPause > limits.pause, Artifact::LongPause);
    return found;
}

Artifacts measureArtifacts(const Clip &take, const std::string &text, const std::vector<TimeSpan> &asked) {
    Artifacts artifacts;
    const std::vector<float> &samples = take.samples;
    artifacts.notNumbers =
        std::size_t(std::count_if(samples.begin(), samples.end(), [](float sample) { return !std::isfinite(sample); }));
    if (artifacts.notNumbers > 0 || samples.empty())
        return artifacts;
    artifacts.overRange =
        std::size_t(std::count_if(samples.begin(), samples.end(), [](float sample) { return std::abs(sample) >= 1; }));
    artifacts.truePeak = truePeakOf(take);
    const std::vector<std::uint32_t> clipped = clippedSamples(take);
    artifacts.clippedSamples = std::accumulate(clipped.begin(), clipped.end(), std::size_t(0));
    artifacts.offset = std::accumulate(samples.begin(), samples.end(), 0.0) / double(samples.size());
    artifacts.endLevel = endLevelOf(take);

    const TakeSound sound = listenTo(take);
    artifacts.clicks = findClicks(sound).size();
    artifacts.dropouts = findDropouts(sound, asked).size();
    const double speech = sound.speechTo - sound.speechFrom - secondsWithin(sound.speechFrom, sound.speechTo, asked);
    if (speech > 0) {
        artifacts.leadSilence = sound.speechFrom;
        artifacts.tailSilence = std::max(0.0, take.seconds() - sound.speechTo);
        artifacts.longestPause = longestPauseOf(sound.speech, asked);
        if (const double units = unitsOf(text); units > 0)
            artifacts.unitsPerSecond = units / speech;
    }
    return artifacts;
}

Artifacts measureArtifacts(const Clip &take, const AskedLine &line) {
    return measureArtifacts(take, wordsOf(line), silencesAskedFor(take, line.pauses));
}

} // namespace engine::quality
