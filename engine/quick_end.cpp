// LibTorch takes eighty milliseconds of the processor at the end of a program to give back, piece by piece, what the
// system takes back at once: a third of what `ishowtts --version` takes. So a program ends when its own static objects
// are gone, before those of the libraries. Linked into `ishowtts` and into tests that need LibTorch (CMake target
// engine_quick_end), but where leaks and coverage are written down at the very end.
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace {

// Before each initialiser of the program and behind those of its libraries: what is registered last is done first.
[[gnu::constructor(101)]] void endBeforeTheLibraries() {
    on_exit(
        [](int status, void *) {
            std::fflush(nullptr);
            _exit(status);
        },
        nullptr);
}

} // namespace
