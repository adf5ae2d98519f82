// The series of at least the last 24 hours in memory that does not grow: each has its newest 7,200 values as they were
// (an hour at 2 Hz), and buckets with smallest, largest and mean value of 4 s (for 6 h), 16 s (24 h) and 128 s (48 h).
// All of a series is allocated with its first value (about 0.6 MB); series that never have one take nothing. Smallest
// and largest values are never lost, only the moment of them becomes as coarse as its bucket.
//
// One thread (the GUI's). A question costs some ten microseconds: the coarsest buckets that are not wider than a pixel
// are read, at most a few for each.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "app/performance/series.h"

namespace app::performance {

class SeriesLevels;

class SeriesStore {
public:
    SeriesStore();
    ~SeriesStore();
    SeriesStore(const SeriesStore &) = delete;
    SeriesStore &operator=(const SeriesStore &) = delete;

    // Longer between two values than this is a gap from now on; ms, default 5000. What was added before keeps its own.
    void setGap(qint64 longest) { m_gap = longest; }

    // Values that are not finite, and those before the newest one of the series, are left out.
    void add(Series series, qint64 at, double value);

    // What lies from `from` to `to`, oldest first, at most one point for each of `pixels` (1…100,000) columns: the
    // smallest, largest and mean value of it (draw low and high: two points a pixel). A point that lies across an end
    // of the range is whole. Empty when nothing was measured there, or to < from.
    std::vector<SeriesPoint> points(Series series, qint64 from, qint64 to, int pixels) const;

    // The point in or nearest to `time`, when it is no farther than `farthest` ms away (or the width of its bucket).
    std::optional<SeriesPoint> at(Series series, qint64 time, qint64 farthest) const;
    std::optional<SeriesPoint> newest(Series series) const;
    std::optional<qint64> oldest() const; // of all series
    std::size_t bytes() const;            // what all of it takes

private:
    qint64 m_gap = 5000;
    std::array<std::unique_ptr<SeriesLevels>, kSeries> m_series;
};

} // namespace app::performance
