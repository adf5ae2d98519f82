// Whether a recording is one unbroken stretch of a known endless sound. The sound is noise that repeats, in which two
// milliseconds tell where they come from, so that every gap, repeat and jump of a sample or more is seen.
// Mono at engine::kSampleRate.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/clip.h"

engine::ClipPtr noise(double seconds); // the same each time; to be played again and again at full volume

class Continuity {
public:
    struct Break {
        double at = 0;      // seconds of the recording
        double foreign = 0; // seconds of silence or of sound that is not ours
        double skipped = 0; // seconds of our sound that are missing; negative: heard twice
    };

    explicit Continuity(engine::ClipPtr period);

    void hear(std::span<const float> more); // the recording goes on
    void finish();                          // a break that has not ended counts

    const std::vector<Break> &breaks() const { return m_breaks; }
    double secondsHeard() const; // of our sound

private:
    void lookForPlace();

    engine::ClipPtr m_period;
    std::size_t m_place = 0; // in the period, of the next sample
    bool m_found = false;    // m_place is known
    bool m_begun = false;    // it was known once
    std::vector<float> m_lost;
    std::size_t m_searched = 0; // of m_lost
    std::size_t m_recorded = 0;
    std::size_t m_heard = 0;
    std::vector<Break> m_breaks;
};
