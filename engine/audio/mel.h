// Log-mel spectrogram exactly as upstream's "vocos" mel (f5_tts/model/modules.py get_vocos_mel_spectrogram): 24 kHz,
// n_fft 1024, hop 256, 100 HTK bands without normalisation, magnitude, centred with reflection, log(max(x, 1e-5)).
#pragma once

#include <span>
#include <vector>

namespace engine::audio {

struct Mel {
    int frames = 0;            // samples / 256 + 1
    std::vector<float> values; // frames × 100, row-major, natural logarithm
};

// Any thread. Needs at least 513 samples (the reflection): Error(BadInput) below.
Mel logMel(std::span<const float> samples24k);

inline constexpr int kMelWindow = 1024; // samples

// The same for windows of sound from anywhere, one after another: a frame for each. Frame i of logMel() is that of the
// window that begins at sample 256 i - 512. Any thread; Error(BadInput) when the samples are not whole windows.
Mel melOfWindows(std::span<const float> windows24k);

// Where a frequency lies among the bands, and back: band b sounds strongest at hertzAt(b); between them fractions,
// below 0 and above 99 half of what the lowest and the highest band still hear. HTK's scale, mel = 2595 log10(1 + Hz /
// 700).
double bandAt(double hertz);
double hertzAt(double band);

// A value of a frame in dB, 0 where a tone of full scale stands: its peak in the spectrum is half the window's sum,
// 256. Bands at high frequencies are wide, and such a tone reaches up to 6 dB there. Silence is -148 dB.
double decibelsOf(double value);

} // namespace engine::audio
