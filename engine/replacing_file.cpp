#include "engine/replacing_file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <linux/limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "engine/descriptor.h"
#include "engine/error.h"

namespace engine {

namespace fs = std::filesystem;

namespace {

std::string quoted(const fs::path &path) {
    return "'" + path.string() + "'";
}

std::string sizeOf(double bytes) {
    char text[32];
    if (bytes < 1e3)
        std::snprintf(text, sizeof text, "%.0f bytes", bytes);
    else if (bytes < 1e6)
        std::snprintf(text, sizeof text, "%.1f KB", bytes / 1e3);
    else if (bytes < 1e9)
        std::snprintf(text, sizeof text, "%.1f MB", bytes / 1e6);
    else
        std::snprintf(text, sizeof text, "%.1f GB", bytes / 1e9);
    return text;
}

fs::path folderOf(const fs::path &file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

Error notWritable(const fs::path &folder, int reason) {
    return failure("The folder " + quoted(folder) + " may not be written to (" + std::strerror(reason) + ").",
                   "Choose a folder of your own, or change its permissions.");
}

[[noreturn]] void fail(const fs::path &file, const fs::path &folder, std::size_t bytes, int reason) {
    switch (reason) {
    case ENOENT:
    case ENOTDIR:
        throw failure("There is no folder " + quoted(folder) + " to write into.",
                      "Create the folder, or choose another one.");
    case EACCES:
    case EPERM:
    case EROFS:
        throw notWritable(folder, reason);
    case ENOSPC:
    case EDQUOT: {
        std::error_code ignored;
        const auto space = fs::space(folder, ignored);
        throw NoRoom(ErrorKind::Failure,
                     "There is no room for " + quoted(file) + ": it needs " + sizeOf(double(bytes)) + ", and " +
                         quoted(folder) +
                         (ignored ? " is full." : " has " + sizeOf(double(space.available)) + " left."),
                     "Free some space, or choose a folder on another disk.");
    }
    case EFBIG:
        throw failure("The file " + quoted(file) + " would be larger (" + sizeOf(double(bytes)) +
                          ") than files may be there.",
                      "Raise the limit on file sizes, or choose a folder on another disk.");
    default:
        throw failure("The file " + quoted(file) + " cannot be written (" + std::strerror(reason) + ").",
                      "Choose another name or folder.");
    }
}

constexpr std::string_view kPrefix = ".ishowtts-";
constexpr std::string_view kSuffix = ".part";

// What programs left here that were killed while they wrote: nobody holds its lock.
void deleteLeftOver(const fs::path &folder) {
    std::error_code ignored;
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        std::error_code unknown;
        if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix) ||
            entry->symlink_status(unknown).type() != fs::file_type::regular)
            continue;
        const Descriptor file(::open(entry->path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
        if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
            ::unlink(entry->path().c_str());
    }
}

// False: `replaced` has an ACL that `file` cannot have. Its folder's is not its own then, nor where there is none.
bool takeAcl(int file, const fs::path &replaced, bool sameGroup) {
    constexpr const char *acl = "system.posix_acl_access";
    std::vector<char> bytes(XATTR_SIZE_MAX);
    const ssize_t size = ::getxattr(replaced.c_str(), acl, bytes.data(), bytes.size());
    const bool hasNone = size < 0 && (errno == ENODATA || errno == ENOTSUP);
    if (size > 0 && sameGroup && ::fsetxattr(file, acl, bytes.data(), std::size_t(size), 0) == 0)
        return true;
    const bool hasNoneNow = ::fremovexattr(file, acl) == 0 || errno == ENODATA || errno == ENOTSUP;
    return hasNone && hasNoneNow;
}

// Who may read it stays as it was. Where there is an ACL, the group's bits are the most that it gives anybody: without
// it they would be the group's. Gives errno; 0 also where there is no file to replace.
int takeRights(int file, const fs::path &replaced) {
    struct stat before {};
    if (::stat(replaced.c_str(), &before) != 0)
        return 0;
    const bool sameGroup = ::fchown(file, uid_t(-1), before.st_gid) == 0;
    const bool sameAcl = takeAcl(file, replaced, sameGroup);
    return ::fchmod(file, before.st_mode & (sameGroup && sameAcl ? 0777 : 0707)) == 0 ? 0 : errno;
}

// Removes the file again unless it was renamed into place.
class TemporaryFile {
public:
    // Nobody else may read it before it has the permissions of the file that it replaces.
    TemporaryFile(const fs::path &folder, bool replaces) {
        static std::atomic<unsigned> serial = 0;
        const mode_t mode = replaces ? 0600 : 0666;
        do {
            m_path = folder / (std::string(kPrefix) + std::to_string(::getpid()) + "-" + std::to_string(serial++) +
                               std::string(kSuffix));
            m_descriptor.emplace(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
            m_error = m_descriptor->get() < 0 ? errno : 0;
            if (m_error == 0)
                ::flock(m_descriptor->get(), LOCK_EX);
        } while (m_error == EEXIST || (m_error == 0 && wasDeleted()));
    }
    ~TemporaryFile() {
        if (m_error == 0 && !m_moved)
            ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;

    // Each step gives errno, 0 when it went well.
    int error() const { return m_error; }

    int write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::write(m_descriptor->get(), bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR)
                return errno;
            bytes = bytes.subspan(std::size_t(std::max<ssize_t>(count, 0)));
        }
        return 0;
    }

