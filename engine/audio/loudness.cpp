#include "engine/audio/loudness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <ebur128.h>

#include "engine/audio/long_sound.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr int kMinMeasuredRate = 4000;
constexpr int kMaxMeasuredRate = 192000;
constexpr double kShortestMeasured = 0.4; // s, one block of the gate
constexpr double kAbsoluteGate = -70;     // LUFS, the absolute gate
constexpr std::size_t kFlush = 64;        // samples of silence behind the sound: the peak filter is 49 long

struct Closer {
    void operator()(ebur128_state *state) const { ebur128_destroy(&state); }
};

[[noreturn]] void fail() {
    throw failure("The loudness of a sound could not be measured: memory is short.", "Close other programs.");
}

double decibelOf(double linear) {
    return linear > 0 ? 20 * std::log10(linear) : -std::numeric_limits<double>::infinity();
}

std::optional<double> integrated(ebur128_state *state, double seconds) {
    double lufs = -HUGE_VAL;
    const auto milliseconds = static_cast<unsigned long>(seconds * 1000);
    if (seconds >= kShortestMeasured) {
        if (ebur128_loudness_global(state, &lufs) != EBUR128_SUCCESS)
            fail();
    } else if (milliseconds > 0 && ebur128_loudness_window(state, milliseconds, &lufs) != EBUR128_SUCCESS) {
        fail();
    }
    return lufs > kAbsoluteGate ? std::optional(lufs) : std::nullopt;
}

} // namespace

bool canMeasureLoudness() {
    return true;
}

Loudness measureLoudness(const LongSound &sound) {
    if (sound.sampleRate < kMinMeasuredRate || sound.sampleRate > kMaxMeasuredRate)
        throw badInput("The loudness of a sound at " + std::to_string(sound.sampleRate) + " Hz is not measured.",
                       "Give a sound with 4000 to 192000 Hz.");
    const std::unique_ptr<ebur128_state, Closer> state(
        ebur128_init(1, static_cast<unsigned long>(sound.sampleRate), EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK));
    if (!state)
        fail();
    double peak = 0;
    std::vector<float> block;
    for (std::size_t at = 0; at < sound.samples; at += block.size()) {
        block.resize(std::min(kPiece, sound.samples - at));
        sound.read(at, block);
        if (!std::all_of(block.begin(), block.end(), [](float x) { return std::isfinite(x); }))
            throw badInput("The sound holds samples that are not numbers.", "Make the sound again.");
        if (ebur128_add_frames_float(state.get(), block.data(), block.size()) != EBUR128_SUCCESS)
            fail();
        for (const float sample : block)
            peak = std::max(peak, std::abs(double(sample)));
    }
    Loudness loudness;
    loudness.integrated = integrated(state.get(), double(sound.samples) / sound.sampleRate);
    const std::vector<float> silence(kFlush);
    double between = 0;
    if (ebur128_add_frames_float(state.get(), silence.data(), silence.size()) != EBUR128_SUCCESS ||
        ebur128_true_peak(state.get(), 0, &between) != EBUR128_SUCCESS)
        fail();
    loudness.truePeak = decibelOf(std::max(peak, between));
    return loudness;
}

Loudness measureLoudness(const Clip &clip) {
    return measureLoudness(LongSound{clip.sampleRate, clip.samples.size(), [&](std::size_t at, std::span<float> to) {
                                         std::copy_n(clip.samples.data() + at, to.size(), to.begin());
                                     }});
}

} // namespace engine::audio
