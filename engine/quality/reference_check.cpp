#include "engine/quality/reference_check.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/audio/loudness.h"
#include "engine/audio/reference.h"
#include "engine/error.h"
#include "engine/quality/sentence_figure.h"
#include "engine/quality/speech_frames.h"

namespace engine::quality {

namespace {

constexpr std::size_t kPauseSteps = 25; // 0.25 s
constexpr double kHighestSnr = 90;

const char *const kRecordAgain = "Record it again in a quieter room, nearer to the microphone.";
const char *const kOtherPart = "Choose another part of the recording.";

void measureSpeech(ReferenceCheck &check, const SpeechFrames &frames) {
    const std::vector<Stretch> stretches = frames.stretches(kPauseSteps);
    if (stretches.empty()) {
        check.leadSilenceSeconds = check.endSilenceSeconds = check.seconds;
        return;
    }
    for (const Stretch &stretch : stretches)
        check.speechSeconds += double(stretch.length()) * kStepSeconds;
    check.leadSilenceSeconds = double(stretches.front().from) * kStepSeconds;
    check.endSilenceSeconds = std::max(0.0, check.seconds - double(stretches.back().to) * kStepSeconds);
    if (frames.noisePower) {
        check.noiseDbfs = decibels(*frames.noisePower);
        check.snrDb = std::min(kHighestSnr, decibels(std::max(0.0, frames.speechPower - *frames.noisePower)) -
                                                decibels(*frames.noisePower));
    }
}

void measureClipping(ReferenceCheck &check, const Clip &clip, const KnownClipping &before) {
    const std::vector<std::uint32_t> clipped = clippedSamples(clip);
    check.clipping.samples = std::accumulate(clipped.begin(), clipped.end(), std::size_t(0));
    check.clipping.ofChannels = before.channels;
    for (int channel = 0; channel < std::min(before.channels, 32); ++channel) {
        if ((before.clippedChannels() >> channel) & 1U)
            check.clipping.channels.push_back(channel + 1);
    }
    if (int(check.clipping.channels.size()) == before.channels)
        check.clipping.channels.clear();
    if (const std::size_t known = before.samples(); known > check.clipping.samples) {
        check.clipping.samples = known;
        check.clipping.share = std::min(1.0, double(known) / (clip.seconds() * before.sampleRate));
        check.clipping.firstSeconds = double(before.steps.front().step) * kStepSeconds;
        return;
    }
    if (check.clipping.samples == 0)
        return;
    check.clipping.share = double(check.clipping.samples) / double(clip.samples.size());
    const auto first = std::find_if(clipped.begin(), clipped.end(), [](auto count) { return count > 0; });
    check.clipping.firstSeconds = double(first - clipped.begin()) * kStepSeconds;
}

std::optional<double> loudnessOf(const Clip &clip) {
    try {
        return audio::measureLoudness(clip).integrated;
    } catch (const Error &) { // a build without libebur128
        return std::nullopt;
    }
}

Finding judgeSpeech(const ReferenceCheck &check) {
    if (check.speechSeconds <= 0)
        return {Aspect::Speech, Verdict::Alarm, "There is no speech in this recording.",
                "Check that the right microphone or the right part is chosen."};
    const std::string found = figure(check.speechSeconds, 1) + " s of speech were found";
    if (check.speechSeconds < 1)
        return {Aspect::Speech, Verdict::Alarm, "Only " + found + ".",
                "Record or choose 3 to 12 seconds of clear speech."};
    return {Aspect::Speech, Verdict::Good, found + ".", {}};
}

Finding judgeLength(const ReferenceCheck &check) {
    const std::string length = "The recording is " + figure(check.seconds, 1) + " s long";
    if (check.seconds > kLongestWindow)
        return {Aspect::Length, Verdict::Attention, length + "; F5-TTS hears no more than 12 s of it.",
                "Choose a window of 3 to 12 s, so that the transcript fits what is heard."};
    if (check.seconds < kShortestWindow)
        return {Aspect::Length, Verdict::Attention, length + ", which tells little about the voice.",
                "Take 3 to 12 s if there is more."};
    return {Aspect::Length, Verdict::Good, length + ".", {}};
}

Finding judgeNoise(const ReferenceCheck &check) {
    if (*check.noiseDbfs <= kFloorDb)
        return {Aspect::Noise,
                Verdict::Good,
                "Nothing is heard between the words: noise that only sounds with them cannot be measured.",
                {}};
    const std::string snr =
        "Speech is " + figure(*check.snrDb, 0) + " dB above the noise (" + figure(*check.noiseDbfs, 0) + " dBFS)";
    if (*check.snrDb < 20)
        return {Aspect::Noise, Verdict::Alarm, snr + "; every sentence of the new voice will have that noise.",
                kRecordAgain};
    if (*check.snrDb < 30)
        return {Aspect::Noise, Verdict::Attention, snr + "; it will be heard in the new voice.", kRecordAgain};
    return {Aspect::Noise, Verdict::Good, snr + ".", {}};
}

// "", " in the left channel", " in the channels 1 and 3 of 6".
std::string placeOf(const Clipping &clipping) {
    if (clipping.channels.empty())
        return {};
    if (clipping.ofChannels == 2)
        return clipping.channels.front() == 1 ? " in the left channel" : " in the right channel";
    std::string place = clipping.channels.size() == 1 ? " in the channel " : " in the channels ";
    for (std::size_t i = 0; i < clipping.channels.size(); ++i) {
        if (i > 0)
            place += i + 1 == clipping.channels.size() ? " and " : ", ";
        place += std::to_string(clipping.channels[i]);
    }
    return place + " of " + std::to_string(clipping.ofChannels);
}

std::string remedyFor(const Clipping &clipping, const std::string &otherwise) {
    if (clipping.channels.empty())
        return otherwise;
    if (clipping.ofChannels == 2)
        return std::string("Its ") + (clipping.channels.front() == 1 ? "right" : "left") +
               " channel is not clipped: save that one alone as a file of one channel, and take it.";
    return "Its other channels are not clipped: save one of them alone as a file of one channel, and take it.";
}

Finding judgeClipping(const ReferenceCheck &check) {
    if (check.clipping.samples == 0)
        return {Aspect::Clipping, Verdict::Good, "Nothing is clipped.", {}};
    const std::string clipped = std::to_string(check.clipping.samples) + " samples are clipped" +
                                placeOf(check.clipping) + " (" + figure(check.clipping.share * 100, 3) +
                                " %), first at " + figure(*check.clipping.firstSeconds, 1) + " s";
    if (check.clipping.share > 0.0005)
        return {Aspect::Clipping, Verdict::Alarm, clipped + "; the new voice will crackle like that.",
                remedyFor(check.clipping, "Record it again with the microphone turned down, or choose another part.")};
    return {Aspect::Clipping, Verdict::Attention, clipped + ".", remedyFor(check.clipping, kOtherPart)};
}

Finding judgeLoudness(const ReferenceCheck &check) {
    const std::string loudness = "It is " + figure(*check.loudness, 0) + " LUFS loud";
    if (*check.loudness < -45)
        return {Aspect::Loudness, Verdict::Alarm, loudness + ", which is hardly more than silence.",
                "Turn the microphone up and record it again."};
    if (*check.loudness < -32)
        return {Aspect::Loudness, Verdict::Attention,
                loudness + ", which is quiet: raising it raises its noise as well.",
                "Turn the microphone up, or go nearer to it."};
    if (*check.loudness > -9)
        return {Aspect::Loudness, Verdict::Attention, loudness + ", which is more than speech should be.",
                "Turn the microphone down, or take a recording that was not made louder afterwards."};
    return {Aspect::Loudness, Verdict::Good, loudness + ".", {}};
}

// A word that was cut stops at full level; one that was spoken fades.
Finding judgeEnds(const ReferenceCheck &check, const SpeechFrames &frames) {
    constexpr double kFaded = 20;    // dB below the mean of speech
    constexpr double kLikeNoise = 6; // dB above it, at most
    const double faded =
        std::max(decibels(frames.speechPower) - kFaded, decibels(frames.noisePower.value_or(0)) + kLikeNoise);
    const auto cutOff = [&](bool atBegin) {
        return decibels(atBegin ? frames.power.front() : frames.power.back()) > faded;
    };
    const bool begin = cutOff(true), end = cutOff(false);
    if (begin || end)
        return {Aspect::Ends, Verdict::Attention,
                std::string("The recording ") +
                    (begin && end ? "begins and ends"
                     : begin      ? "begins"
                                  : "ends") +
                    " in the middle of a sound.",
                "Move the window's edge into a pause."};
    return {Aspect::Ends,
            Verdict::Good,
            figure(check.endSilenceSeconds, 2) +
                " s of silence at the end; F5-TTS trims what is quiet and adds 0.05 s of its own.",
            {}};
}

} // namespace

Verdict ReferenceCheck::verdict() const {
    Verdict worst = Verdict::Good;
    for (const Finding &finding : findings)
        worst = std::max(worst, finding.verdict);
    return worst;
}

ReferenceCheck checkReference(const Clip &clip, const std::string &transcript, const std::string &language,
                              const KnownClipping &before) {
    requireMeasurable(clip);
    const SpeechFrames frames = findSpeech(clip);
    ReferenceCheck check;
    check.seconds = clip.seconds();
    float peak = 0;
    for (const float sample : clip.samples)
        peak = std::max(peak, std::abs(sample));
    check.peakDbfs = decibels(double(peak) * double(peak));
    measureSpeech(check, frames);
    measureClipping(check, clip, before);
    check.loudness = loudnessOf(clip);
    check.rate = speakingRate(transcript, language, check.speechSeconds);

    check.findings.push_back(judgeSpeech(check));
    check.findings.push_back(judgeLength(check));
    if (check.snrDb)
        check.findings.push_back(judgeNoise(check));
    check.findings.push_back(judgeClipping(check));
    if (check.loudness)
        check.findings.push_back(judgeLoudness(check));
    if (check.speechSeconds > 0)
        check.findings.push_back(judgeEnds(check, frames));
    check.findings.push_back(judgeRate(check.rate));
    return check;
}

Clip cut(const Clip &clip, double fromSeconds, double toSeconds) {
    const auto sampleAt = [&](double seconds) {
        return std::size_t(std::lround(std::clamp(seconds, 0.0, clip.seconds()) * clip.sampleRate));
    };
    const std::size_t from = std::min(sampleAt(fromSeconds), clip.samples.size());
    const std::size_t to = std::clamp(sampleAt(toSeconds), from, clip.samples.size());
    constexpr double kOffset = 1e-4; // -80 dBFS; what is less is no offset, and then nothing is changed
    Clip part{clip.sampleRate,
              {clip.samples.begin() + std::ptrdiff_t(from), clip.samples.begin() + std::ptrdiff_t(to)}};
    const double mean = std::accumulate(part.samples.begin(), part.samples.end(), 0.0) /
                        double(std::max<std::size_t>(part.samples.size(), 1));
    if (std::abs(mean) > kOffset) {
        for (float &sample : part.samples)
            sample = float(double(sample) - mean);
    }
    return part;
}

Preparation prepareForF5(const Clip &clip) {
    requireMeasurable(clip);
    const std::string anything = "-"; // the transcript changes nothing of the sound
    audio::Reference reference = audio::prepareReference({clip.sampleRate, 1, clip.samples}, anything);
    Preparation preparation;
    preparation.secondsBefore = clip.seconds();
    preparation.secondsAfter = reference.seconds;
    preparation.gainDb = 20 * std::log10(reference.gain);
    preparation.endSilenceAfter = reference.tailSeconds;
    preparation.shortened = reference.shortened;
    preparation.clip.samples = std::move(reference.samples);
    return preparation;
}

} // namespace engine::quality
