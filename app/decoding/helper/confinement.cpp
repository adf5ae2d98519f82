#include "app/decoding/helper/confinement.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>

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

bool limit(__rlimit_resource what, rlim_t most) {
    const rlimit both{most, most};
    return ::setrlimit(what, &both) == 0;
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

bool confine() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const bool closed = ::close_range(3, ~0U, 0) == 0;
    return closed && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           limitMemory() && limit(RLIMIT_CPU, kProcessorSeconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_NOFILE, 3) && filter();
}

} // namespace decode
