// One series in several resolutions, each a ring of its own; series_store.h says which. One thread.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <vector>

#include "app/performance/series.h"

namespace app::performance {

class SeriesLevels {
public:
    SeriesLevels();

    // false: it is before the newest one. gap: nothing was measured for a while before it.
    bool add(qint64 at, float value, bool gap = false);
    // What lies in [from, to], as coarse as `width` ms allows; where the finer ring does not reach back, coarser ones.
    // `found` is called for each, oldest first.
    template <class Found> void visit(qint64 from, qint64 to, double width, Found found) const;
    std::optional<SeriesPoint> nearest(qint64 time, qint64 farthest) const;
    std::optional<SeriesPoint> newest() const;
    std::optional<qint64> oldest() const;
    std::size_t bytes() const;

private:
    struct Bucket { // 32 bytes
        qint64 first = 0;
        quint32 span = 0; // ms
        float low = 0;
        float high = 0;
        float mean = 0;
        quint32 count = 0;
        bool gap = false; // before the first one

        qint64 last() const { return first + span; }
    };
    struct Ring {
        qint64 width = 0; // ms; 0: each value for itself
        std::vector<Bucket> buckets;
        std::size_t begin = 0;
        std::size_t count = 0;

        void add(qint64 at, float value, bool gap);
        const Bucket &operator[](std::size_t index) const {
            const std::size_t place = begin + index;
            return buckets[place < buckets.size() ? place : place - buckets.size()];
        }
        std::size_t firstEndingAt(qint64 time) const; // or after it
    };
    static SeriesPoint pointOf(const Bucket &bucket) {
        return {bucket.first, bucket.last(), bucket.low, bucket.high, bucket.mean, bucket.gap};
    }

    std::array<Ring, 4> m_rings; // finest first
};

template <class Found> void SeriesLevels::visit(qint64 from, qint64 to, double width, Found found) const {
    std::size_t finest = 0;
    while (finest + 1 < m_rings.size() && double(m_rings[finest + 1].width) <= width)
        ++finest;
    qint64 told = std::numeric_limits<qint64>::min(); // up to there
    for (std::size_t level = m_rings.size(); level-- > finest;) {
        const Ring &ring = m_rings[level];
        qint64 end = to; // the next ring begins there
        if (level > finest && m_rings[level - 1].count > 0)
            end = std::min(end, m_rings[level - 1][0].first - 1);
        for (std::size_t index = ring.firstEndingAt(from); index < ring.count && ring[index].first <= end; ++index) {
            if (ring[index].first <= told)
                continue;
            found(pointOf(ring[index]), ring[index].count);
            told = ring[index].last();
        }
    }
}

} // namespace app::performance
