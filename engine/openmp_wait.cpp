// Threads of LibTorch's OpenMP that wait for work spin by default. Beside any other busy program that makes synthesis
// twenty times slower, and it takes the cores that the window and the sound need. The runtime reads its setting when it
// is loaded, before main(): so does this, earlier still, through the program's pre-initialisation table. A value that
// the person set wins. Linked into every program (CMake target engine_openmp_wait).
#include <cstdlib>

namespace {

void preferSleepingThreads(int, char **, char **) {
    setenv("OMP_WAIT_POLICY", "passive", 0);
}

} // namespace

using Preinitialiser = void (*)(int, char **, char **);

__attribute__((section(".preinit_array"), used)) static Preinitialiser s_preferSleepingThreads = preferSleepingThreads;
