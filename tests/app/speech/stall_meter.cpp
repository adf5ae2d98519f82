#include "tests/app/speech/stall_meter.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

#include <algorithm>

using namespace std::chrono_literals;

StallMeter::StallMeter(int policy, int niceness, std::chrono::milliseconds borne)
    : m_thread([=, this](const std::stop_token &stop) {
          const sched_param realtime{.sched_priority = policy == SCHED_OTHER ? 0 : 5};
          m_asGiven = pthread_setschedparam(pthread_self(), policy, &realtime) == 0;
          setpriority(PRIO_PROCESS, 0, niceness);
          run(stop, borne);
      }) {}

void StallMeter::run(const std::stop_token &stop, std::chrono::milliseconds borne) {
    while (!stop.stop_requested()) {
        const auto before = std::chrono::steady_clock::now();
        std::this_thread::sleep_for(5ms);
        const std::chrono::duration<double> slept = std::chrono::steady_clock::now() - before;
        m_stalls += slept > borne ? 1 : 0;
        m_longest = std::max(m_longest.load(), slept.count());
    }
}
