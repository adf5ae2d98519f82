// A range of what was measured as a table for other programs. Pure; GUI thread.
#pragma once

#include <QByteArray>

#include <deque>

#include "app/performance/series_store.h"
#include "app/performance/utterance.h"

namespace app::performance {

// PerformanceWatch::csv() says what it is.
QByteArray performanceTable(const SeriesStore &store, const std::deque<Utterance> &utterances, qint64 from, qint64 to);

} // namespace app::performance
