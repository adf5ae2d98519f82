#include "engine/distances/speaker_network.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/model/weights.h"

namespace engine::distances {

namespace {

constexpr std::size_t kMostLayers = 64;
constexpr std::int64_t kMostChannels = 8192, kMostFrames = 64; // of a kernel and of a dilation
constexpr std::size_t kLongestName = 200;

[[noreturn]] void refuse(const std::filesystem::path &file, const std::string &what) {
    throw badInput(file.string() + ": " + what + ".",
                   "engine/distances/speaker_encoder.h says what a model of voices looks like.");
}

std::int64_t whole(const Json &from, const std::string &key, std::int64_t least, std::int64_t most,
                   const std::filesystem::path &file) {
    const Json &value = from[key];
    if (!value.isInteger() || value.number() < double(least) || value.number() > double(most))
        refuse(file,
               "\"" + key + "\" is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return value.integer();
}

double hertz(const Json &from, const std::string &key, double most, const std::filesystem::path &file) {
    const Json &value = from[key];
    if (!value.isNumber() || !(value.number() >= 0 && value.number() <= most))
        refuse(file, "\"" + key + "\" is not a frequency up to half the sample rate");
    return value.number();
}

std::string name(const Json &from, const std::string &key, const std::filesystem::path &file) {
    const Json &value = from[key];
    if (!value.isString() || value.string().empty() || value.string().size() > kLongestName)
        refuse(file, "\"" + key + "\" is no text of 1 to " + std::to_string(kLongestName) + " bytes");
    return value.string();
}

SpeakerFeatures featuresOf(const Json &from, const std::filesystem::path &file) {
    SpeakerFeatures features;
    features.sampleRate = int(whole(from, "sample_rate", 8000, 48000, file));
    features.fft = std::size_t(whole(from, "fft", 16, 4096, file));
    features.window = std::size_t(whole(from, "window", 16, std::int64_t(features.fft), file));
    features.hop = std::size_t(whole(from, "hop", 1, std::int64_t(features.window), file));
    features.bands = std::size_t(whole(from, "bands", 1, 256, file));
    features.lowest = hertz(from, "lowest_hz", features.sampleRate / 2.0, file);
    features.highest = hertz(from, "highest_hz", features.sampleRate / 2.0, file);
    if (features.lowest >= features.highest)
        refuse(file, "\"lowest_hz\" is not below \"highest_hz\"");
    return features;
}

class Tensors {
public:
    explicit Tensors(const std::filesystem::path &file) : m_file(file), m_weights(model::Weights::open(file)) {}

    bool contains(const std::string &name) const { return m_weights.contains(name); }
    // Checked to have so many axes of 1 to kMostChannels.
    const std::vector<std::int64_t> &shape(const std::string &name, std::size_t axes) const {
        const std::vector<std::int64_t> &shape = m_weights.at(name).shape;
        bool fits = shape.size() == axes;
        for (const std::int64_t extent : shape)
            fits = fits && extent >= 1 && extent <= 2 * kMostChannels;
        if (!fits)
            refuse(m_file, "the tensor " + name + " does not have " + std::to_string(axes) + " axes of 1 to " +
                               std::to_string(2 * kMostChannels));
        return shape;
    }
    std::vector<float> values(const std::string &name, const std::vector<std::int64_t> &shape) const {
        const model::TensorView &view = m_weights.at(name);
        if (view.dtype != model::Dtype::F32 || view.shape != shape)
            refuse(m_file, "the tensor " + name + " is not F32 of the shape that fits its neighbours");
        model::requireFinite(view, name, m_file);
        std::vector<float> values(view.bytes.size() / sizeof(float));
        std::memcpy(values.data(), view.bytes.data(), values.size() * sizeof(float));
        return values;
    }

private:
    std::filesystem::path m_file;
    model::Weights m_weights;
};

DelayLayer layerOf(const Tensors &tensors, std::size_t number, std::size_t in, std::size_t dilation,
                   const std::filesystem::path &file) {
    const std::string prefix = "layers." + std::to_string(number) + ".";
    const std::vector<std::int64_t> shape = tensors.shape(prefix + "weight", 3);
    if (shape[0] > kMostChannels || std::size_t(shape[1]) != in || shape[2] > kMostFrames)
        refuse(file, "the tensor " + prefix + "weight is not [out, " + std::to_string(in) + ", kernel] with at most " +
                         std::to_string(kMostChannels) + " and " + std::to_string(kMostFrames));
    DelayLayer layer{in, std::size_t(shape[0]), std::size_t(shape[2]), dilation, {}, {}, {}, {}};
    layer.weight = tensors.values(prefix + "weight", shape);
    layer.bias = tensors.values(prefix + "bias", {shape[0]});
    layer.scale.assign(layer.out, 1);
    layer.shift.assign(layer.out, 0);
    if (tensors.contains(prefix + "scale"))
        layer.scale = tensors.values(prefix + "scale", {shape[0]});
    if (tensors.contains(prefix + "shift"))
        layer.shift = tensors.values(prefix + "shift", {shape[0]});
    return layer;
}

} // namespace

SpeakerNetwork readSpeakerNetwork(const std::filesystem::path &manifest) {
    const Json json = Json::read(manifest, {1 << 20, 8, 10000});
    whole(json, "format", 1, 1, manifest);
    SpeakerNetwork network;
    network.name = name(json, "name", manifest);
    const std::filesystem::path file = name(json, "weights", manifest);
    if (file.has_parent_path() || file == ".." || file == ".")
        refuse(manifest, "\"weights\" is not the name of a file beside it");
    network.weights = manifest.parent_path() / file;
    network.features = featuresOf(json["features"], manifest);

    const Json &layers = json["layers"];
    if (!layers.isArray() || layers.array().empty() || layers.array().size() > kMostLayers)
        refuse(manifest, "\"layers\" is no list of 1 to " + std::to_string(kMostLayers));
    const Tensors tensors(network.weights);
    std::size_t channels = network.features.bands;
    for (const Json &layer : layers.array()) {
        const auto dilation = std::size_t(whole(layer, "dilation", 1, kMostFrames, manifest));
        network.layers.push_back(layerOf(tensors, network.layers.size(), channels, dilation, network.weights));
        channels = network.layers.back().out;
    }
    const std::vector<std::int64_t> shape = tensors.shape("embedding.weight", 2);
    if (std::size_t(shape[1]) != 2 * channels)
        refuse(network.weights, "the tensor embedding.weight is not [size, " + std::to_string(2 * channels) + "]");
    network.size = std::size_t(shape[0]);
    network.weight = tensors.values("embedding.weight", shape);
    network.bias = tensors.values("embedding.bias", {shape[0]});
    return network;
}

} // namespace engine::distances
