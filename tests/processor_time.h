// What work costs, however busy the machine is with other things. How many seconds those are depends on the machine and
// on sanitizers, so that a test compares two costs of the same run, and never one with a number of seconds.
#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

// Seconds that this thread (CLOCK_THREAD_CPUTIME_ID) or all threads of this program (CLOCK_PROCESS_CPUTIME_ID) have
// computed so far.
inline double processorSeconds(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

// The least that `work` costs in so many runs: what others do to the caches meanwhile, and what the first run sets up,
// counts least.
template <typename Work> double leastSeconds(int runs, const Work &work) {
    double least = std::numeric_limits<double>::max();
    for (int run = 0; run < runs; ++run) {
        const double before = processorSeconds();
        work();
        least = std::min(least, processorSeconds() - before);
    }
    return least;
}
