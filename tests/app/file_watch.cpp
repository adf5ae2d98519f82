#include "tests/app/file_watch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

enum class Takes { Path, FolderAndPath, Descriptor, Mapping };

struct Call {
    unsigned number;
    const char *name;
    Takes takes;
};

constexpr std::size_t kMappedDescriptor = 4; // argument of mmap

constexpr std::array kCalls{
#ifdef SYS_open
    Call{SYS_open, "open", Takes::Path},
    Call{SYS_creat, "creat", Takes::Path},
    Call{SYS_stat, "stat", Takes::Path},
    Call{SYS_lstat, "lstat", Takes::Path},
    Call{SYS_access, "access", Takes::Path},
    Call{SYS_rename, "rename", Takes::Path},
    Call{SYS_unlink, "unlink", Takes::Path},
    Call{SYS_mkdir, "mkdir", Takes::Path},
    Call{SYS_rmdir, "rmdir", Takes::Path},
    Call{SYS_readlink, "readlink", Takes::Path},
    Call{SYS_chmod, "chmod", Takes::Path},
#endif
    Call{SYS_statfs, "statfs", Takes::Path},
    Call{SYS_truncate, "truncate", Takes::Path},
    Call{SYS_inotify_add_watch, "inotify_add_watch", Takes::FolderAndPath},
    Call{SYS_readlinkat, "readlinkat", Takes::FolderAndPath},
    Call{SYS_fchmodat, "fchmodat", Takes::FolderAndPath},
    Call{SYS_utimensat, "utimensat", Takes::FolderAndPath},
    Call{SYS_openat, "openat", Takes::FolderAndPath},
    Call{SYS_openat2, "openat2", Takes::FolderAndPath},
    Call{SYS_newfstatat, "fstatat", Takes::FolderAndPath},
    Call{SYS_statx, "statx", Takes::FolderAndPath},
    Call{SYS_faccessat, "faccessat", Takes::FolderAndPath},
    Call{SYS_faccessat2, "faccessat2", Takes::FolderAndPath},
    Call{SYS_renameat, "renameat", Takes::FolderAndPath},
    Call{SYS_renameat2, "renameat2", Takes::FolderAndPath},
    Call{SYS_unlinkat, "unlinkat", Takes::FolderAndPath},
    Call{SYS_mkdirat, "mkdirat", Takes::FolderAndPath},
    Call{SYS_linkat, "linkat", Takes::FolderAndPath},
    Call{SYS_read, "read", Takes::Descriptor},
    Call{SYS_pread64, "pread", Takes::Descriptor},
    Call{SYS_readv, "readv", Takes::Descriptor},
    Call{SYS_write, "write", Takes::Descriptor},
    Call{SYS_pwrite64, "pwrite", Takes::Descriptor},
    Call{SYS_writev, "writev", Takes::Descriptor},
    Call{SYS_fsync, "fsync", Takes::Descriptor},
    Call{SYS_fdatasync, "fdatasync", Takes::Descriptor},
    Call{SYS_ftruncate, "ftruncate", Takes::Descriptor},
    Call{SYS_fstatfs, "fstatfs", Takes::Descriptor},
    Call{SYS_fcntl, "fcntl", Takes::Descriptor}, // locks, as SQLite's
    Call{SYS_flock, "flock", Takes::Descriptor},
    Call{SYS_getdents64, "getdents", Takes::Descriptor},
    Call{SYS_mmap, "mmap", Takes::Mapping},
};

// Asks for a notification for each call of the table; all others pass, and so do mappings of plain memory (the memory
// allocator makes them with its lock held, which the listener may want).
int listenToThisThread() {
    std::vector<sock_filter> program;
    const auto load = [&program](std::size_t offset) {
        program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset)));
    };
    const auto give = [&program](unsigned action) { program.push_back(BPF_STMT(BPF_RET | BPF_K, action)); };
    load(offsetof(seccomp_data, nr));
    for (const Call &call : kCalls) {
        if (call.takes == Takes::Mapping)
            continue;
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call.number, 0, 1));
        give(SECCOMP_RET_USER_NOTIF);
    }
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 3));
    load(offsetof(seccomp_data, args) + kMappedDescriptor * sizeof(__u64));
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ~0U, 1, 0));
    give(SECCOMP_RET_USER_NOTIF);
    give(SECCOMP_RET_ALLOW);
    sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return int(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter));
}

std::string pathOf(int descriptor) {
    std::array<char, 4096> target{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = readlink(link.c_str(), target.data(), target.size());
    return length > 0 ? std::string(target.data(), std::size_t(length)) : std::string();
}

std::string absolute(int folder, const std::string &path) {
    if (path.starts_with('/'))
        return path;
    const std::string base = folder == AT_FDCWD ? std::filesystem::current_path().string() : pathOf(folder);
    return path.empty() ? base : base + '/' + path;
}

} // namespace

FileWatch &FileWatch::ofThisThread(std::vector<std::string> folders) {
    return *new FileWatch(std::move(folders));
}

FileWatch::FileWatch(std::vector<std::string> folders) : m_folders(std::move(folders)), m_watched(gettid()) {
    // The listening thread is started first, so that the filter is not on it.
    std::thread([this] { serve(); }).detach();
    const int listener = listenToThisThread();
    if (listener < 0)
        m_problem = std::string("seccomp user notification: ") + std::strerror(errno);
    m_listener = listener < 0 ? -2 : listener;
    m_listener.notify_one();
}

void FileWatch::begin() {
    const std::lock_guard lock(m_mutex);
    m_calls.clear();
    m_recording = true;
}

std::vector<std::string> FileWatch::end() {
    const std::lock_guard lock(m_mutex);
    m_recording = false;
    return std::exchange(m_calls, {});
}

void FileWatch::serve() {
    m_listener.wait(-1);
    const int listener = m_listener;
    while (listener >= 0) {
        seccomp_notif request{};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) != 0) {
            if (errno == EINTR || errno == ENOENT)
                continue;
            return;
        }
        if (m_recording && int(request.pid) == m_watched)
            look(unsigned(request.data.nr), request.data.args);
        seccomp_notif_resp response{};
        response.id = request.id;
        response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
    }
}

void FileWatch::look(unsigned number, const unsigned long long *arguments) {
    const auto call =
        std::find_if(kCalls.begin(), kCalls.end(), [number](const Call &known) { return known.number == number; });
    if (call == kCalls.end())
        return;
    const auto named = [](unsigned long long address) { return std::string(std::bit_cast<const char *>(address)); };
    std::string path;
    switch (call->takes) {
    case Takes::Path:
        path = absolute(AT_FDCWD, named(arguments[0]));
        break;
    case Takes::FolderAndPath:
        path = absolute(int(arguments[0]), named(arguments[1]));
        break;
    case Takes::Descriptor:
        path = pathOf(int(arguments[0]));
        break;
    case Takes::Mapping:
        path = pathOf(int(arguments[kMappedDescriptor]));
        break;
    }
    const bool watched = std::any_of(m_folders.begin(), m_folders.end(),
                                     [&path](const std::string &folder) { return path.starts_with(folder); });
    if (!watched)
        return;
    const std::lock_guard lock(m_mutex);
    m_calls.push_back(call->name + (" " + path));
}
