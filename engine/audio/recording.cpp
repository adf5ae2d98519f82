#include "engine/audio/recording.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/descriptor.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr int kMostChunks = 64; // before the one that says the format

enum WaveTag : unsigned { Pcm = 1, Float = 3, Extensible = 0xFFFE };

using Bytes = std::array<unsigned char, 40>;

// What could be read of the `wanted` bytes at this place.
std::size_t readAt(int file, std::uint64_t at, Bytes &bytes, std::size_t wanted) {
    const ssize_t got = ::pread(file, bytes.data(), wanted, off_t(at));
    return got > 0 ? std::size_t(got) : 0;
}

std::string_view text(const Bytes &bytes, std::size_t at, std::size_t length = 4) {
    return {reinterpret_cast<const char *>(bytes.data()) + at, length};
}

std::uint32_t number(const Bytes &bytes, std::size_t at, std::size_t length) {
    std::uint32_t value = 0;
    for (std::size_t i = length; i-- > 0;)
        value = value << 8 | bytes[at + i];
    return value;
}

bool isPlainWav(int file) {
    Bytes bytes{};
    std::uint64_t at = 12;
    for (int chunk = 0; chunk < kMostChunks; ++chunk) {
        if (readAt(file, at, bytes, 8) < 8)
            return false;
        const std::uint32_t length = number(bytes, 4, 4);
        if (text(bytes, 0) != "fmt ") {
            at += 8 + std::uint64_t(length) + length % 2;
            continue;
        }
        const std::size_t got = readAt(file, at + 8, bytes, std::min<std::size_t>(length, bytes.size()));
        const unsigned tag = got >= 16 ? number(bytes, 0, 2) : 0;
        const unsigned kind = tag == Extensible && got >= 26 ? number(bytes, 24, 2) : tag;
        return kind == Pcm || kind == Float;
    }
    return false;
}

bool isPlain(int file) {
    Bytes bytes{};
    const std::size_t got = readAt(file, 0, bytes, 12);
    if (got >= 4 && text(bytes, 0) == "fLaC")
        return true;
    return got == 12 && text(bytes, 0) == "RIFF" && text(bytes, 8) == "WAVE" && isPlainWav(file);
}

} // namespace

Sound readRecording(const std::filesystem::path &file, double maxSeconds) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    const bool hasContent = descriptor.get() >= 0 && ::fstat(descriptor.get(), &status) == 0 &&
                            S_ISREG(status.st_mode) && status.st_size > 0;
    if (hasContent && !isPlain(descriptor.get()))
        throw badInput(
            "The recording '" + file.string() + "' is neither plain WAV nor FLAC.",
            "Save it as WAV or FLAC, or make the voice anew of it: `ishowtts voices add FILE` and the Voices "
            "pane read every kind of sound.");
    return readSound(file, maxSeconds); // also says what is wrong with the others
}

} // namespace engine::audio
