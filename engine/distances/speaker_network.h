// What a speaker encoder is made of, read and checked. Only speaker_encoder.cpp and speaker_network.cpp include this.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace engine::distances {

struct SpeakerFeatures {
    int sampleRate = 0;
    std::size_t fft = 0, window = 0, hop = 0, bands = 0;
    double lowest = 0, highest = 0; // Hz
};

struct DelayLayer {
    std::size_t in = 0, out = 0, kernel = 0, dilation = 1;
    std::vector<float> weight; // [out, in, kernel]
    std::vector<float> bias, scale, shift;

    std::size_t reach() const { return (kernel - 1) * dilation; } // frames that it takes away
};

struct SpeakerNetwork {
    std::string name;
    std::filesystem::path weights;
    SpeakerFeatures features;
    std::vector<DelayLayer> layers;
    std::size_t size = 0;            // of the embedding
    std::vector<float> weight, bias; // [size, 2 · out of the last layer], [size]
};

// Error(BadInput) when the file, or the weights beside it, cannot be used.
SpeakerNetwork readSpeakerNetwork(const std::filesystem::path &manifest);

} // namespace engine::distances
