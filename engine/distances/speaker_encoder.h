// Whose voice it is, as a point: two takes of one speaker lie close together. The place for a model that a person
// brings; none is shipped. Where there is none the likeness reads "not measured" and blocks nothing.
//
// A model is a folder with speaker.json and the weights as safetensors (F32):
//   {"format": 1, "name": "my x-vector", "weights": "speaker.safetensors",
//    "features": {"sample_rate": 16000, "fft": 512, "window": 400, "hop": 160, "bands": 80,
//                 "lowest_hz": 20, "highest_hz": 7600},
//    "layers": [{"dilation": 1}, {"dilation": 2}, {"dilation": 3}]}
// It is a time-delay network (Snyder et al., X-vectors: robust DNN embeddings for speaker recognition, ICASSP 2018):
//   features   periodic Hann window, zeros up to `fft`, power, triangular HTK mel bands in Hz, ln(max(x, 1e-10)), less
//              each band's mean over the take; frames lie wholly inside the sound
//   layer N    convolution over time without padding, layers.N.weight [out, in, kernel] and layers.N.bias [out], ReLU,
//              then layers.N.scale and layers.N.shift [out] where they are there (a folded batch normalisation)
//   pooling    mean and standard deviation (sqrt(max(variance, 1e-10))) over time, 2 · out
//   embedding  embedding.weight [size, 2 · out], embedding.bias [size], scaled to length 1
// Figures of different models cannot be compared. Immutable once open; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/clip.h"

namespace engine::distances {

struct SpeakerNetwork;

class SpeakerEncoder {
public:
    // None when the folder holds no speaker.json. Error(BadInput) when what it holds cannot be used, and why.
    static std::optional<SpeakerEncoder> open(const std::filesystem::path &folder);

    const std::string &name() const; // as speaker.json says
    const std::filesystem::path &weights() const;

    // A point on the unit sphere; none for a sound without a frame that all layers reach, or whose point would be 0.
    // Of a longer one the first two minutes count. Any rate of 4 to 192 kHz. Error(BadInput) for samples that are not
    // numbers, and in builds without soxr when the rate is not the model's.
    std::optional<std::vector<float>> embed(const Clip &clip) const;

private:
    explicit SpeakerEncoder(std::shared_ptr<const SpeakerNetwork> network) : m_network(std::move(network)) {}
    std::shared_ptr<const SpeakerNetwork> m_network;
};

// Cosine of the angle between the points, -1…1; 1 for equal takes. None, which is "not measured", without an encoder or
// where a take has no point.
std::optional<double> speakerLikeness(const SpeakerEncoder *encoder, const Clip &take, const Clip &other);

} // namespace engine::distances
