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

constexpr std::int64_t kWindow = 1024;
constexpr std::int64_t kBins = kWindow / 2 + 1;

// Triangles on the HTK mel scale, [bins, bands]; every step in fp32 as torchaudio.functional.melscale_fbanks takes it.
at::Tensor makeFilterbank() {
    const double highest = 2595.0 * std::log10(1.0 + (kSampleRate / 2) / 700.0);
    const at::Tensor frequencies = at::linspace(0, kSampleRate / 2, kBins, at::kFloat);
    const at::Tensor mels = at::linspace(0, highest, kMelBands + 2, at::kFloat);
    const at::Tensor corners = 700.0 * (at::pow(at::Scalar(10.0), mels / 2595.0) - 1.0);
    const at::Tensor widths = corners.slice(0, 1) - corners.slice(0, 0, kMelBands + 1);
    const at::Tensor distances = corners.unsqueeze(0) - frequencies.unsqueeze(1);
    const at::Tensor rising = -distances.slice(1, 0, kMelBands) / widths.slice(0, 0, kMelBands);
    const at::Tensor falling = distances.slice(1, 2) / widths.slice(0, 1);
    return at::minimum(rising, falling).clamp_min(0.0).contiguous();
}

} // namespace

Mel logMel(std::span<const float> samples24k) {
    if (samples24k.size() < std::size_t(kBins))
        throw badInput("A spectrogram needs at least " + std::to_string(kBins) + " samples; there are " +
                           std::to_string(samples24k.size()) + ".",
                       "Record or choose 3 to 12 seconds of clear speech.");

    const c10::InferenceMode inference;
    static const at::Tensor window = at::hann_window(kWindow, at::kFloat);
    static const at::Tensor filterbank = makeFilterbank();

    const at::Tensor wave =
        at::from_blob(const_cast<float *>(samples24k.data()), {1, std::int64_t(samples24k.size())}, at::kFloat);
    const at::Tensor spectrum =
        at::stft(wave, kWindow, kHopLength, kWindow, window, true, "reflect", false, true, true);
    const at::Tensor mel =
        at::matmul(spectrum.abs().transpose(-1, -2), filterbank).clamp_min(1e-5).log().squeeze(0).contiguous();

    const float *first = mel.const_data_ptr<float>();
    return {int(mel.size(0)), std::vector<float>(first, first + mel.numel())};
}

} // namespace engine::audio
