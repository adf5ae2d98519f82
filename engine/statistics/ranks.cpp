#include "engine/statistics/ranks.h"

#include <algorithm>
#include <numeric>

namespace engine::statistics {

std::vector<long> doubledRanks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<long> ranks(values.size());
    for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
        while (to < order.size() && values[order[to]] == values[order[from]])
            ++to;
        for (std::size_t i = from; i < to; ++i)
            ranks[order[i]] = long(from + 1 + to); // twice the mean of from + 1 … to
    }
    return ranks;
}

std::vector<long> tieSizes(std::span<const double> values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<long> sizes;
    for (std::size_t from = 0, to = 0; from < sorted.size(); from = to) {
        while (to < sorted.size() && sorted[to] == sorted[from])
            ++to;
        if (to - from > 1)
            sizes.push_back(long(to - from));
    }
    return sizes;
}

} // namespace engine::statistics
