// writeWav of engine/audio/file.h. Needs no sound library, so every build has it.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/audio/file.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr std::size_t kHeaderBytes = 44;

void put(std::string &bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i)
        bytes.push_back(char((value >> (8 * i)) & 0xff));
}

std::string encode(const std::filesystem::path &file, const Clip &clip) {
    const std::size_t dataBytes = clip.samples.size() * 2;
    if (dataBytes + kHeaderBytes > 0xffffffffu || clip.sampleRate <= 0)
        throw failure("A WAV file cannot hold " + std::to_string(clip.samples.size()) + " samples at " +
                          std::to_string(clip.sampleRate) + " Hz.",
                      "Write the sound in several files of less than 4 GB.");
    std::string bytes;
    bytes.reserve(kHeaderBytes + dataBytes);
    const std::uint32_t rate = std::uint32_t(clip.sampleRate);
    bytes += "RIFF";
    put(bytes, std::uint32_t(kHeaderBytes - 8 + dataBytes), 4);
    bytes += "WAVEfmt ";
    put(bytes, 16, 4);
    put(bytes, 1, 2); // PCM
    put(bytes, 1, 2); // mono
    put(bytes, rate, 4);
    put(bytes, rate * 2, 4);
    put(bytes, 2, 2);
    put(bytes, 16, 2);
    bytes += "data";
    put(bytes, std::uint32_t(dataBytes), 4);
    for (const float sample : clip.samples) {
        if (!std::isfinite(sample))
            throw failure("The sound for '" + file.string() +
                              "' holds samples that are not numbers; nothing was written.",
                          "Make the sound again; try the precision fp32 if it happens twice.");
        const long value = std::lrint(std::clamp(double(sample) * 32768.0, -32768.0, 32767.0));
        put(bytes, std::uint32_t(value) & 0xffff, 2);
    }
    return bytes;
}

std::string megabytes(double bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f MB", bytes / 1e6);
    return text;
}

[[noreturn]] void fail(const std::filesystem::path &file, const std::filesystem::path &folder, std::size_t bytes,
                       int reason) {
    const std::string name = "'" + file.string() + "'";
    const std::string where = "'" + folder.string() + "'";
    switch (reason) {
    case ENOENT:
    case ENOTDIR:
        throw failure("There is no folder " + where + " to write into.", "Create the folder, or choose another one.");
    case EACCES:
    case EPERM:
    case EROFS:
        throw failure("The folder " + where + " may not be written to (" + std::strerror(reason) + ").",
                      "Choose a folder of your own, or change its permissions.");
    case ENOSPC:
    case EDQUOT: {
        std::error_code ignored;
        const auto space = std::filesystem::space(folder, ignored);
        throw failure("There is no room for " + name + ": it needs " + megabytes(double(bytes)) + ", and " + where +
                          (ignored ? " is full." : " has " + megabytes(double(space.available)) + " left."),
                      "Free some space, or choose a folder on another disk.");
    }
    case EFBIG:
        throw failure("The file " + name + " would be larger (" + megabytes(double(bytes)) +
                          ") than files may be there.",
                      "Raise the limit on file sizes, or choose a folder on another disk.");
    default:
        throw failure("The file " + name + " cannot be written (" + std::strerror(reason) + ").",
                      "Choose another name or folder.");
    }
}

// Removes the file again unless it was renamed into place.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::filesystem::path &folder) {
        static std::atomic<unsigned> serial = 0;
        do {
            m_path = folder / (".ishowtts-" + std::to_string(::getpid()) + "-" + std::to_string(serial++) + ".part");
            m_fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (m_fd < 0 && errno == EEXIST);
        m_error = m_fd < 0 ? errno : 0;
    }
    ~TemporaryFile() {
        if (m_fd >= 0)
            ::close(m_fd);
        if (m_error == 0 && !m_moved)
            ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;

    // Each step gives errno, 0 when it went well.
    int error() const { return m_error; }

    int write(const std::string &bytes) {
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t count = ::write(m_fd, bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno != EINTR)
                return errno;
            done += std::size_t(std::max<ssize_t>(count, 0));
        }
        if (::fsync(m_fd) != 0 && errno != EINVAL && errno != ENOTSUP)
            return errno;
        const int result = ::close(m_fd);
        m_fd = -1;
        return result == 0 ? 0 : errno;
    }

    int moveTo(const std::filesystem::path &target) {
        if (::rename(m_path.c_str(), target.c_str()) != 0)
            return errno;
        m_moved = true;
        return 0;
    }

private:
    std::filesystem::path m_path;
    int m_fd = -1;
    int m_error = 0;
    bool m_moved = false;
};

// A link is followed, so that the rename replaces the file and not the link; a device must not be replaced at all.
std::filesystem::path realTarget(const std::filesystem::path &file) {
    std::error_code ignored;
    const auto status = std::filesystem::status(file, ignored);
    if (std::filesystem::is_directory(status) || !file.has_filename())
        throw badInput("'" + file.string() + "' is a folder.", "Give the name of a file, for example take.wav.");
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw badInput("'" + file.string() + "' is a device, not a file.",
                       "Give the name of a file, for example take.wav.");
    if (std::filesystem::is_regular_file(status) && std::filesystem::is_symlink(file, ignored)) {
        const auto resolved = std::filesystem::canonical(file, ignored);
        return ignored ? file : resolved;
    }
    return file;
}

} // namespace

void writeWav(const std::filesystem::path &file, const Clip &clip) {
    const std::filesystem::path target = realTarget(file);
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
    const std::string bytes = encode(file, clip);

    TemporaryFile temporary(folder);
    int error = temporary.error();
    if (error == 0)
        error = temporary.write(bytes);
    if (error == 0)
        error = temporary.moveTo(target);
    if (error != 0)
        fail(file, folder, bytes.size(), error);

    // Makes the new name survive a power cut; some file systems cannot, and the file itself is complete either way.
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

} // namespace engine::audio
