#include "engine/audio/power_spectra.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

namespace engine::audio {

void powerSpectra(std::span<const float> samples, std::span<const double> window, std::size_t hop, std::size_t frames,
                  const EachSpectrum &each) {
    constexpr std::size_t kAtOnce = 256;
    const std::size_t size = window.size(), bins = size / 2 + 1;
    const c10::InferenceMode inference;
    std::vector<double> cut;
    for (std::size_t first = 0; first < frames; first += kAtOnce) {
        const std::size_t count = std::min(kAtOnce, frames - first);
        cut.assign(count * size, 0);
        for (std::size_t frame = 0; frame < count; ++frame) {
            const std::size_t from = std::min((first + frame) * hop, samples.size());
            const std::size_t length = std::min(size, samples.size() - from);
            for (std::size_t i = 0; i < length; ++i)
                cut[frame * size + i] = window[i] * double(samples[from + i]);
        }
        const at::Tensor waves = at::from_blob(cut.data(), {std::int64_t(count), std::int64_t(size)}, at::kDouble);
        const at::Tensor parts = at::view_as_real(at::fft_rfft(waves)).contiguous(); // [frames, bins, 2]
        const double *values = parts.const_data_ptr<double>();
        std::vector<double> powers(bins);
        for (std::size_t frame = 0; frame < count; ++frame) {
            for (std::size_t bin = 0; bin < bins; ++bin, values += 2)
                powers[bin] = values[0] * values[0] + values[1] * values[1];
            each(first + frame, powers);
        }
    }
}

} // namespace engine::audio
