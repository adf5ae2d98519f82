// Power spectra of a sound, frame after frame, in double precision. Pure; any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace engine::audio {

using EachSpectrum = std::function<void(std::size_t frame, std::span<const double> powers)>;

// Frame i is `window` times the samples from hop · i on, with zeros beyond the sound's end. `each` gets the squared
// magnitudes of its window.size() / 2 + 1 frequencies, which are there during the call; few frames are in memory at a
// time. `window` has at least one sample.
void powerSpectra(std::span<const float> samples, std::span<const double> window, std::size_t hop, std::size_t frames,
                  const EachSpectrum &each);

} // namespace engine::audio
