#include "engine/audio/content_key.h"

#include <cerrno>
#include <functional>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

#include "engine/descriptor.h"

namespace engine::audio {

namespace {

constexpr std::uint64_t kMostHashed = 64 << 20;
constexpr std::size_t kBlock = 1 << 18;

} // namespace

std::optional<ContentKey> contentKey(const std::filesystem::path &recording, const std::string &transcript) {
    const Descriptor file(::open(recording.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // a FIFO would block
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    ContentKey key{std::uint64_t(status.st_size), 0, transcript};
    std::vector<char> block(kBlock);
    for (std::uint64_t done = 0; done < kMostHashed;) {
        const ssize_t got = ::read(file.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::nullopt;
        if (got == 0)
            break;
        const std::size_t piece = std::hash<std::string_view>()({block.data(), std::size_t(got)});
        key.hash = key.hash * 0x9E3779B97F4A7C15U + (piece ^ (key.hash >> 29));
        done += std::uint64_t(got);
    }
    return key;
}

} // namespace engine::audio
