// What an archive may hold at most. What is counted is what really comes out of it, not what it says of itself.
#pragma once

#include <cstdint>
#include <functional>

namespace app::archive {

struct ZipLimits {
    std::uint64_t entries = 10'000;
    std::uint64_t entryBytes = 2'000'000'000; // unpacked, each
    std::uint64_t totalBytes = 4'000'000'000; // unpacked, all together
    // Unpacked to packed, of each entry; counted from the first megabyte on. Deflate cannot do more than 1032.
    double ratio = 200;
};

// How far it is, in unpacked bytes. Called on the thread that does the work, several times a second.
using ZipProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

} // namespace app::archive
