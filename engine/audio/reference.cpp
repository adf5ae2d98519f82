#include "engine/audio/reference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/audio/resample.h"
#include "engine/audio/silence.h"
#include "engine/clip.h"
#include "engine/error.h"
#include "engine/request.h"

namespace engine::audio {

namespace {

constexpr int kMaxMs = int(kMaxReferenceSeconds * 1000);
constexpr int kEnoughMs = 6000; // a part that would pass 12 s is left out only when so much is there
constexpr double kEdgeDb = -42;
constexpr int kAddedMs = 50;
constexpr int kPydubRate = 11025; // of pydub's own silence; the higher of two rates wins where sounds are joined
constexpr float kTargetRms = 0.1f;

const char *const kRecordAgain = "Record or choose 3 to 12 seconds of clear speech.";

std::string decimals(double value, int count) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f", count, value);
    return text.data();
}

TrimmedRecording joinUntilFull(const Pcm16 &recording, const PauseRule &rule) {
    const int rate = std::max(recording.sampleRate, kPydubRate);
    TrimmedRecording joined{{rate, recording.channels, {}}};
    std::vector<std::int16_t> &samples = joined.pcm.samples;
    for (const Span &span : splitAtPauses(recording, rule)) {
        const std::size_t before = samples.size();
        const int msBefore = joined.pcm.milliseconds();
        const Pcm16 part = convertRate(recording.slice(span.fromMs, span.toMs), rate);
        samples.insert(samples.end(), part.samples.begin(), part.samples.end());
        if (msBefore > kEnoughMs && joined.pcm.milliseconds() > kMaxMs) {
            samples.resize(before);
            joined.shortened = true;
            break;
        }
    }
    return joined;
}

double loudestDb(const Pcm16 &pcm) {
    int loudest = 0;
    for (int ms = 0; ms < pcm.milliseconds(); ms += 10)
        loudest = std::max(loudest, pcm.rms(ms, ms + 10));
    return 20.0 * std::log10(loudest / kFullScale);
}

Error silent(double loudest) {
    return badInput("The recording is silent: " + (std::isfinite(loudest)
                                                       ? "its loudest moment is −" + decimals(-loudest, 1) +
                                                             " dBFS, and speech has to reach −42 dBFS."
                                                       : std::string("it holds nothing but zeros.")),
                    std::string("Check that the right microphone is chosen and its level is up. ") + kRecordAgain);
}

void requireSound(const Pcm16 &recording, double sounding, Edges edges) {
    const std::string least = decimals(kMinReferenceSeconds, 1);
    if (recording.seconds() < kMinReferenceSeconds)
        throw badInput("The recording is " + decimals(recording.seconds(), 1) + " s long; F5-TTS needs at least " +
                           least + " s of speech.",
                       kRecordAgain);
    if (sounding <= 0)
        throw silent(loudestDb(recording));
    if (sounding < kMinReferenceSeconds)
        throw badInput(
            "Only " + decimals(sounding, 2) + " s of the " + decimals(recording.seconds(), 2) +
                " s long recording are " +
                (edges == Edges::AsTrained ? "speech that comes near its loudest moment" : "louder than −42 dBFS") +
                "; F5-TTS needs at least " + least + " s of speech.",
            kRecordAgain);
}

std::vector<float> meanOfChannels(const Pcm16 &pcm) {
    const std::size_t width = std::size_t(pcm.channels);
    std::vector<float> mono(pcm.frames());
    for (std::size_t frame = 0; frame < mono.size(); ++frame) {
        int sum = 0;
        for (std::size_t channel = 0; channel < width; ++channel)
            sum += pcm.samples[frame * width + channel];
        mono[frame] = float(sum) / float(kFullScale) / float(width);
    }
    return mono;
}

// The first ten milliseconds hold a sound, but perhaps not from their beginning.
double quietEdgeSeconds(const Pcm16 &pcm) {
    return leadingSilence(pcm, kEdgeDb, 1) / 1000.0;
}

// Speech begins and ends where 10 ms reach a fiftieth of the loudest 10 ms: the rule of the training data.
void keepTrainedEdges(TrimmedRecording &trimmed) {
    Pcm16 &pcm = trimmed.pcm;
    const double loudest = loudestDb(pcm);
    const double threshold = loudest - 34.0;
    const int begin = leadingSilence(pcm, threshold),
              end = pcm.milliseconds() - leadingSilence(reversed(pcm), threshold);
    if (loudest < kEdgeDb || begin >= end) {
        trimmed.soundSeconds = 0;
        return;
    }
    constexpr int kLeadMs = int(kTrainedLeadSeconds * 1000), kTailMs = int(kTrainedTailSeconds * 1000);
    const std::size_t width = std::size_t(pcm.channels);
    const auto silence = [&](int ms) {
        return std::vector<std::int16_t>(std::size_t(ms > 0 ? double(pcm.sampleRate) * ms / 1000 : 0) * width);
    };
    Pcm16 kept = pcm.slice(std::max(0, begin - kLeadMs), std::min(pcm.milliseconds(), end + kTailMs));
    const std::vector<std::int16_t> lead = silence(kLeadMs - begin), tail = silence(end + kTailMs - pcm.milliseconds());
    kept.samples.insert(kept.samples.begin(), lead.begin(), lead.end());
    kept.samples.insert(kept.samples.end(), tail.begin(), tail.end());
    trimmed.soundSeconds = (end - begin) / 1000.0;
    pcm = std::move(kept);
}

} // namespace

