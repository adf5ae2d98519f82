#include "engine/quality/take_sound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/audio/mel.h"
#include "engine/error.h"

namespace engine::quality {

namespace {

constexpr std::size_t kCepstra = Timbre::kSize / 2;
constexpr double kDepth = 6.0;          // natural logarithm: what is 52 dB below the loudest band is silence
constexpr double kLoudnessCounts = 0.4; // beside the shape of the spectrum
constexpr double kChangeCounts = 1.5;
constexpr std::size_t kChange = 3; // frames to either side
constexpr std::size_t kPauseSteps = 25;

// Of the discrete cosine transform, with the lifter that gives all cepstra a like variance.
const std::array<std::array<float, kMelBands>, kCepstra> &cosines() {
    static const auto table = [] {
        std::array<std::array<float, kMelBands>, kCepstra> made{};
        for (std::size_t k = 0; k < kCepstra; ++k) {
            const double lifter = k == 0 ? kLoudnessCounts : 1 + 11.0 * std::sin(std::numbers::pi * double(k) / 22);
            for (std::size_t band = 0; band < std::size_t(kMelBands); ++band)
                made[k][band] = float(
                    lifter * std::cos(std::numbers::pi * double(k) * (double(band) + 0.5) / kMelBands) / kMelBands);
        }
        return made;
    }();
    return table;
}

std::vector<float> levelsOf(const Clip &clip) {
    const double kept = std::exp(-2 * std::numbers::pi * 100 / clip.sampleRate);
    std::vector<float> levels(clip.samples.size() / kMillisecond);
    double before = clip.samples.empty() ? 0 : double(clip.samples.front()), filtered = 0;
    for (std::size_t at = 0; at < levels.size(); ++at) {
        double squares = 0;
        for (std::size_t i = at * kMillisecond; i < (at + 1) * kMillisecond; ++i) {
            const double sample = double(clip.samples[i]);
            filtered = sample - before + kept * filtered;
            before = sample;
            squares += filtered * filtered;
        }
        levels[at] = float(decibels(squares / double(kMillisecond)));
    }
    return levels;
}

// As engine/audio/mel.h has it, block by block, so that an hour takes no more memory than what comes of it.
std::vector<float> melOf(const std::vector<float> &samples, std::size_t frames) {
    constexpr std::size_t kAtOnce = 512;
    std::vector<float> all;
    all.reserve(frames * kMelBands);
    for (std::size_t first = 0; first < frames; first += kAtOnce) {
        const std::size_t count = std::min(kAtOnce, frames - first);
        std::vector<float> windows(count * audio::kMelWindow);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            const std::size_t at = (first + i / audio::kMelWindow) * kHopLength + i % audio::kMelWindow;
            if (at >= audio::kMelWindow / 2 && at - audio::kMelWindow / 2 < samples.size())
                windows[i] = samples[at - audio::kMelWindow / 2];
        }
        const audio::Mel mel = audio::melOfWindows(windows);
        all.insert(all.end(), mel.values.begin(), mel.values.end());
    }
    return all;
}

} // namespace

Timbre::Timbre(const Clip &clip, const SpeechFrames &frames) {
    const std::size_t count = clip.samples.size() / kHopLength + 1;
    const std::vector<float> mel = melOf(clip.samples, count);
    const float loudest = *std::max_element(mel.begin(), mel.end());
    m_speech.resize(count);
    for (std::size_t frame = 0; frame < count; ++frame) {
        const std::size_t step = std::size_t(double(frame) * kFrameSeconds / kStepSeconds);
        m_speech[frame] = step < frames.speech.size() && frames.speech[step];
    }

    std::vector<float> cepstra(count * kCepstra);
    std::array<double, kCepstra> mean{};
    std::size_t spoken = 0;
    for (std::size_t frame = 0; frame < count; ++frame) {
        std::array<float, kMelBands> bands{};
        for (std::size_t band = 0; band < bands.size(); ++band)
            bands[band] = std::max(mel[frame * kMelBands + band], loudest - float(kDepth));
        spoken += m_speech[frame];
        for (std::size_t k = 0; k < kCepstra; ++k) {
            float sum = 0;
            for (std::size_t band = 0; band < bands.size(); ++band)
                sum += cosines()[k][band] * bands[band];
            cepstra[frame * kCepstra + k] = sum;
            if (m_speech[frame])
                mean[k] += double(sum);
        }
    }
    for (double &value : mean)
        value /= double(std::max<std::size_t>(spoken, 1));

    m_values.resize(count * kSize);
    for (std::size_t frame = 0; frame < count; ++frame) {
        for (std::size_t k = 0; k < kCepstra; ++k)
            m_values[frame * kSize + k] = cepstra[frame * kCepstra + k] - float(mean[k]);
    }
    addChanges();
}

