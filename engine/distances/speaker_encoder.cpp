#include "engine/distances/speaker_encoder.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <system_error>
#include <utility>

#include "engine/audio/power_spectra.h"
#include "engine/audio/resample.h"
#include "engine/distances/speaker_network.h"
#include "engine/quality/speech_frames.h"

namespace engine::distances {

namespace {

constexpr std::size_t kMostSeconds = 120; // so that memory stays bounded

// [channels, frames], so that the loops over time run over what lies together.
struct Channels {
    std::size_t count = 0, frames = 0;
    std::vector<float> values;

    std::span<float> at(std::size_t channel) { return {values.data() + channel * frames, frames}; }
    std::span<const float> at(std::size_t channel) const { return {values.data() + channel * frames, frames}; }
};

// Triangles of height 1 between corners that lie evenly on HTK's mel scale: [bands, bins].
std::vector<double> triangles(const SpeakerFeatures &features) {
    const auto melOf = [](double hertz) { return 2595 * std::log10(1 + hertz / 700); };
    const auto corner = [&](std::size_t i) {
        const double low = melOf(features.lowest), high = melOf(features.highest);
        return 700 * (std::pow(10.0, (low + (high - low) * double(i) / double(features.bands + 1)) / 2595) - 1);
    };
    const std::size_t bins = features.fft / 2 + 1;
    std::vector<double> weights(features.bands * bins);
    for (std::size_t band = 0; band < features.bands; ++band) {
        const double left = corner(band), middle = corner(band + 1), right = corner(band + 2);
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const double hertz = double(bin) * features.sampleRate / double(features.fft);
            weights[band * bins + bin] =
                std::max(0.0, std::min((hertz - left) / (middle - left), (right - hertz) / (right - middle)));
        }
    }
    return weights;
}

Channels featuresOf(const std::vector<float> &samples, const SpeakerFeatures &features) {
    const std::size_t frames =
        samples.size() < features.window ? 0 : (samples.size() - features.window) / features.hop + 1;
    Channels mel{features.bands, frames, std::vector<float>(features.bands * frames)};
    std::vector<double> window(features.fft);
    for (std::size_t i = 0; i < features.window; ++i)
        window[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * double(i) / double(features.window));
    const std::vector<double> weights = triangles(features);
    audio::powerSpectra(samples, window, features.hop, frames, [&](std::size_t frame, std::span<const double> powers) {
        for (std::size_t band = 0; band < features.bands; ++band) {
            double sum = 0;
            for (std::size_t bin = 0; bin < powers.size(); ++bin)
                sum += weights[band * powers.size() + bin] * powers[bin];
            mel.at(band)[frame] = float(std::log(std::max(sum, 1e-10)));
        }
    });
    for (std::size_t band = 0; band < features.bands && frames > 0; ++band) {
        double mean = 0;
        for (const float value : mel.at(band))
            mean += double(value) / double(frames);
        for (float &value : mel.at(band))
            value -= float(mean);
    }
    return mel;
}

Channels applied(const DelayLayer &layer, const Channels &in) {
    Channels out{layer.out, in.frames - layer.reach(), {}};
    out.values.resize(out.count * out.frames);
    for (std::size_t to = 0; to < layer.out; ++to) {
        const std::span<float> sum = out.at(to);
        std::fill(sum.begin(), sum.end(), layer.bias[to]);
        for (std::size_t from = 0; from < layer.in; ++from) {
            for (std::size_t tap = 0; tap < layer.kernel; ++tap) {
                const float weight = layer.weight[(to * layer.in + from) * layer.kernel + tap];
                const float *source = in.at(from).data() + tap * layer.dilation;
                for (std::size_t frame = 0; frame < sum.size(); ++frame)
                    sum[frame] += weight * source[frame];
            }
        }
        for (float &value : sum)
            value = std::max(value, 0.0f) * layer.scale[to] + layer.shift[to];
    }
    return out;
}

std::vector<float> pooled(const Channels &channels) {
    std::vector<float> pool(2 * channels.count);
    for (std::size_t channel = 0; channel < channels.count; ++channel) {
        double mean = 0, variance = 0;
        for (const float value : channels.at(channel))
            mean += double(value) / double(channels.frames);
        for (const float value : channels.at(channel))
            variance += (double(value) - mean) * (double(value) - mean) / double(channels.frames);
        pool[channel] = float(mean);
        pool[channels.count + channel] = float(std::sqrt(std::max(variance, 1e-10)));
    }
    return pool;
}

} // namespace

std::optional<SpeakerEncoder> SpeakerEncoder::open(const std::filesystem::path &folder) {
    const std::filesystem::path manifest = folder / "speaker.json";
    std::error_code error;
    if (std::filesystem::symlink_status(manifest, error).type() == std::filesystem::file_type::not_found)
        return std::nullopt;
    return SpeakerEncoder(std::make_shared<const SpeakerNetwork>(readSpeakerNetwork(manifest)));
}

const std::string &SpeakerEncoder::name() const {
    return m_network->name;
}

const std::filesystem::path &SpeakerEncoder::weights() const {
    return m_network->weights;
}

std::optional<std::vector<float>> SpeakerEncoder::embed(const Clip &clip) const {
    quality::requireMeasurable(clip);
    const SpeakerNetwork &network = *m_network;
    const int rate = network.features.sampleRate;
    const std::size_t most = kMostSeconds * std::size_t(clip.sampleRate);
    const std::span<const float> heard(clip.samples.data(), std::min(clip.samples.size(), most));
    Channels channels = featuresOf(clip.sampleRate == rate ? std::vector<float>(heard.begin(), heard.end())
                                                           : audio::resample(heard, clip.sampleRate, rate),
                                   network.features);
    for (const DelayLayer &layer : network.layers) {
        if (channels.frames <= layer.reach())
            return std::nullopt;
        channels = applied(layer, channels);
    }
    const std::vector<float> pool = pooled(channels);
    std::vector<float> point = network.bias;
    double squares = 0;
    for (std::size_t i = 0; i < network.size; ++i) {
        for (std::size_t j = 0; j < pool.size(); ++j)
            point[i] += network.weight[i * pool.size() + j] * pool[j];
        squares += double(point[i]) * double(point[i]);
    }
    if (!std::isfinite(squares) || squares <= 0)
        return std::nullopt;
    for (float &value : point)
        value = float(double(value) / std::sqrt(squares));
    return point;
}

std::optional<double> speakerLikeness(const SpeakerEncoder *encoder, const Clip &take, const Clip &other) {
    if (!encoder)
        return std::nullopt;
    const auto first = encoder->embed(take), second = encoder->embed(other);
    if (!first || !second)
        return std::nullopt;
    double cosine = 0;
    for (std::size_t i = 0; i < first->size(); ++i)
        cosine += double((*first)[i]) * double((*second)[i]);
    return std::clamp(cosine, -1.0, 1.0);
}

} // namespace engine::distances
