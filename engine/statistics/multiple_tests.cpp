#include "engine/statistics/multiple_tests.h"

#include <algorithm>
#include <numeric>

#include "engine/error.h"

namespace engine::statistics {

namespace {

// Places in `p`, the smallest value first.
std::vector<std::size_t> ordered(std::span<const double> p) {
    for (const double each : p) {
        if (!(each >= 0 && each <= 1))
            throw badInput("A p-value does not lie between 0 and 1.", "Leave out tests that were not made.");
    }
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

} // namespace

std::vector<double> holm(std::span<const double> p) {
    const std::vector<std::size_t> order = ordered(p);
    std::vector<double> adjusted(p.size());
    double largest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        largest = std::max(largest, double(order.size() - i) * p[order[i]]);
        adjusted[order[i]] = std::min(1.0, largest);
    }
    return adjusted;
}

std::vector<double> benjaminiHochberg(std::span<const double> p) {
    const std::vector<std::size_t> order = ordered(p);
    std::vector<double> adjusted(p.size());
    double smallest = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        smallest = std::min(smallest, double(order.size()) / double(i + 1) * p[order[i]]);
        adjusted[order[i]] = smallest;
    }
    return adjusted;
}

} // namespace engine::statistics
