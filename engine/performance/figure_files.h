// The small text files through which Linux tells figures (/proc, /sys): read whole, bounded, and checked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace engine::performance {

std::optional<std::string> readSmall(const std::filesystem::path &file); // at most 64 kB; without the last line's end
std::optional<double> readNumber(const std::filesystem::path &file);     // finite
// What lies in a folder, by name; nothing when it cannot be read.
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path &folder);

} // namespace engine::performance
