// The last 200 of some times, and what half or 95 of a hundred of them are at most.
#pragma once

#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

namespace app::danmaku {

class LatencyWindow {
public:
    static constexpr std::size_t kMost = 200;

    void add(double ms) {
        if (m_times.size() == kMost)
            m_times.pop_front();
        m_times.push_back(ms);
    }
    double quantile(double share) const { // -1: none yet
        if (m_times.empty())
            return -1;
        std::vector<double> sorted(m_times.begin(), m_times.end());
        const auto place = std::size_t(std::ceil(share * double(sorted.size()))) - 1;
        std::nth_element(sorted.begin(), sorted.begin() + long(place), sorted.end());
        return sorted[place];
    }

private:
    std::deque<double> m_times;
};

} // namespace app::danmaku
