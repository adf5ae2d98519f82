// Sounds whose truth is known: bursts as long as syllables with pauses between them, noise of a known level.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

#include "engine/clip.h"

// White noise of this RMS, dBFS.
inline void addNoise(engine::Clip &clip, double decibel, std::uint32_t seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, std::pow(10, decibel / 20));
    for (float &sample : clip.samples)
        sample += float(noise(random));
}

inline void addPause(engine::Clip &clip, double seconds) {
    clip.samples.resize(clip.samples.size() + std::size_t(std::lround(seconds * clip.sampleRate)));
}

// `syllables` of 0.2 s with 0.05 s between them; a harmonic sound of this RMS while they last.
inline void addSyllables(engine::Clip &clip, int syllables, double decibel, double pitch = 140) {
    for (int syllable = 0; syllable < syllables; ++syllable) {
        if (syllable > 0)
            addPause(clip, 0.05);
        const auto count = std::size_t(std::lround(0.2 * clip.sampleRate));
        for (std::size_t i = 0; i < count; ++i) {
            const double phase = 2 * std::numbers::pi * pitch * double(i) / clip.sampleRate;
            const double wave = std::sin(phase) + 0.6 * std::sin(2 * phase + 1) + 0.4 * std::sin(5 * phase + 2);
            const double rms = std::sqrt((1 + 0.36 + 0.16) / 2);
            clip.samples.push_back(float(std::pow(10, decibel / 20) * wave / rms));
        }
    }
}

// A sentence of 12 syllables between pauses: 4.15 s with 3.0 s of words (their short gaps included: 2.95 s).
inline engine::Clip sentence(double decibel = -20, int rate = engine::kSampleRate) {
    engine::Clip clip{rate, {}};
    addPause(clip, 0.4);
    addSyllables(clip, 6, decibel);
    addPause(clip, 0.4);
    addSyllables(clip, 6, decibel, 170);
    addPause(clip, 0.45);
    return clip;
}
