// Sound with words at known places, built piece by piece: buzzes of 180 Hz and some harmonics at about -20 dBFS.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

struct MadeWords {
    std::vector<float> samples; // 24 kHz

    MadeWords &silence(double seconds) {
        samples.resize(samples.size() + count(seconds));
        return *this;
    }

    MadeWords &word(double seconds, double decibel = 0) {
        add(seconds, decibel, 0);
        return *this;
    }

    // Goes on with a word that becomes 60 dB quieter.
    MadeWords &fading(double seconds) {
        add(seconds, 0, 60);
        return *this;
    }

    // Over everything; dBFS.
    MadeWords &hiss(double decibel) {
        std::mt19937 random(7);
        std::normal_distribution<float> noise(0, float(std::pow(10, decibel / 20)));
        for (float &sample : samples)
            sample += noise(random);
        return *this;
    }

    static std::size_t count(double seconds) { return std::size_t(std::lround(seconds * 24000)); }

private:
    void add(double seconds, double decibel, double fall) {
        const std::size_t length = count(seconds);
        for (std::size_t i = 0; i < length; ++i) {
            const double level = std::pow(10, (decibel - fall * double(i) / double(length)) / 20);
            double wave = 0;
            for (int harmonic = 1; harmonic <= 12; ++harmonic)
                wave += std::cos(2 * std::numbers::pi * 180 * harmonic * double(i) / 24000 + harmonic) / harmonic;
            samples.push_back(float(0.08 * level * wave));
        }
    }
};
