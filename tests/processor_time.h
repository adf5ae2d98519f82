// What work costs, however busy the machine is with other things.
#pragma once

#include <ctime>

// Seconds that this thread (CLOCK_THREAD_CPUTIME_ID) or all threads of this program (CLOCK_PROCESS_CPUTIME_ID) have
// computed so far.
inline double processorSeconds(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}
