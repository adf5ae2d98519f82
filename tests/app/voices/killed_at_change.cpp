#include "tests/app/voices/killed_at_change.h"

#include <atomic>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::atomic<int> left = -1;
std::atomic<bool> refuses = false;

void count() {
    const int before = left.load() < 0 ? -1 : left--;
    if (before == 0)
        ::raise(SIGKILL);
}

} // namespace

void killAtChange(int number) {
    left = number;
}

void refuseExchanges() {
    refuses = true;
}

// In the place of libc's, which do no more than this.
extern "C" {

int rename(const char *from, const char *to) noexcept {
    count();
    return int(::syscall(SYS_rename, from, to));
}

int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags) noexcept {
    if (refuses && (flags & RENAME_EXCHANGE) != 0) {
        errno = EINVAL;
        return -1;
    }
    count();
    return int(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

int mkdir(const char *path, mode_t mode) noexcept {
    count();
    return int(::syscall(SYS_mkdir, path, mode));
}

int unlink(const char *path) noexcept {
    count();
    return int(::syscall(SYS_unlink, path));
}

int unlinkat(int folder, const char *path, int flags) noexcept {
    count();
    return int(::syscall(SYS_unlinkat, folder, path, flags));
}
}
