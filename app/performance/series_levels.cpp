#include "app/performance/series_levels.h"

#include <algorithm>

namespace app::performance {

namespace {

struct Resolution {
    qint64 width; // ms
    std::size_t buckets;
};
constexpr Resolution kResolutions[] = {{0, 7200}, {4'000, 5400}, {16'000, 5400}, {128'000, 1350}};

} // namespace

SeriesLevels::SeriesLevels() {
    for (std::size_t level = 0; level < m_rings.size(); ++level) {
        m_rings[level].width = kResolutions[level].width;
        m_rings[level].buckets.resize(kResolutions[level].buckets); // all of it now: memory never grows
    }
}

void SeriesLevels::Ring::add(qint64 at, float value, bool gap) {
    if (count > 0 && width > 0) {
        const std::size_t place = begin + count - 1;
        Bucket &newest = buckets[place < buckets.size() ? place : place - buckets.size()];
        if (newest.first / width == at / width) {
            newest.span = quint32(at - newest.first);
            newest.low = std::min(newest.low, value);
            newest.high = std::max(newest.high, value);
            ++newest.count;
            newest.mean += (value - newest.mean) / float(newest.count);
            return;
        }
    }
    const Bucket bucket{at, 0, value, value, value, 1, gap};
    if (count < buckets.size()) {
        buckets[count++] = bucket; // begin is 0 until the ring is full
        return;
    }
    buckets[begin] = bucket;
    begin = begin + 1 < buckets.size() ? begin + 1 : 0;
}

std::size_t SeriesLevels::Ring::firstEndingAt(qint64 time) const {
    std::size_t low = 0;
    std::size_t high = count;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if ((*this)[middle].last() < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool SeriesLevels::add(qint64 at, float value, bool gap) {
    if (const Ring &raw = m_rings.front(); raw.count > 0 && at < raw[raw.count - 1].first)
        return false;
    for (Ring &ring : m_rings)
        ring.add(at, value, gap);
    return true;
}

std::optional<SeriesPoint> SeriesLevels::nearest(qint64 time, qint64 farthest) const {
    const Ring *ring = &m_rings.front();
    for (const Ring &coarser : m_rings) {
        if (ring->count > 0 && (*ring)[0].first <= time)
            break;
        ring = &coarser;
    }
    if (ring->count == 0)
        return {};
    std::size_t index = std::min(ring->firstEndingAt(time), ring->count - 1);
    const auto away = [&](std::size_t which) {
        const Bucket &bucket = (*ring)[which];
        return std::max({bucket.first - time, time - bucket.last(), qint64(0)});
    };
    if (index > 0 && away(index - 1) < away(index))
        --index;
    if (away(index) > std::max(farthest, ring->width))
        return {};
    return pointOf((*ring)[index]);
}

std::optional<SeriesPoint> SeriesLevels::newest() const {
    const Ring &raw = m_rings.front();
    return raw.count > 0 ? std::optional(pointOf(raw[raw.count - 1])) : std::nullopt;
}

std::optional<qint64> SeriesLevels::oldest() const {
    std::optional<qint64> first;
    for (const Ring &ring : m_rings)
        if (ring.count > 0 && (!first || ring[0].first < *first))
            first = ring[0].first;
    return first;
}

std::size_t SeriesLevels::bytes() const {
    std::size_t all = sizeof *this;
    for (const Ring &ring : m_rings)
        all += ring.buckets.capacity() * sizeof(Bucket);
    return all;
}

} // namespace app::performance
