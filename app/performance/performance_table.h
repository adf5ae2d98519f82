// A range of what was measured as a table for other programs.
#pragma once

#include <QByteArray>

#include <deque>
#include <vector>

#include "app/performance/series_store.h"
#include "app/performance/utterance.h"

namespace app::performance {

// What is in it, so that the words can be made on another thread: plain data.
struct PerformanceTable {
    struct Column {
        Series series;
        std::vector<SeriesPoint> points; // at most one a row, oldest first
        bool ranges = false;             // somewhere smallest and largest differ: they have columns of their own
    };
    qint64 from = 0;  // ms, of the first row
    qint64 width = 1; // ms from row to row
    std::vector<Column> columns;
    std::vector<Utterance> utterances;

    std::size_t rowOf(const SeriesPoint &point) const { // within the table
        return std::size_t(point.from > from ? (point.from - from) / width : 0);
    }
};

// Some ten milliseconds at most; the thread of `store`.
PerformanceTable tableOf(const SeriesStore &store, const std::deque<Utterance> &utterances, qint64 from, qint64 to);
QByteArray toCsv(const PerformanceTable &table); // PerformanceWatch::csv() says what it is; any thread

} // namespace app::performance
