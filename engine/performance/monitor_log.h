// What `monitor` saw, as JSON lines that never fill a disk: beyond 10 MB a file becomes NAME.1, that one NAME.2, and so
// on; the sixth goes. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "engine/json.h"

namespace engine::performance {

class MonitorLog {
public:
    static constexpr std::uintmax_t kLongest = 10'000'000; // bytes of one file
    static constexpr int kFiles = 5;                       // besides the one that grows

    explicit MonitorLog(std::filesystem::path file, std::uintmax_t longest = kLongest)
        : m_file(std::move(file)), m_longest(longest) {}

    // Empty when the line is written; else why it is not. The next line is tried again.
    std::string write(const Json &line);

private:
    void rotate();

    const std::filesystem::path m_file;
    const std::uintmax_t m_longest;
};

// The newest lines of such a log, whole ones, oldest first: of the file, and where that holds less than `most` bytes of
// NAME.1, too. Empty when there is none that can be read.
std::string endOfLog(const std::filesystem::path &file, std::size_t most);

// Each line of such a text, in order. Half a line, somebody's own, and one that `use` throws an Error about are left
// out.
void forEachLine(std::string_view text, const std::function<void(const Json &)> &use);

} // namespace engine::performance
