#include "engine/performance/monitor_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "engine/error.h"

namespace engine::performance {

namespace fs = std::filesystem;

namespace {

constexpr int kTries = 3;

fs::path numbered(const fs::path &file, int number) {
    return fs::path(file.string() + "." + std::to_string(number));
}

std::string endOf(const fs::path &file, std::size_t most) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    const std::streamoff size = in ? std::streamoff(in.tellg()) : 0;
    if (size <= 0 || most == 0)
        return {};
    const std::streamoff begin = std::max<std::streamoff>(0, size - std::streamoff(most));
    std::string text(std::size_t(size - begin), '\0');
    in.seekg(begin);
    in.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(std::max<std::streamsize>(0, in.gcount())));
    if (begin > 0) // a piece of a line
        text.erase(0, text.find('\n') == std::string::npos ? text.size() : text.find('\n') + 1);
    return text;
}

// Other programs may write at the same time: locked until it is closed, and not what another one has just moved away.
int openLocked(const fs::path &file) {
    for (int tries = 0;; ++tries) {
        const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        struct stat own = {}, there = {};
        if (opened < 0 || tries == kTries || ::flock(opened, LOCK_EX) != 0 || ::fstat(opened, &own) != 0 ||
            ::stat(file.c_str(), &there) != 0 || (own.st_ino == there.st_ino && own.st_dev == there.st_dev))
            return opened;
        ::close(opened);
    }
}

std::uintmax_t sizeOf(int file) {
    struct stat own = {};
    return ::fstat(file, &own) == 0 && own.st_size > 0 ? std::uintmax_t(own.st_size) : 0;
}

} // namespace

void MonitorLog::rotate() {
    std::error_code error;
    for (int number = kFiles; number > 1; --number)
        fs::rename(numbered(m_file, number - 1), numbered(m_file, number), error);
    fs::rename(m_file, numbered(m_file, 1), error);
}

std::string MonitorLog::write(const Json &line) {
    std::error_code error;
    if (m_file.has_parent_path())
        fs::create_directories(m_file.parent_path(), error);
    int file = openLocked(m_file);
    if (file >= 0 && sizeOf(file) >= m_longest) {
        rotate();
        ::close(file);
        file = openLocked(m_file);
    }
    if (file < 0)
        return m_file.string() + ": " + std::strerror(errno);
    std::string text = line.dump();
    text += '\n';
    const off_t before = ::lseek(file, 0, SEEK_END);
    const ssize_t written = ::write(file, text.data(), text.size());
    std::string why;
    if (written != ssize_t(text.size())) {
        why = m_file.string() + ": " + std::strerror(written < 0 ? errno : ENOSPC);
        if (written > 0 && ::ftruncate(file, before) != 0) // no half lines
            why += ", and half a line is left in it";
    }
    ::close(file);
    return why;
}

std::string endOfLog(const fs::path &file, std::size_t most) {
    std::string newest = endOf(file, most);
    std::error_code error;
    if (const std::uintmax_t size = fs::file_size(file, error); !error && size >= most)
        return newest;
    return endOf(numbered(file, 1), most - newest.size()) + newest;
}

void forEachLine(std::string_view text, const std::function<void(const Json &)> &use) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        try {
            use(Json::parse(text.substr(0, end), "log"));
        } catch (const Error &) { // left out
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

} // namespace engine::performance
