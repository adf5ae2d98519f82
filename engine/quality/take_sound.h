// A take as its measures look at it: levels of each millisecond, where speech is, and how each moment sounds. Pure; any
// thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/clip.h"
#include "engine/quality/speech_frames.h"

namespace engine::quality {

inline constexpr std::size_t kMillisecond = kSampleRate / 1000; // samples
inline constexpr double kFrameSeconds = double(kHopLength) / kSampleRate;

// How each frame of 10.7 ms sounds: mel-frequency cepstra with their change over 60 ms, without what a microphone, a
// room and a volume knob do to all of them. The distance between two frames that sound alike is small; its mean
// between any two frames with speech is 1.
class Timbre {
public:
    static constexpr std::size_t kSize = 24;

    Timbre() = default;
    Timbre(const Clip &clip, const SpeechFrames &frames);

    Timbre atSpeed(double speed) const; // as if it had been said so many times as fast; above 0
    Timbre backwards() const;           // the last frame first

    std::size_t frames() const { return m_values.size() / kSize; }
    bool isSpeech(std::size_t frame) const { return m_speech[frame]; }
    std::span<const float> at(std::size_t frame) const { return {m_values.data() + frame * kSize, kSize}; }

private:
    void addChanges();

    std::vector<float> m_values;
    std::vector<bool> m_speech;
};
double distance(std::span<const float> a, std::span<const float> b); // not scaled

struct TakeSound {
    const Clip &clip; // at 24 kHz; outlives this
    SpeechFrames speech;
    double speechDb = kFloorDb; // mean level of the steps with speech
    double quietDb = kFloorDb;  // of what is heard between the words
    std::vector<float> levels;  // dB of each whole millisecond, of what lies above 100 Hz: lower ones ring on
    double speechFrom = 0;      // seconds; both 0 when there is no speech
    double speechTo = 0;
    Timbre timbre;

    double speechSeconds() const; // without pauses of 0.25 s and more
};

// Error(BadInput) when the clip is not at 24 kHz or holds samples that are not numbers.
TakeSound listenTo(const Clip &clip);

// 0.5 at the limit, towards 1 far beyond it.
double surenessOf(double measured, double limit);

} // namespace engine::quality