    int moveTo(const fs::path &target) {
        if (const int error = takeRights(m_descriptor->get(), target); error != 0)
            return error;
        if (const int error = syncDescriptor(m_descriptor->get()); error != 0)
            return error;
        if (m_descriptor->close() != 0 || ::rename(m_path.c_str(), target.c_str()) != 0)
            return errno;
        m_moved = true;
        return 0;
    }

private:
    // Somebody tidied up before it was locked.
    bool wasDeleted() const {
        struct stat status {};
        return ::fstat(m_descriptor->get(), &status) == 0 && status.st_nlink == 0;
    }

    fs::path m_path;
    std::optional<Descriptor> m_descriptor;
    int m_error = 0;
    bool m_moved = false;
};

// Where a link leads, over other links too; it need not be there yet.
fs::path behindLinks(const fs::path &file) {
    constexpr int most = 40; // as the kernel follows
    fs::path target = file;
    for (int links = 0; links <= most; ++links) {
        std::error_code error;
        const fs::path next = fs::read_symlink(target, error);
        if (error)
            return target;
        target = folderOf(target) / next;
    }
    throw badInput(quoted(file) + " is a link that leads in a circle, or over more than " + std::to_string(most) +
                       " other links.",
                   "Remove the link, or choose another name.");
}

// What replaceableFile() gives, whoever may write to it.
fs::path realTarget(const fs::path &file) {
    std::error_code ignored;
    const auto status = fs::status(file, ignored);
    if (fs::is_directory(status) || !file.has_filename())
        throw badInput(quoted(file) + " is a folder.", "Give the name of a file, for example one inside that folder.");
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw badInput(quoted(file) + " is a device or a pipe, not a file.", "Give the name of a new file.");
    if (!fs::is_symlink(file, ignored))
        return file;
    if (!fs::is_regular_file(status))
        return behindLinks(file);
    const auto resolved = fs::canonical(file, ignored);
    return ignored ? file : resolved;
}

void requireWritable(const fs::path &target) {
    std::error_code ignored;
    if (fs::exists(target, ignored) && ::access(target.c_str(), W_OK) != 0)
        throw failure("The file " + quoted(target) + " is protected against writing.",
                      "Choose another name, or allow writing to it.");
}

} // namespace

fs::path replaceableFile(const fs::path &file) {
    const fs::path target = realTarget(file);
    const fs::path folder = folderOf(target);
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw badInput("There is no folder " + quoted(folder) + " to write into.",
                       "Create the folder, or choose another one.");
    if (::access(folder.c_str(), W_OK) != 0)
        throw notWritable(folder, errno);
    requireWritable(target);
    return target;
}

void requireReplaceable(const fs::path &file) {
    replaceableFile(file);
}

void giveRightsOf(const fs::path &replaced, const fs::path &file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    const int error = opened.get() < 0 ? errno : takeRights(opened.get(), replaced);
    if (error != 0)
        fail(replaced, folderOf(replaced), 0, error);
}

void replaceFile(const fs::path &file, const std::vector<std::span<const std::byte>> &parts) {
    const fs::path target = realTarget(file);
    const fs::path folder = folderOf(target);
    std::size_t bytes = 0;
    requireWritable(target);
    deleteLeftOver(folder);
    std::error_code ignored;
    TemporaryFile temporary(folder, fs::exists(target, ignored));
    int error = temporary.error();
    for (const auto &part : parts) {
        bytes += part.size();
        if (error == 0)
            error = temporary.write(part);
    }
    if (error == 0)
        error = temporary.moveTo(target);
    if (error != 0)
        fail(file, folder, bytes, error);
    syncFolder(folder);
}

int syncDescriptor(int descriptor) {
    return ::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
}

int syncFile(const fs::path &file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    return opened.get() < 0 ? errno : syncDescriptor(opened.get());
}

void syncFolder(const fs::path &folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() >= 0)
        ::fsync(opened.get());
}

} // namespace engine
