#include "engine/audio/mel.h"

#include <cmath>
#include <cstdint>
#include <string>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include "engine/clip.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr std::int64_t kWindow = kMelWindow;
constexpr std::int64_t kBins = kWindow / 2 + 1;

double melOf(double hertz) {
    return 2595.0 * std::log10(1.0 + hertz / 700.0);
}

// Triangles on the HTK mel scale, [bins, bands]; every step in fp32 as torchaudio.functional.melscale_fbanks takes it.
at::Tensor makeFilterbank() {
    const double highest = melOf(kSampleRate / 2);
    const at::Tensor frequencies = at::linspace(0, kSampleRate / 2, kBins, at::kFloat);
    const at::Tensor mels = at::linspace(0, highest, kMelBands + 2, at::kFloat);
    const at::Tensor corners = 700.0 * (at::pow(at::Scalar(10.0), mels / 2595.0) - 1.0);
    const at::Tensor widths = corners.slice(0, 1) - corners.slice(0, 0, kMelBands + 1);
    const at::Tensor distances = corners.unsqueeze(0) - frequencies.unsqueeze(1);
    const at::Tensor rising = -distances.slice(1, 0, kMelBands) / widths.slice(0, 0, kMelBands);
    const at::Tensor falling = distances.slice(1, 2) / widths.slice(0, 1);
    return at::minimum(rising, falling).clamp_min(0.0).contiguous();
}

const at::Tensor &filterbank() {
    static const at::Tensor bank = makeFilterbank();
    return bank;
}

const at::Tensor &window() {
    static const at::Tensor hann = at::hann_window(kWindow, at::kFloat);
    return hann;
}

at::Tensor view(std::span<const float> samples, at::IntArrayRef shape) {
    return at::from_blob(const_cast<float *>(samples.data()), shape, at::kFloat);
}

Mel melOf(const at::Tensor &magnitudes) { // [frames, bins]
    const at::Tensor mel = at::matmul(magnitudes, filterbank()).clamp_min(1e-5).log().contiguous();
    const float *first = mel.const_data_ptr<float>();
    return {int(mel.size(0)), std::vector<float>(first, first + mel.numel())};
}

} // namespace

Mel logMel(std::span<const float> samples24k) {
    if (samples24k.size() < std::size_t(kBins))
        throw badInput("A spectrogram needs at least " + std::to_string(kBins) + " samples; there are " +
                           std::to_string(samples24k.size()) + ".",
                       "Record or choose 3 to 12 seconds of clear speech.");

    const c10::InferenceMode inference;
    const at::Tensor wave = view(samples24k, {1, std::int64_t(samples24k.size())});
    const at::Tensor spectrum =
        at::stft(wave, kWindow, kHopLength, kWindow, window(), true, "reflect", false, true, true);
    return melOf(spectrum.abs().transpose(-1, -2).squeeze(0));
}

Mel melOfWindows(std::span<const float> windows24k) {
    const auto count = std::int64_t(windows24k.size()) / kWindow;
    if (std::size_t(count * kWindow) != windows24k.size())
        throw badInput("A spectrogram needs windows of " + std::to_string(kWindow) + " samples; there are " +
                           std::to_string(windows24k.size()) + ".",
                       "Fill the last window with zeros.");
    if (count == 0)
        return {};
    const c10::InferenceMode inference;
    return melOf(at::fft_rfft(view(windows24k, {count, kWindow}) * window()).abs());
}

double bandAt(double hertz) {
    return melOf(hertz) / melOf(kSampleRate / 2) * (kMelBands + 1) - 1;
}

double hertzAt(double band) {
    return 700.0 * (std::pow(10.0, (band + 1) / (kMelBands + 1) * melOf(kSampleRate / 2) / 2595.0) - 1.0);
}

double decibelsOf(double value) {
    return 20 * std::log10(std::exp(1.0)) * value - 20 * std::log10(kMelWindow / 4.0);
}

} // namespace engine::audio
