// The small text files through which Linux tells figures (/proc, /sys): read whole, bounded, and checked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace engine::performance {

std::optional<std::string> readSmall(const std::filesystem::path &file); // at most 64 kB; without the last line's end
std::optional<double> readNumber(const std::filesystem::path &file);     // finite
// "KEY:  123 kB" in a table as /proc/meminfo has: bytes, below 10^15.
std::optional<double> bytesIn(const std::string &table, const std::string &key);
// What lies in a folder, by name; nothing when it cannot be read.
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path &folder);

// The machine's memory by /proc/meminfo below `root`; none when it does not make sense.
struct MemoryInUse {
    double used = 0; // bytes
    double all = 0;
};
std::optional<MemoryInUse> memoryInUse(const std::filesystem::path &root);

} // namespace engine::performance