TrimmedRecording trimRecording(const Pcm16 &recording, Edges edges) {
    TrimmedRecording trimmed = joinUntilFull(recording, {1000, -50, 1000, 10});
    if (trimmed.pcm.milliseconds() > kMaxMs)
        trimmed = joinUntilFull(recording, {100, -40, 1000, 10});
    if (trimmed.pcm.milliseconds() > kMaxMs) {
        trimmed.pcm = trimmed.pcm.slice(0, kMaxMs);
        trimmed.shortened = true;
    }

    Pcm16 &pcm = trimmed.pcm;
    if (edges == Edges::AsTrained) {
        keepTrainedEdges(trimmed);
        return trimmed;
    }
    pcm = pcm.slice(leadingSilence(pcm, kEdgeDb), pcm.milliseconds());
    const int quietEnd = leadingSilence(reversed(pcm), kEdgeDb);
    if (quietEnd > 0)
        pcm = pcm.slice(0, pcm.milliseconds() - quietEnd);

    trimmed.soundSeconds = pcm.seconds();
    const Pcm16 silence{kPydubRate, 1, std::vector<std::int16_t>(std::size_t(kPydubRate * (kAddedMs / 1000.0)))};
    pcm.samples.resize(pcm.samples.size() + convertRate(silence, pcm.sampleRate).frames() * std::size_t(pcm.channels));
    return trimmed;
}

Reference prepareReference(const Sound &sound, const std::string &transcript, Edges edges) {
    if (isBlankText(transcript))
        throw badInput("The transcript of the reference recording is empty.",
                       "Write down word for word what the recording says.");
    if (sound.sampleRate < 1 || sound.channels < 1)
        throw badInput("The recording is empty.", kRecordAgain);

    const Pcm16 recording = quantise(sound);
    const TrimmedRecording trimmed = trimRecording(recording, edges);
    requireSound(recording, trimmed.soundSeconds, edges);

    std::vector<float> mono = meanOfChannels(trimmed.pcm);
    double squares = 0;
    for (const float sample : mono)
        squares += double(sample) * double(sample);
    const float rms = float(std::sqrt(squares / double(mono.size())));
    if (rms < 1e-4f)
        throw badInput("The channels of the recording cancel each other out: their mean is silent.",
                       "Save one channel of it as a mono file and use that.");

    Reference reference;
    if (rms < kTargetRms) {
        for (float &sample : mono)
            sample = sample * kTargetRms / rms;
        reference.gain = double(kTargetRms) / double(rms);
    }
    reference.samples = resample(mono, trimmed.pcm.sampleRate, kSampleRate);
    reference.seconds = trimmed.pcm.seconds();
    reference.text = closeReferenceText(transcript);
    reference.prompt = reference.text;
    if (reference.prompt.ends_with(' '))
        reference.prompt += ' ';
    reference.leadSeconds = edges == Edges::AsTrained ? kTrainedLeadSeconds : quietEdgeSeconds(trimmed.pcm);
    reference.tailSeconds = edges == Edges::AsTrained ? kTrainedTailSeconds : quietEdgeSeconds(reversed(trimmed.pcm));
    reference.shortened = trimmed.shortened;
    return reference;
}

std::string closeReferenceText(std::string transcript) {
    if (transcript.ends_with(". ") || transcript.ends_with("。"))
        return transcript;
    return transcript + (transcript.ends_with('.') ? " " : ". ");
}

} // namespace engine::audio
