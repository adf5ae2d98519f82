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

} // namespace engine::audio
