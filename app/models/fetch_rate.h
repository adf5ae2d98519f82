// How fast it comes and how long it still takes, from what came in the last seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace app::models {

class FetchRate {
public:
    using Time = std::chrono::steady_clock::time_point;

    void add(Time when, std::int64_t done); // `done` may go back when a file begins anew
    void pause() { m_points.clear(); }      // what comes next has nothing to do with what came

    double bytesPerSecond() const;                // 0 = not known yet
    double secondsLeft(std::int64_t bytes) const; // below 0 = not known yet

private:
    struct Point {
        Time when;
        std::int64_t done;
    };
    std::deque<Point> m_points;
};

} // namespace app::models
