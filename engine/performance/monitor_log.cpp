#include "engine/performance/monitor_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace engine::performance {

namespace fs = std::filesystem;

namespace {

fs::path numbered(const fs::path &file, int number) {
    return fs::path(file.string() + "." + std::to_string(number));
}

} // namespace

void MonitorLog::rotate() {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(m_file, error);
    if (error || size < m_longest)
        return;
    for (int number = kFiles; number > 1; --number)
        fs::rename(numbered(m_file, number - 1), numbered(m_file, number), error);
    fs::rename(m_file, numbered(m_file, 1), error);
}

std::string MonitorLog::write(const Json &line) {
    std::error_code error;
    if (m_file.has_parent_path())
        fs::create_directories(m_file.parent_path(), error);
    rotate();
    const int file = ::open(m_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
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

} // namespace engine::performance
