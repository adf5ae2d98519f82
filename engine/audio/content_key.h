// What a recording and its transcript are, whatever the file is called and whenever it was written: what is made of
// them is kept under this. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace engine::audio {

struct ContentKey {
    std::uint64_t bytes = 0; // length of the file
    std::uint64_t hash = 0;  // of its first 64 MiB, which hold the minute that is read; not meant against forgery
    std::string transcript;

    auto operator<=>(const ContentKey &) const = default;
};

// Reads the file: some 0.2 ms for a reference. None when it cannot be read.
std::optional<ContentKey> contentKey(const std::filesystem::path &recording, const std::string &transcript);

} // namespace engine::audio
