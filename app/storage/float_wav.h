// WAV with 32-bit floats, as audio_store.h keeps it: read back bit for bit. Only this exact form is read (another
// program's WAV goes through engine/audio/file.h), so reading is checking. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>

#include "engine/clip.h"

namespace app::storage {

// RIFF, "fmt " (IEEE float, mono), "fact" (count of samples; asked for by the format for floats), "data".
using FloatWavHeader = std::array<std::byte, 56>;

inline constexpr std::size_t kMostFloatSamples = 1'000'000'000; // RIFF counts bytes in 32 bits

FloatWavHeader floatWavHeader(int sampleRate, std::size_t samples);

// Nothing when the file is not exactly a header as above and its samples; also when it cannot be read.
std::optional<engine::Clip> readFloatWav(const std::filesystem::path &file);

} // namespace app::storage
