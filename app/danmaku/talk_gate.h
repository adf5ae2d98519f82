// Whether somebody talks, by how loud their microphone is: the law of "Hold while I talk". Pure: samples in, held or
// free out; every time is a number of samples, whatever the pieces they come in. One thread at a time.
//
// A step of 10 ms is loud when its RMS, without what lies below 80 Hz (a desk, hum, an offset), is at the line. Six
// loud steps more than quiet ones hold: 70 ms at most from the first loud sample, and no click of a key. Held, it takes
// less (kHysteresis) to stay so, and `releaseSeconds` without to be free; clicks do not count there either.
#pragma once

#include <cstddef>
#include <span>

#include "engine/clip.h"

namespace app::danmaku {

struct TalkRules {
    double line = -40;           // dBFS; -80…0
    double louder = 0;           // dB above the line that it takes while something is read; 0…60
    double releaseSeconds = 1.5; // 0.2…10

    bool operator==(const TalkRules &) const = default;
};

class TalkGate {
public:
    static constexpr int kStep = engine::kSampleRate / 100; // samples
    static constexpr int kAttackSteps = 6;
    static constexpr int kKeepSteps = 4;     // loud ones that begin the release anew
    static constexpr int kTailSteps = 30;    // what was read is still in the room
    static constexpr double kHysteresis = 6; // dB
    static constexpr double kMostAttack = double((kAttackSteps + 1) * kStep) / engine::kSampleRate; // s
    static constexpr double kTail = double(kTailSteps * kStep) / engine::kSampleRate;               // s
    static constexpr double kSilence = -120;                                                        // dBFS

    void setRules(const TalkRules &rules);     // brought within their ranges
    void setReading(bool reading);             // something of ours sounds; the microphone may hear it
    void feed(std::span<const float> samples); // mono at engine::kSampleRate; what is no number counts as silence
    void reset();                              // free, and nothing was heard

    bool held() const { return m_held; }
    double line() const; // dBFS that counts now
    double takeLevel();  // dBFS of the loudest step since it was asked last; kSilence: there was none

private:
    void endStep();

    TalkRules m_rules;
    double m_before = 0, m_high = 0; // of the high-pass
    double m_power = 0;              // of the step so far
    int m_inStep = 0;
    int m_loud = 0;  // loud steps less quiet ones
    int m_quiet = 0; // steps without talk, while it is held
    int m_tail = 0;  // steps
    double m_level = kSilence;
    bool m_reading = false, m_held = false;
};

} // namespace app::danmaku
