#include "app/decoding/helper/confinement.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace decode {

namespace {

constexpr rlim_t kMemory = rlim_t(1) << 30;
constexpr rlim_t kProcessorSeconds = 20 * 60;

// Who started the Studio may have set a lower one already. Over the soft one by `grace` the process is killed.
bool limit(__rlimit_resource what, rlim_t most, rlim_t grace = 0) {
    rlimit now{};
    if (::getrlimit(what, &now) != 0)
        return false;
    const rlim_t hard = std::min(now.rlim_max, most + grace);
    const rlimit both{std::min(hard, most), hard};
    return ::setrlimit(what, &both) == 0;
}

bool closeOthers() {
    if (::close_range(3, ~0U, 0) == 0)
        return true;
    const std::unique_ptr<DIR, int (*)(DIR *)> open(::opendir("/proc/self/fd"), ::closedir); // a kernel before 5.9
    if (!open)
        return false;
    while (const dirent *entry = ::readdir(open.get())) {
        const int number = std::atoi(entry->d_name);
        if (number > 2 && number != ::dirfd(open.get()))
            ::close(number);
    }
    return true; // its own goes with it
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
rlim_t addressSpace() {
    unsigned long pages = 0;
    const std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen("/proc/self/statm", "re"), std::fclose);
    if (!file || std::fscanf(file.get(), "%lu", &pages) != 1)
        return 0;
    return rlim_t(pages) * rlim_t(::sysconf(_SC_PAGESIZE));
}
bool limitMemory() {
    const rlim_t now = addressSpace();
    return now > 0 && limit(RLIMIT_AS, now + kMemory);
}
constexpr bool kSanitized = false;
#else
bool limitMemory() { // sanitizers map terabytes
    return true;
}
constexpr bool kSanitized = true;
#endif

bool filter() {
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> rules(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
    if (!rules)
        return false;
    bool added = true;
    const auto add = [&](std::uint32_t action, int call) {
        added = added && seccomp_rule_add(rules.get(), action, call, 0) == 0;
    };
    const auto addIf = [&](int call, scmp_arg_cmp condition) {
        added = added && seccomp_rule_add(rules.get(), SCMP_ACT_ALLOW, call, 1, condition) == 0;
    };
    for (const int call : {SCMP_SYS(lseek),
                           SCMP_SYS(munmap),
                           SCMP_SYS(mremap),
                           SCMP_SYS(madvise),
                           SCMP_SYS(brk),
                           SCMP_SYS(futex),
                           SCMP_SYS(exit),
                           SCMP_SYS(exit_group),
                           SCMP_SYS(rt_sigreturn),
                           SCMP_SYS(rt_sigprocmask),
                           SCMP_SYS(clock_gettime),
                           SCMP_SYS(gettimeofday),
                           SCMP_SYS(getpid),
                           SCMP_SYS(gettid),
                           SCMP_SYS(sched_yield),
                           SCMP_SYS(sched_getaffinity),
                           SCMP_SYS(getrandom),
                           SCMP_SYS(fstat),
                           SCMP_SYS(restart_syscall),
                           SCMP_SYS(rt_sigaction)})
        add(SCMP_ACT_ALLOW, call);
    addIf(SCMP_SYS(read), SCMP_CMP(0, SCMP_CMP_EQ, STDIN_FILENO));
    addIf(SCMP_SYS(write), SCMP_CMP(0, SCMP_CMP_EQ, STDOUT_FILENO));
    addIf(SCMP_SYS(mmap), SCMP_CMP(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    addIf(SCMP_SYS(mprotect), SCMP_CMP(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    addIf(SCMP_SYS(tgkill), SCMP_CMP(0, SCMP_CMP_EQ, scmp_datum_t(::getpid()))); // abort()
    if (kSanitized) { // they look at the stack when something is thrown, and report
        add(SCMP_ACT_ALLOW, SCMP_SYS(sigaltstack));
        addIf(SCMP_SYS(write), SCMP_CMP(0, SCMP_CMP_EQ, STDERR_FILENO));
    }
    for (const int call : {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace),
                           SCMP_SYS(fork), SCMP_SYS(vfork)})
        add(SCMP_ACT_KILL_PROCESS, call);
    return added && seccomp_load(rules.get()) == 0;
}

} // namespace

const char *confine() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!closeOthers())
        return "close_range";
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return "no_new_privs";
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return "dumpable";
    if (!limitMemory())
        return "RLIMIT_AS";
    if (!limit(RLIMIT_CPU, kProcessorSeconds, 10)) // SIGXCPU first, which says what it is
        return "RLIMIT_CPU";
    if (!limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, 3))
        return "rlimit";
    return filter() ? nullptr : "seccomp";
}

} // namespace decode
