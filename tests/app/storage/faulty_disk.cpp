// A disk that fills up or may not be written to, for programs started with LD_PRELOAD=<this library> and
//   FAULTY_DISK_FOLDER   what lies below it is on that disk
//   FAULTY_DISK_AFTER    so many writes work; all later ones fail with ENOSPC. Making a file or a folder is a write too
//   FAULTY_DISK_READ_ONLY   (set to anything) every change fails with EROFS
//   FAULTY_DISK_KILL_AT  before that renaming or removal of a file (1 = the first) the program is killed
// faulty_disk_is_full() fills it at once, faulty_disk_has_room() frees room again.
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <atomic>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

std::atomic<long> writes = 0;
std::atomic<bool> roomAgain = false;
std::atomic<bool> fullNow = false;

const char *folder() {
    static const char *const name = std::getenv("FAULTY_DISK_FOLDER");
    return name;
}

bool isReadOnly() {
    static const bool set = std::getenv("FAULTY_DISK_READ_ONLY") != nullptr;
    return set;
}

bool isBelow(const char *path) {
    return folder() && path && std::strncmp(path, folder(), std::strlen(folder())) == 0;
}

bool isBelow(int descriptor) {
    char link[64];
    char path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length < 0)
        return false;
    path[length] = '\0';
    return isBelow(path);
}

// errno of the next write, or 0.
int nextWrite() {
    if (isReadOnly())
        return EROFS;
    if (fullNow)
        return ENOSPC;
    static const char *const after = std::getenv("FAULTY_DISK_AFTER");
    if (!after || roomAgain)
        return 0;
    return writes++ < std::atol(after) ? 0 : ENOSPC;
}

template <class Where> bool refused(Where where) {
    if (!isBelow(where))
        return false;
    const int reason = nextWrite();
    if (reason == 0)
        return false;
    errno = reason;
    return true;
}

void maybeDie(const char *path) {
    static const char *const at = std::getenv("FAULTY_DISK_KILL_AT");
    static std::atomic<long> changes = 0;
    if (at && isBelow(path) && ++changes == std::atol(at))
        ::kill(::getpid(), SIGKILL);
}

template <class Function> Function *next(const char *name) {
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

bool refusedToOpen(const char *path, int flags) {
    const bool writing = (flags & O_ACCMODE) != O_RDONLY;
    if (isReadOnly())
        return writing && refused(path);
    return (flags & O_CREAT) != 0 && ::access(path, F_OK) != 0 && refused(path);
}

} // namespace

extern "C" {

void faulty_disk_is_full() {
    fullNow = true;
}

void faulty_disk_has_room() {
    fullNow = false;
    roomAgain = true;
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    static auto *const real = next<int(const char *, int, ...)>("open64");
    return refusedToOpen(path, flags) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    static auto *const real = next<int(const char *, int, ...)>("open64");
    return refusedToOpen(path, flags) ? -1 : real(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
    static auto *const real = next<int(const char *, mode_t)>("mkdir");
    return ::access(path, F_OK) != 0 && refused(path) ? -1 : real(path, mode);
}

int link(const char *from, const char *to) {
    static auto *const real = next<int(const char *, const char *)>("link");
    return refused(to) ? -1 : real(from, to);
}

int rename(const char *from, const char *to) {
    static auto *const real = next<int(const char *, const char *)>("rename");
    maybeDie(to);
    if (isReadOnly() && refused(to))
        return -1;
    return real(from, to);
}

int unlink(const char *path) {
    static auto *const real = next<int(const char *)>("unlink");
    maybeDie(path);
    if (isReadOnly() && refused(path))
        return -1;
    return real(path);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    static auto *const real = next<ssize_t(int, const void *, size_t)>("write");
    return refused(descriptor) ? -1 : real(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at) {
    static auto *const real = next<ssize_t(int, const void *, size_t, off_t)>("pwrite64");
    return refused(descriptor) ? -1 : real(descriptor, bytes, count, at);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at) {
    static auto *const real = next<ssize_t(int, const void *, size_t, off64_t)>("pwrite64");
    return refused(descriptor) ? -1 : real(descriptor, bytes, count, at);
}

int posix_fallocate64(int descriptor, off64_t at, off64_t count) {
    static auto *const real = next<int(int, off64_t, off64_t)>("posix_fallocate64");
    return refused(descriptor) ? errno : real(descriptor, at, count);
}

} // extern "C"
