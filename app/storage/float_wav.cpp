#include "app/storage/float_wav.h"

#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/descriptor.h"

namespace app::storage {

static_assert(std::endian::native == std::endian::little, "files hold little-endian numbers");

namespace {

class HeaderWriter {
public:
    explicit HeaderWriter(FloatWavHeader &header) : m_header(header) {}
    HeaderWriter &tag(std::string_view text) { return put(text.data(), text.size()); }
    HeaderWriter &u32(std::uint32_t value) { return put(&value, sizeof value); }
    HeaderWriter &u16(std::uint16_t value) { return put(&value, sizeof value); }

private:
    HeaderWriter &put(const void *bytes, std::size_t count) {
        std::memcpy(m_header.data() + m_used, bytes, count);
        m_used += count;
        return *this;
    }

    FloatWavHeader &m_header;
    std::size_t m_used = 0;
};

bool readAll(int descriptor, void *target, std::size_t bytes) {
    auto *to = static_cast<std::byte *>(target);
    while (bytes > 0) {
        const ssize_t count = ::read(descriptor, to, bytes);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        to += count;
        bytes -= std::size_t(count);
    }
    return true;
}

} // namespace

FloatWavHeader floatWavHeader(int sampleRate, std::size_t samples) {
    FloatWavHeader header{};
    const auto dataBytes = std::uint32_t(samples * sizeof(float));
    HeaderWriter(header)
        .tag("RIFF")
        .u32(dataBytes + std::uint32_t(header.size()) - 8)
        .tag("WAVE")
        .tag("fmt ")
        .u32(16)
        .u16(3) // IEEE float
        .u16(1)
        .u32(std::uint32_t(sampleRate))
        .u32(std::uint32_t(sampleRate) * std::uint32_t(sizeof(float)))
        .u16(sizeof(float))
        .u16(32)
        .tag("fact")
        .u32(4)
        .u32(std::uint32_t(samples))
        .tag("data")
        .u32(dataBytes);
    return header;
}

std::optional<engine::Clip> readFloatWav(const std::filesystem::path &file) {
    const engine::Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    FloatWavHeader header{};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size < off_t(header.size()) || !readAll(descriptor.get(), header.data(), header.size()))
        return std::nullopt;
    const std::size_t bytes = std::size_t(status.st_size) - header.size();
    std::uint32_t sampleRate = 0;
    std::memcpy(&sampleRate, header.data() + 24, sizeof sampleRate);
    const std::size_t samples = bytes / sizeof(float);
    if (bytes % sizeof(float) != 0 || samples > kMostFloatSamples || sampleRate < 1 || sampleRate > 1'000'000 ||
        header != floatWavHeader(int(sampleRate), samples))
        return std::nullopt;
    engine::Clip clip{int(sampleRate), std::vector<float>(samples)};
    if (!readAll(descriptor.get(), clip.samples.data(), bytes))
        return std::nullopt;
    return clip;
}

} // namespace app::storage
