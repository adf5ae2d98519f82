#include "app/log/rotating_file.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/storage/file_lock.h"
#include "app/storage/folders.h"
#include "app/storage/storage_error.h"

namespace app::log {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 2s;       // with another program that renames; that takes microseconds
constexpr auto kTryAgainAfter = 60s; // when it has hung for so long

QString systemSays(int error) {
    return QString::fromLocal8Bit(std::strerror(error));
}

bool sameFile(const struct stat &one, const struct stat &other) {
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

} // namespace

fs::path logFile(const fs::path &folder, int number) {
    return folder / (number == 0 ? std::string("studio.log") : "studio." + std::to_string(number) + ".log");
}

RotatingFile::RotatingFile(fs::path folder, qint64 fileBytes, int files)
    : m_folder(std::move(folder)), m_fileBytes(fileBytes), m_files(files) {}

QString RotatingFile::append(QByteArray &lines) {
    if (const QString error = open(); !error.isEmpty())
        return error;
    if (const QString error = rotateWhenFull(lines.size()); !error.isEmpty())
        return error;
    const QByteArray bytes = m_torn ? '\n' + lines : lines;
    ssize_t count = 0;
    do {
        count = ::write(m_file->get(), bytes.constData(), std::size_t(bytes.size()));
    } while (count < 0 && errno == EINTR);
    if (count == bytes.size()) {
        m_torn = false;
        lines.clear();
        return {};
    }
    const int error = count < 0 ? errno : ENOSPC;
    if (count > 0) {
        const qsizetype before = m_torn ? 1 : 0; // the newline
        m_torn = bytes.at(count - 1) != '\n';
        lines.remove(0, bytes.lastIndexOf('\n', count - 1) + 1 - before);
    }
    return systemSays(error);
}

// The file that has the name now: another program may have renamed ours, or a person removed it.
QString RotatingFile::open() {
    const fs::path name = logFile(m_folder, 0);
    struct stat named {};
    struct stat opened {};
    if (m_file && ::stat(name.c_str(), &named) == 0 && ::fstat(m_file->get(), &opened) == 0 && sameFile(named, opened))
        return {};
    m_file.reset();
    m_torn = false;
    try {
        storage::makeFolder(m_folder);
    } catch (const storage::Error &error) {
        return error.problem().detail;
    }
    // O_NONBLOCK: whatever else may have that name, nobody waits for it.
    auto file = std::make_unique<engine::Descriptor>(
        ::open(name.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600));
    if (file->get() < 0)
        return systemSays(errno);
    if (::fstat(file->get(), &opened) != 0 || !S_ISREG(opened.st_mode))
        return QStringLiteral("%1 is no plain file").arg(QFile::decodeName(name.c_str()));
    char last = '\n';
    if (opened.st_size > 0 && ::pread(file->get(), &last, 1, opened.st_size - 1) == 1)
        m_torn = last != '\n'; // a program that was killed while it wrote left half a line
    m_file = std::move(file);
    return {};
}

QString RotatingFile::rotateWhenFull(qint64 more) {
    struct stat opened {};
    const auto isFull = [&] {
        return ::fstat(m_file->get(), &opened) == 0 && opened.st_size > 0 && opened.st_size + more > m_fileBytes;
    };
    if (!isFull() || std::chrono::steady_clock::now() < m_lockedUntil)
        return {};
    try {
        const storage::FileLock lock(m_folder / "studio.lock", storage::FileLock::Share::Exclusive, kPatience);
        if (const QString error = open(); !error.isEmpty() || !isFull()) // another program may have done it
            return error;
        int free = 1; // shift only up to the first number that is free: a rotation that was killed left it
        while (free < m_files - 1 && ::access(logFile(m_folder, free).c_str(), F_OK) == 0)
            ++free;
        for (int number = free; number > 0; --number) {
            if (::rename(logFile(m_folder, number - 1).c_str(), logFile(m_folder, number).c_str()) != 0 &&
                errno != ENOENT)
                return systemSays(errno);
        }
    } catch (const storage::Error &error) {
        if (error.trouble() != storage::Trouble::Busy)
            return error.problem().detail;
        m_lockedUntil = std::chrono::steady_clock::now() + kTryAgainAfter; // better too long a file than no line
        return {};
    }
    return open();
}

} // namespace app::log
