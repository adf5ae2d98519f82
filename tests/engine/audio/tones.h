// Tones of a known level, and figures compared.
#pragma once

#include <QtGlobal>

#include <cmath>
#include <numbers>

#include "engine/clip.h"

inline void addTone(engine::Clip &clip, double seconds, double decibel, double hertz = 1000, double phase = 0) {
    const std::size_t count = std::size_t(std::lround(seconds * clip.sampleRate));
    for (std::size_t i = 0; i < count; ++i)
        clip.samples.push_back(float(std::pow(10, decibel / 20) *
                                     std::sin(2 * std::numbers::pi * hertz * double(i) / clip.sampleRate + phase)));
}

inline engine::Clip tone(int rate, double seconds, double decibel, double hertz = 1000, double phase = 0) {
    engine::Clip clip{rate, {}};
    addTone(clip, seconds, decibel, hertz, phase);
    return clip;
}

inline bool near(double value, double wanted, double within) {
    if (std::abs(value - wanted) <= within)
        return true;
    qWarning("%g instead of %g", value, wanted);
    return false;
}
