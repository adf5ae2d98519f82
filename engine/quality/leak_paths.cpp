#include "engine/quality/leak_paths.h"

#include <algorithm>

namespace engine::quality {

namespace {

constexpr double kFar = 1e9;
constexpr double kBend = 0.07;           // for each step that is not as long in the take as in the reference
constexpr std::size_t kFewestPlaces = 3; // that tell what is usual
constexpr std::size_t kMostPlaces = 24;
constexpr std::size_t kLeastApart = 8;

} // namespace

Distances::Distances(const Timbre &take, std::size_t from, std::size_t to, const Timbre &reference, Direction direction)
    : m_rows(to - from), m_columns(reference.frames()) {
    m_values.reserve(m_rows * m_columns);
    const bool back = direction == Direction::Backwards;
    for (std::size_t i = 0; i < m_rows; ++i) {
        for (std::size_t j = 0; j < m_columns; ++j)
            m_values.push_back(
                float(distance(take.at(back ? to - 1 - i : from + i), reference.at(back ? m_columns - 1 - j : j))));
    }
}

std::vector<double> pathCosts(const Distances &d, std::size_t from, const Zone &end) {
    const std::size_t length = std::min(kLongestPath, d.rows() - from), columns = d.columns();
    std::vector<double> costs(length, kFar), older(columns, kFar), old(columns, kFar), row(columns);
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            double least = i == 0 ? 0 : kFar;
            if (i > 0 && j > 0)
                least = old[j - 1];
            if (i > 0 && j > 1)
                least = std::min(least, old[j - 2] + kBend);
            if (i > 1 && j > 0)
                least = std::min(least, older[j - 1] + d.at(from + i - 1, j) + kBend);
            row[j] = least + d.at(from + i, j);
        }
        for (std::size_t j = end.from; j < end.to; ++j)
            costs[i] = std::min(costs[i], row[j] / double(i + 1));
        older.swap(old);
        old.swap(row);
    }
    return costs;
}

std::vector<double> usualCosts(const Distances &d, const Zone &end) {
    std::vector<double> sums(kLongestPath);
    std::vector<std::size_t> counts(kLongestPath);
    if (2 * kShortestPath < d.rows()) {
        const std::size_t step = std::max(kLeastApart, (d.rows() - 2 * kShortestPath) / kMostPlaces);
        for (std::size_t from = kShortestPath; from + kShortestPath < d.rows(); from += step) {
            const std::vector<double> costs = pathCosts(d, from, end);
            // In a leak as long as that nothing is as usual.
            for (std::size_t i = 0; i < std::min(costs.size(), from + 1); ++i) {
                if (costs[i] < kNoPath) {
                    sums[i] += costs[i];
                    ++counts[i];
                }
            }
        }
    }
    for (std::size_t i = 0; i < kLongestPath; ++i)
        sums[i] = counts[i] < kFewestPlaces ? 0 : sums[i] / double(counts[i]);
    return sums;
}

} // namespace engine::quality
