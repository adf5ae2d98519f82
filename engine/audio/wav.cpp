// writeWav of engine/audio/file.h, and wav_bytes.h. Needs no sound library, so every build has it.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>

#include "engine/audio/file.h"
#include "engine/audio/wav_bytes.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace engine::audio {

namespace {

constexpr std::size_t kHeaderBytes = 44;

void put(std::string &bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i)
        bytes.push_back(char((value >> (8 * i)) & 0xff));
}

std::string encodeWav(const std::string &what, const Clip &clip) {
    const std::size_t dataBytes = clip.samples.size() * 2;
    if (dataBytes + kHeaderBytes > 0xffffffffu || clip.sampleRate <= 0)
        throw failure("A WAV file cannot hold " + std::to_string(clip.samples.size()) + " samples at " +
                          std::to_string(clip.sampleRate) + " Hz.",
                      "Write the sound in several files of less than 4 GB.");
    std::string bytes;
    bytes.reserve(kHeaderBytes + dataBytes);
    const std::uint32_t rate = std::uint32_t(clip.sampleRate);
    bytes += "RIFF";
    put(bytes, std::uint32_t(kHeaderBytes - 8 + dataBytes), 4);
    bytes += "WAVEfmt ";
    put(bytes, 16, 4);
    put(bytes, 1, 2); // PCM
    put(bytes, 1, 2); // mono
    put(bytes, rate, 4);
    put(bytes, rate * 2, 4);
    put(bytes, 2, 2);
    put(bytes, 16, 2);
    bytes += "data";
    put(bytes, std::uint32_t(dataBytes), 4);
    for (const float sample : clip.samples) {
        if (!std::isfinite(sample))
            throw failure(what + " holds samples that are not numbers; nothing was written.",
                          "Make the sound again; try the precision fp32 if it happens twice.");
        const long value = std::lrint(std::clamp(double(sample) * 32768.0, -32768.0, 32767.0));
        put(bytes, std::uint32_t(value) & 0xffff, 2);
    }
    return bytes;
}

} // namespace

void writeWav(const std::filesystem::path &file, const Clip &clip) {
    const std::string bytes = encodeWav("The sound for '" + file.string() + "'", clip);
    replaceFile(file, {std::as_bytes(std::span(bytes))});
}

std::string wavBytes(const Clip &clip) {
    return encodeWav("The sound", clip);
}

} // namespace engine::audio
