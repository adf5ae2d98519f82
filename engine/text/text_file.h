// Small text files of a model folder, read whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace engine::text {

inline constexpr std::size_t kLargestTextFile = 16 << 20; // bytes

// The bytes of the file. Error(BadInput) naming it when it is missing, not a regular file, unreadable or longer than
// kLargestTextFile; `remedy` is the second sentence of that error.
std::string readTextFile(const std::filesystem::path &file, const std::string &remedy);

} // namespace engine::text
