// Where a recording holds speech, and how loud what lies between the words is. Steps of 10 ms. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/clip.h"
#include "engine/quality/clipped_samples.h"

namespace engine::quality {

inline constexpr double kFloorDb = -120;

double decibels(double power); // of a mean square; not below kFloorDb

std::vector<double> stepPowers(const Clip &clip); // mean square of each whole step, of what lies above 20 Hz

struct Stretch { // of steps: [from, to)
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t length() const { return to - from; }
};

struct SpeechFrames {
    std::vector<double> power; // mean square of each whole step, of what lies above 20 Hz
    std::vector<bool> speech;
    std::optional<double> noisePower; // none: no speech
    double speechPower = 0;           // mean over the steps with speech

    std::vector<Stretch> stretches(std::size_t shortestGap) const; // of speech, pauses shorter than that included
};

// Speech is what stands out: the level between the words is that of the quietest twentieth of 50 ms that are not
// digital silence in each second and a half that holds speech, so that neither the length of a recording nor a lead
// that was faded in or cut in says what is noise. A sound whose level hardly changes (a tone, a hiss) holds no speech.
SpeechFrames findSpeech(const Clip &clip);

// Error(BadInput) when the sample rate is outside 4…192 kHz or a sample is not a number.
void requireMeasurable(const Clip &clip);

} // namespace engine::quality
