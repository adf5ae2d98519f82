// Sound files in and out. Everything that comes from a file is checked before it is used. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "engine/clip.h"

namespace engine::audio {

struct Sound {
    int sampleRate = 0; // Hz
    int channels = 0;
    std::vector<float> interleaved; // frames × channels, nominally -1…1

    std::size_t frames() const { return channels > 0 ? interleaved.size() / std::size_t(channels) : 0; }
    double seconds() const { return sampleRate > 0 ? double(frames()) / sampleRate : 0.0; }
};

// Reads at most `maxSeconds` (and 64 million samples) from the start through libsndfile: WAV, FLAC, Ogg, MP3, AIFF …
// A longer file is not an error; the rest of it is not read.
// Error(BadInput): missing, unreadable, a folder or a device, not a sound file, empty, damaged, more than 8 channels, a
// sample rate outside 4 kHz…768 kHz, samples that are not numbers.
Sound readSound(const std::filesystem::path &file, double maxSeconds);

// 16-bit PCM WAV through replaceFile(): the target is whole or untouched. Samples outside -1…1 are clamped. Throws what
// replaceFile() throws, and Error(Failure) when a sample is not a number.
void writeWav(const std::filesystem::path &file, const Clip &clip);

} // namespace engine::audio
