#include "app/performance/series_store.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/performance/series_levels.h"

namespace app::performance {

namespace {

constexpr int kMostPixels = 100'000;

} // namespace

SeriesStore::SeriesStore() = default;
SeriesStore::~SeriesStore() = default;

void SeriesStore::add(Series series, qint64 at, double value) {
    if (!std::isfinite(value) || std::abs(value) > double(std::numeric_limits<float>::max()))
        return;
    auto &levels = m_series[std::size_t(series)];
    if (!levels)
        levels = std::make_unique<SeriesLevels>();
    const auto before = levels->newest();
    levels->add(at, float(value), before && at - before->to > m_gap);
}

std::vector<SeriesPoint> SeriesStore::points(Series series, qint64 from, qint64 to, int pixels) const {
    std::vector<SeriesPoint> points;
    const auto &levels = m_series[std::size_t(series)];
    if (!levels || to < from)
        return points;
    const int columns = std::clamp(pixels, 1, kMostPixels);
    const double width = double(to - from) / columns;
    int column = -1;
    double weight = 0; // values in the newest point
    levels->visit(from, to, width, [&](const SeriesPoint &next, quint32 count) {
        const double place = width > 0 ? double(next.from - from) / width : 0;
        const int its = std::clamp(int(std::max(place, 0.0)), 0, columns - 1);
        if (its == column) {
            SeriesPoint &point = points.back();
            point.to = next.to;
            point.low = std::min(point.low, next.low);
            point.high = std::max(point.high, next.high);
            weight += count;
            point.mean += float(double(next.mean - point.mean) * count / weight);
        } else {
            column = its;
            weight = count;
            points.push_back(next);
        }
    });
    if (!points.empty())
        points.front().gap = false; // nothing that is seen is before it
    return points;
}

std::optional<SeriesPoint> SeriesStore::at(Series series, qint64 time, qint64 farthest) const {
    const auto &levels = m_series[std::size_t(series)];
    return levels ? levels->nearest(time, farthest) : std::nullopt;
}

std::optional<SeriesPoint> SeriesStore::newest(Series series) const {
    const auto &levels = m_series[std::size_t(series)];
    return levels ? levels->newest() : std::nullopt;
}

std::optional<qint64> SeriesStore::oldest() const {
    std::optional<qint64> first;
    for (const auto &levels : m_series)
        if (const auto its = levels ? levels->oldest() : std::nullopt; its && (!first || *its < *first))
            first = its;
    return first;
}

std::size_t SeriesStore::bytes() const {
    std::size_t all = sizeof *this;
    for (const auto &levels : m_series)
        all += levels ? levels->bytes() : 0;
    return all;
}

} // namespace app::performance
