// Threads of LibTorch's OpenMP that wait for work spin by default. Beside any other busy program that makes synthesis
// twenty times slower, and it takes the cores that the window and the sound need. The runtime reads its setting while
// it is loaded, before main() and before anything that setenv() could still reach: so a program without the setting
// starts itself once more with it, from its pre-initialisation table. A value that the person set wins. Linked into
// every program (CMake target engine_openmp_wait).
#include <cstddef>
#include <cstring>
#include <unistd.h>

namespace {

constexpr char kName[] = "OMP_WAIT_POLICY=";

// Runs before the C library is ready: no allocation here. When anything fails the program goes on as it is.
void startWithSleepingThreads(int, char **argv, char **envp) {
    constexpr std::size_t kMost = 4096;
    static char path[kMost];
    static char setting[] = "OMP_WAIT_POLICY=passive";
    static char *environment[kMost + 2];
    std::size_t count = 0;
    for (; envp[count]; ++count) {
        if (count == kMost || std::strncmp(envp[count], kName, sizeof kName - 1) == 0)
            return;
        environment[count] = envp[count];
    }
    environment[count] = setting;
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length > 0)
        execve(path, argv, environment);
}

} // namespace

using Preinitialiser = void (*)(int, char **, char **);

__attribute__((section(".preinit_array"), used)) static Preinitialiser s_startWithSleepingThreads =
    startWithSleepingThreads;
