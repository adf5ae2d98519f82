// Sound files in and out (libsndfile). Everything that comes from a file is checked before it is used.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/clip.h"

namespace engine::audio {

struct Sound {
    int sampleRate = 0;              // Hz
    int channels = 0;
    std::vector<float> interleaved;  // frames × channels, -1…1

    std::size_t frames() const { return channels > 0 ? interleaved.size() / std::size_t(channels) : 0; }
};

// Reads at most `maxSeconds` from the start; a longer file is not an error. Error(BadInput): not a sound file, empty,
// more than 8 channels, a sample rate outside 4 kHz…768 kHz, not-a-number samples.
Sound readSound(const std::filesystem::path &file, double maxSeconds);

// Mean of the channels.
std::vector<float> toMono(const Sound &sound);

// 16-bit PCM WAV through a temporary file beside it and a rename: the target is whole or untouched.
// Samples outside -1…1 are clamped. Error(Failure) when the folder is missing, read-only or full.
void writeWav(const std::filesystem::path &file, const Clip &clip);

} // namespace engine::audio
