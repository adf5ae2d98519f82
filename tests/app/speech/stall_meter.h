// How still the machine stands beside a test: a thread that sleeps for 5 ms again and again, and how often it was woken
// late.
#pragma once

#include <atomic>
#include <chrono>
#include <stop_token>
#include <thread>

class StallMeter {
public:
    // `policy` as in sched_setscheduler(2); late is what took longer than `borne`.
    StallMeter(int policy, int niceness, std::chrono::milliseconds borne);

    int stalls() const { return m_stalls; }
    double longest() const { return m_longest; } // s
    bool asGiven() const { return m_asGiven; }   // not where realtime is not allowed: then it says nothing

private:
    void run(const std::stop_token &stop, std::chrono::milliseconds borne);

    std::atomic<int> m_stalls = 0;
    std::atomic<double> m_longest = 0;
    std::atomic<bool> m_asGiven = false;
    std::jthread m_thread; // last: it uses what is above
};
