#include "engine/performance/spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace engine::performance {

Spread spread(std::vector<double> values) {
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    const std::size_t count = values.size();
    Spread result;
    result.minimum = values.front();
    result.maximum = values.back();
    result.median = (values[(count - 1) / 2] + values[count / 2]) / 2;
    result.mean = std::accumulate(values.begin(), values.end(), 0.0) / double(count);
    result.p95 = values[std::size_t(std::ceil(0.95 * double(count))) - 1];
    if (count > 1) {
        double squares = 0;
        for (const double value : values)
            squares += (value - result.mean) * (value - result.mean);
        result.deviation = std::sqrt(squares / double(count - 1));
        if (result.mean != 0)
            result.cv = result.deviation / result.mean;
    }
    return result;
}

} // namespace engine::performance
