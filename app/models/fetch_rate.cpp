#include "app/models/fetch_rate.h"

namespace app::models {

using namespace std::chrono_literals;

namespace {

constexpr auto kWindow = 8s;
constexpr auto kShortest = 500ms;

} // namespace

void FetchRate::add(Time when, std::int64_t done) {
    if (!m_points.empty() && done < m_points.back().done)
        m_points.clear();
    m_points.push_back({when, done});
    while (m_points.size() > 2 && m_points.front().when < when - kWindow)
        m_points.pop_front();
}

double FetchRate::bytesPerSecond() const {
    if (m_points.size() < 2 || m_points.back().when - m_points.front().when < kShortest)
        return 0;
    return double(m_points.back().done - m_points.front().done) /
           std::chrono::duration<double>(m_points.back().when - m_points.front().when).count();
}

double FetchRate::secondsLeft(std::int64_t bytes) const {
    const double rate = bytesPerSecond();
    return rate > 0 ? double(bytes) / rate : -1;
}

} // namespace app::models