// Behind the cepstra of each frame; then all is scaled, as its distances are to be.
void Timbre::addChanges() {
    double power = 0;
    const std::size_t count = frames();
    for (std::size_t frame = 0; frame < count; ++frame) {
        const float *const earlier = &m_values[(frame < kChange ? 0 : frame - kChange) * kSize];
        const float *const later = &m_values[std::min(count - 1, frame + kChange) * kSize];
        float *const values = &m_values[frame * kSize];
        for (std::size_t k = 0; k < kCepstra; ++k) {
            values[kCepstra + k] = float(kChangeCounts / 2) * (later[k] - earlier[k]);
            if (m_speech[frame])
                power += double(values[k] * values[k] + values[kCepstra + k] * values[kCepstra + k]);
        }
    }
    // Of two frames that have nothing to do with each other the squared distance is twice that.
    const auto spoken = std::count(m_speech.begin(), m_speech.end(), true);
    const float scale = float(1 / std::sqrt(std::max(2 * power / double(std::max<std::ptrdiff_t>(spoken, 1)), 1e-9)));
    for (float &value : m_values)
        value *= scale;
}

Timbre Timbre::atSpeed(double speed) const {
    Timbre fast;
    if (frames() == 0)
        return fast;
    const std::size_t count = std::size_t(double(frames() - 1) / speed) + 1;
    fast.m_values.resize(count * kSize);
    fast.m_speech.resize(count);
    for (std::size_t frame = 0; frame < count; ++frame) {
        const double place = double(frame) * speed;
        const std::size_t first = std::min(frames() - 1, std::size_t(place));
        const std::size_t second = std::min(frames() - 1, first + 1);
        const float share = float(place - double(first));
        for (std::size_t k = 0; k < kCepstra; ++k)
            fast.m_values[frame * kSize + k] = at(first)[k] * (1 - share) + at(second)[k] * share;
        fast.m_speech[frame] = m_speech[first];
    }
    fast.addChanges();
    return fast;
}

Timbre Timbre::backwards() const {
    Timbre other = *this;
    for (std::size_t frame = 0; frame < frames(); ++frame) {
        const std::span<const float> from = at(frames() - 1 - frame);
        for (std::size_t k = 0; k < kSize; ++k)
            other.m_values[frame * kSize + k] = k < kCepstra ? from[k] : -from[k]; // what rises falls
    }
    std::reverse(other.m_speech.begin(), other.m_speech.end());
    return other;
}

double distance(std::span<const float> a, std::span<const float> b) {
    float sum = 0;
    for (std::size_t i = 0; i < Timbre::kSize; ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return double(std::sqrt(sum));
}

double TakeSound::speechSeconds() const {
    double seconds = 0;
    for (const Stretch &stretch : speech.stretches(kPauseSteps))
        seconds += double(stretch.length()) * kStepSeconds;
    return seconds;
}

TakeSound listenTo(const Clip &clip) {
    requireMeasurable(clip);
    if (clip.sampleRate != kSampleRate)
        throw badInput("The take has a sample rate of " + std::to_string(clip.sampleRate) + " Hz.",
                       "Convert it to 24000 Hz.");
    TakeSound sound{clip, findSpeech(clip), kFloorDb, kFloorDb, levelsOf(clip), 0, 0, {}};
    const std::vector<Stretch> stretches = sound.speech.stretches(1);
    if (!stretches.empty()) {
        sound.speechDb = decibels(sound.speech.speechPower);
        sound.quietDb = decibels(sound.speech.noisePower.value_or(0));
        sound.speechFrom = double(stretches.front().from) * kStepSeconds;
        sound.speechTo = double(stretches.back().to) * kStepSeconds;
    }
    sound.timbre = Timbre(clip, sound.speech);
    return sound;
}

double surenessOf(double measured, double limit) {
    const double ratio = std::max(0.0, measured) / std::max(limit, 1e-9);
    return ratio * ratio / (1 + ratio * ratio);
}

} // namespace engine::quality
