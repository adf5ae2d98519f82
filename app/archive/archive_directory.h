// The directory of a zip archive, read from its bytes and checked against what it points to. libzip reads the content;
// that the two agree is checked too, so that no archive means one thing here and another there. Source: PKWARE APPNOTE
// 6.3.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/archive/zip_limits.h"

class QString;

namespace app::archive {

struct DirectoryEntry {
    std::string name;         // as its bytes are; of a folder with '/' at its end
    std::uint64_t packed = 0; // bytes
    std::uint64_t bytes = 0;  // unpacked, as it says
    std::uint64_t offset = 0; // of its local header
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t attributes = 0;
};

// What is wrong with the archive: an entry ("" = all of it) and a part of a sentence, translated.
struct Refusal {
    std::string name;
    std::string why;
};

// Throws Refusal. `file` is open for reading and `size` long.
std::vector<DirectoryEntry> readDirectory(int file, std::uint64_t size, const ZipLimits &limits);

// The rules for each entry and for all of them together: names, kinds, methods, encryption, sizes.
void requireHarmless(const std::vector<DirectoryEntry> &entries, const ZipLimits &limits);

} // namespace app::archive
