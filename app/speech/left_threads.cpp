#include "app/speech/left_threads.h"

#include <QElapsedTimer>
#include <QThread>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

// Both are done at the very end otherwise.
extern "C" [[gnu::weak]] void __lsan_do_leak_check(); // null where nobody looks for leaks
#ifdef ISHOWTTS_COVERAGE
extern "C" void __gcov_dump();
#endif

namespace app::speech {

void leaveThreadBehind() {
    [[maybe_unused]] static const int once = on_exit(
        [](int status, void *) {
            std::fflush(nullptr);
#ifdef ISHOWTTS_COVERAGE
            __gcov_dump();
#endif
            if (__lsan_do_leak_check)
                __lsan_do_leak_check();
            _exit(status);
        },
        nullptr);
}

bool endsWithin(QThread &thread, int patience) {
    constexpr int kHardly = 300; // ms
    static QElapsedTimer left;
    const bool again = left.isValid() && left.elapsed() < patience;
    if (thread.wait(again ? std::min(kHardly, patience) : patience))
        return true;
    left.start();
    leaveThreadBehind();
    QObject::connect(&thread, &QThread::finished, &thread, &QObject::deleteLater);
    if (thread.isFinished()) // just now
        thread.deleteLater();
    return false;
}

} // namespace app::speech
