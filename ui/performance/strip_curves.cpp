// What is drawn into the strips of the performance plot.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "ui/performance/performance_plot.h"
#include "ui/performance/time_ruler.h"

namespace ui::performance {

using app::performance::SeriesPoint;
using app::performance::Utterance;

namespace {

constexpr int kNumbers = 60;    // px beside the head, about
constexpr int kDot = 3;         // px between two of them
constexpr int kMarks = 96;      // px between two marks of the clock
constexpr int kStretch = 100;   // px: how finely is looked for a value of before
constexpr qint64 kFurther = 8;  // times as long each time
constexpr double kFloor = 0.05; // of a strip's height, where a flag lies below the lines
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

double secondsOf(qint64 at) {
    return double(at) / 1000;
}

// Smallest and largest value of each column, from wherever the line is nearer to.
void appendLine(const SeriesPoint &point, QVector<double> &x, QVector<double> &y) {
    if (point.gap && !x.isEmpty()) {
        x << secondsOf(point.from);
        y << kNoValue;
    }
    const auto before = y.size();
    if (before >= 2 && point.low == point.high && y[before - 1] == double(point.low) &&
        y[before - 2] == y[before - 1]) {
        x.last() = secondsOf(point.to); // what stays the same is one line, however long
        return;
    }
    const bool fromHigh =
        !y.isEmpty() && std::abs(y.last() - double(point.high)) < std::abs(y.last() - double(point.low));
    x << secondsOf(point.from);
    y << double(fromHigh ? point.high : point.low);
    if (point.low != point.high || point.from != point.to) {
        x << secondsOf(point.to);
        y << double(fromHigh ? point.low : point.high);
    }
}

// A value holds until the next one.
void appendStep(const SeriesPoint &point, QVector<double> &x, QVector<double> &y) {
    if (!y.isEmpty()) {
        x << secondsOf(point.from);
        y << y.last();
    }
    const bool spans = point.low != point.high;
    x << secondsOf(point.from);
    y << double(spans ? point.high : point.mean);
    if (spans) {
        x << secondsOf(point.to);
        y << double(point.low);
    }
}

// What it was when `from` came: the newest value of before, looked for in ever longer stretches.
std::optional<double> valueBefore(const app::performance::SeriesStore &store, app::performance::Series series,
                                  qint64 from, qint64 span) {
    const qint64 oldest = store.oldest().value_or(from);
    for (qint64 since = from; since > oldest;) {
        since = std::max(oldest, since - span);
        span *= kFurther;
        const auto points = store.points(series, since, from, kStretch);
        for (auto point = points.rbegin(); point != points.rend(); ++point)
            if (point->to <= from)
                return point->low != point->high ? double(point->low) : double(point->mean);
    }
    return {};
}

// Marked as long as it is on, or off, on a line of its own.
void appendFlag(const SeriesPoint &point, bool whereOff, double row, qint64 least, QVector<double> &x,
                QVector<double> &y) {
    const bool marked = whereOff ? point.low <= 0 : point.high > 0;
    if (!marked || (point.gap && !y.isEmpty())) {
        x << secondsOf(point.from);
        y << kNoValue;
    }
    if (!marked)
        return;
    if (!y.isEmpty() && y.last() == row) { // still
        x.last() = secondsOf(std::max(point.to, point.from + least));
        return;
    }
    x << secondsOf(point.from) << secondsOf(std::max(point.to, point.from + least));
    y << row << row;
}

} // namespace

void PerformancePlot::fill() {
    setXRange(secondsOf(from()), secondsOf(to()));
    const TimeMarks marks = timeMarks(from(), to(), columns() / kMarks);
    setXTicks(marks.at, marks.names);
    for (int i = 0; i < int(m_shown.size()); ++i)
        fillStrip(i);
}

int PerformancePlot::columns() const {
    return std::max(100, width() - kHeadWidth - kNumbers);
}

void PerformancePlot::fillStrip(int index) {
    const Strip &strip = *m_shown[std::size_t(index)];
    const auto &lines = m_lines[std::size_t(index)];
    double low = strip.low;
    double high = strip.high;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (strip.kind == Strip::Kind::Flags)
            fillFlag(index, int(i), double(lines.size() - i));
        else if (!app::performance::seriesFacts(lines[i]->series).flag)
            fillLine(index, int(i), low, high);
    }
    if (strip.kind == Strip::Kind::Flags) {
        setYRange(index, 0, double(lines.size()) + 1);
        return;
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (app::performance::seriesFacts(lines[i]->series).flag)
            fillFlag(index, int(i), low + (high - low) * kFloor);
    if (strip.kind == Strip::Kind::Events && strip.id == QLatin1String("rtf"))
        fillFailures(index);
    setYRange(index, low, low + (high - low) * 1.08);
}

void PerformancePlot::fillFlag(int index, int line, double row) {
    QVector<double> x, y;
    const StripLine &about = *m_lines[std::size_t(index)][std::size_t(line)];
    for (const SeriesPoint &point : m_watch.points(about.series, from(), to(), columns()))
        appendFlag(point, about.whereOff, row, m_span / columns(), x, y);
    setSeries(index, line, x, y);
}

// Widens [low, high] to what it holds.
void PerformancePlot::fillLine(int index, int line, double &low, double &high) {
    const Strip &strip = *m_shown[std::size_t(index)];
    const app::performance::Series series = m_lines[std::size_t(index)][std::size_t(line)]->series;
    const bool events = strip.kind == Strip::Kind::Events;
    const auto points = m_watch.points(series, from(), to(), events ? columns() / kDot : columns());
    QVector<double> x, y;
    if (strip.kind == Strip::Kind::Steps && (points.empty() || points.front().from > from())) {
        if (const auto held = valueBefore(m_watch.store(), series, from(), m_span)) {
            low = std::min(low, *held);
            high = std::max(high, *held);
            x << secondsOf(from());
            y << *held;
        }
    }
    for (std::size_t at = 0; at < points.size(); ++at) {
        const SeriesPoint &point = points[at];
        low = std::min(low, double(point.low));
        high = std::max(high, double(point.high));
        if (strip.kind == Strip::Kind::Steps) {
            appendStep(point, x, y);
        } else if (events) {
            x << secondsOf((point.from + point.to) / 2);
            y << double(point.high);
            if (point.low != point.high) {
                x << x.last();
                y << double(point.low);
            }
        } else {
            appendLine(point, x, y);
            // A value with nothing near it is a column wide.
            const bool ends = at + 1 == points.size() || points[at + 1].gap;
            if (ends && (at == 0 || point.gap)) {
                x << x.last() + secondsOf(m_span / columns());
                y << y.last();
            }
        }
    }
    if (strip.kind == Strip::Kind::Steps && !x.isEmpty()) {
        x << secondsOf(to());
        y << y.last();
    }
    setSeries(index, line, x, y);
}

void PerformancePlot::fillFailures(int index) {
    QVector<double> x, y;
    for (const Utterance &each : m_watch.utterances(from(), to(), columns() / kDot)) {
        if (each.failed) {
            x << secondsOf(each.at);
            y << 0;
        }
    }
    setSeries(index, int(m_lines[std::size_t(index)].size()), x, y);
}

} // namespace ui::performance
