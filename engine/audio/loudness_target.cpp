#include "engine/audio/loudness_target.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

#include "engine/audio/long_sound.h"
#include "engine/error.h"
#include "engine/json.h"
#include "engine/replacing_file.h"

namespace engine::audio {

namespace {

constexpr double kRampSeconds = 0.005;
constexpr int kMostEncodedAgain = 4;
constexpr double kMargin = 0.05; // dB, as another level is encoded otherwise

double inHundredths(double value) {
    return std::round(value * 100) / 100;
}

double linear(double decibel) {
    return std::pow(10.0, decibel / 20);
}

} // namespace

LoudnessChange changeTo(double target, const Clip &clip) {
    const Loudness loudness = measureLoudness(clip);
    return {target, loudness.integrated, gainTo(target, loudness)};
}

LoudnessChange writeAtLoudness(const std::filesystem::path &file, Clip clip, SoundFormat format, const SoundTags &tags,
                               double target) {
    LoudnessChange change = changeTo(target, clip);
    amplify(clip, change.gain.decibel);
    std::vector<std::byte> bytes = encodeSound(file, clip, format, withLoudness(tags, change));
    for (int again = 0; again < kMostEncodedAgain && isLossy(format); ++again) {
        const double above = truePeakOf(bytes) - kPeakCeiling;
        if (above <= 0)
            break;
        const double less = -above - kMargin * (again + 1);
        amplify(clip, less);
        change.gain.decibel += less;
        change.gain.limitedByPeak = true;
        bytes = encodeSound(file, clip, format, withLoudness(tags, change));
    }
    replaceFile(file, {std::span<const std::byte>(bytes)});
    return change;
}

LoudnessChange writeLongAtLoudness(const std::filesystem::path &file, const LongSound &sound, SoundFormat format,
                                   const SoundTags &tags, double target) {
    const Loudness loudness = measureLoudness(sound);
    LoudnessChange change{target, loudness.integrated, gainTo(target, loudness)};
    const LongSound louder{sound.sampleRate, sound.samples, [&](std::size_t at, std::span<float> to) {
                               sound.read(at, to);
                               const double gain = linear(change.gain.decibel);
                               for (float &sample : to)
                                   sample = float(sample * gain);
                           }};
    writeLongSound(file, louder, format, withLoudness(tags, change));
    for (int again = 0; again < kMostEncodedAgain && isLossy(format); ++again) {
        const double above = truePeakOf(file) - kPeakCeiling;
        if (above <= 0)
            break;
        change.gain.decibel -= above + kMargin * (again + 1);
        change.gain.limitedByPeak = true;
        writeLongSound(file, louder, format, withLoudness(tags, change));
    }
    return change;
}

SoundTags withLoudness(SoundTags tags, const LoudnessChange &change) {
    Json::Object settings;
    try {
        settings = Json::parse(tags.comment, "settings").object();
    } catch (const Error &) {
        return tags; // somebody else's words
    }
    settings.insert_or_assign("loudness_target_lufs", change.target);
    settings.insert_or_assign("loudness_gain_db", inHundredths(change.gain.decibel));
    if (const auto reached = change.reached())
        settings.insert_or_assign("loudness_lufs", inHundredths(*reached));
    if (std::string comment = Json(std::move(settings)).dump(); comment.size() <= kLongestComment)
        tags.comment = std::move(comment);
    return tags;
}

ClipPtr StreamLoudness::next(const ClipPtr &chunk) {
    const Loudness loudness = measureLoudness(*chunk);
    if (!loudness.integrated)
        return m_decibel ? std::make_shared<const Clip>(withGain(*chunk, *m_decibel)) : chunk;
    const double before = m_decibel.value_or(gainTo(m_target, loudness).decibel);
    const double allowed = std::min(before, kPeakCeiling - loudness.truePeak);
    auto made = std::make_shared<Clip>(withGain(*chunk, allowed));
    if (allowed < before) {
        const auto ramp = std::min(std::size_t(kRampSeconds * chunk->sampleRate), chunk->samples.size());
        for (std::size_t i = 0; i < ramp; ++i) {
            const double share = double(i) / double(ramp);
            const double wanted = chunk->samples[i] * (linear(before) * (1 - share) + linear(allowed) * share);
            made->samples[i] = float(std::clamp(wanted, -linear(kPeakCeiling), linear(kPeakCeiling)));
        }
    }
    m_decibel = allowed;
    return made;
}

} // namespace engine::audio
