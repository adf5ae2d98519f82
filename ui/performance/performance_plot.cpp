#include "ui/performance/performance_plot.h"

#include <QEvent>

#include <algorithm>
#include <cmath>

#include "ui/performance/moment_words.h"
#include "ui/theme.h"

namespace ui::performance {

using app::performance::Moment;
using app::performance::PerformanceWatch;
using app::performance::Series;
using app::performance::SeriesPoint;
using app::performance::Utterance;
using shared::Ink;
using shared::PlotSeries;
using shared::PlotStrip;

namespace {

constexpr int kStripHeight = 48; // px, at least
constexpr int kFrame = 16;       // ms
constexpr int kLastFew = 8;      // columns in which the newest value of what is held is looked for

double inSeconds(qint64 at) {
    return double(at) / 1000;
}

} // namespace

PerformancePlot::PerformancePlot(const PerformanceWatch &watch, QWidget *parent) : PlotView(parent), m_watch(watch) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setContentsMargins(2, 2, 2, 2); // the frame
    setAccessibleName(tr("Speed and heat over time"));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kFrame);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (isVisible())
            drawNow();
    });
    const auto isNew = [this] {
        if (!m_held)
            drawSoon();
    };
    connect(&m_watch, &PerformanceWatch::sampled, this, isNew);
    connect(&m_watch, &PerformanceWatch::queuesChanged, this, isNew);
    connect(&m_watch, &PerformanceWatch::uttered, this, isNew);
    connect(&m_watch, &PerformanceWatch::historyRead, this, &PerformancePlot::drawSoon);
    connect(&m_watch, &PerformanceWatch::utteranceChanged, this, [this] {
        if (isVisible())
            readCursor();
    });
    m_to = m_watch.now();
}

void PerformancePlot::setSpan(qint64 milliseconds) {
    m_chosen = std::clamp(milliseconds, kShortest, kLongest);
    m_span = m_chosen;
    look(m_to);
}

void PerformancePlot::hold(bool on) {
    if (on == m_held)
        return;
    m_held = on;
    m_to = m_watch.now(); // also of what is seen as a table meanwhile
    drawSoon();
    Q_EMIT viewChanged();
}

void PerformancePlot::goToNow() {
    m_cursor.reset();
    m_span = m_chosen;
    m_held = false;
    m_to = m_watch.now();
    drawSoon();
    Q_EMIT viewChanged();
}

void PerformancePlot::setHidden(const QSet<QString> &strips) {
    m_hidden = strips;
    m_built = false;
    drawSoon();
    Q_EMIT stripsChanged();
}

QList<const Strip *> PerformancePlot::withData() const {
    QList<const Strip *> found;
    for (const Strip &strip : allStrips()) {
        if (std::any_of(strip.lines.begin(), strip.lines.end(), [&](const StripLine &line) { return isSeen(line); }))
            found << &strip;
    }
    return found;
}

// A flag only where it ever was as it is marked: nothing ever held the card back, or its clocks were always locked.
bool PerformancePlot::isSeen(const StripLine &line) const {
    if (!app::performance::seriesFacts(line.series).flag)
        return m_watch.store().newest(line.series).has_value();
    const qint64 now = m_watch.now();
    const auto points = m_watch.points(line.series, now - kLongest, now, 1);
    return std::any_of(points.begin(), points.end(),
                       [&](const SeriesPoint &each) { return line.whereOff ? each.low <= 0 : each.high > 0; });
}

void PerformancePlot::chooseStrips() {
    std::vector<const Strip *> wanted;
    std::vector<std::vector<const StripLine *>> lines;
    for (const Strip *strip : withData()) {
        if (m_hidden.contains(strip->id))
            continue;
        wanted.push_back(strip);
        lines.emplace_back();
        for (const StripLine &line : strip->lines) {
            if (isSeen(line))
                lines.back().push_back(&line);
        }
    }
    if (m_built && wanted == m_shown && lines == m_lines)
        return;
    m_shown = std::move(wanted);
    m_lines = std::move(lines);
    rebuild();
    Q_EMIT stripsChanged();
}

void PerformancePlot::rebuild() {
    std::vector<PlotStrip> strips;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        const Strip &strip = *m_shown[i];
        PlotStrip plot{strip.title, strip.unit, {}, levelsOf(m_lines[i]), strip.kind != Strip::Kind::Flags,
                       strip.share};
        for (const StripLine *line : m_lines[i])
            plot.series.push_back({line->name, line->ink, line->form});
        if (strip.kind == Strip::Kind::Events) {
            plot.series.push_back({{}, Ink::Alarm, PlotSeries::Form::Dots}); // failures
            plot.series.push_back({{}, Ink::Text, PlotSeries::Form::Rings, true});
        }
        strips.push_back(std::move(plot));
    }
    setStrips(std::move(strips), kHeadWidth);
    double parts = 0;
    for (const Strip *strip : m_shown)
        parts += strip->share;
    setMinimumHeight(int(std::max(1.0, parts) * kStripHeight) + fontMetrics().height() + kGrid);
    m_built = true;
}

// Where the same is seen as a table nothing is drawn, but the time goes on.
void PerformancePlot::drawSoon() {
    if (!isVisible() && !m_held)
        m_to = m_watch.now();
    if (isVisible() && !m_soon.isActive())
        m_soon.start();
}

void PerformancePlot::drawNow() {
    m_soon.stop();
    if (!m_held)
        m_to = m_watch.now();
    if (!m_held && m_cursor && *m_cursor < from()) // it went out of sight: what is read is now again
        m_cursor.reset();
    chooseStrips();
    fill();
    readCursor();
    redraw();
}

qint64 PerformancePlot::timeAt(double x) const {
    return std::clamp(qint64(std::llround(xAt(x) * 1000)), from(), to());
}

qint64 PerformancePlot::near() const {
    return std::max<qint64>(1000, 6 * m_span / std::max(100, width()));
}

std::optional<qint64> PerformancePlot::cursorTime() const {
    if (m_hover)
        return timeAt(*m_hover);
    return m_cursor;
}

Moment PerformancePlot::moment() const {
    const qint64 time = cursorTime().value_or(to());
    Moment moment = m_watch.at(time, cursorTime() ? near() : std::max<qint64>(near(), 5000));
    if (const auto utterance = utteranceAt(time); utterance && cursorTime())
        moment.utterance = utterance;
    for (std::size_t i = 0; i < moment.values.size(); ++i) {
        if (auto &value = moment.values[i]; value && value->from > to()) { // it has come since
            const auto before = m_watch.points(Series(i), to() - near(), to(), kLastFew);
            value = before.empty() || before.back().from > to() ? std::nullopt : std::optional(before.back());
        }
    }
    return moment;
}

// The one that stands out where the cursor is, or else the one that was being made then.
std::optional<Utterance> PerformancePlot::utteranceAt(qint64 time) const {
    if (!m_hover && m_cursor == time) { // the keyboard stands on one
        const auto exact = m_watch.nearestUtterance(time, 0);
        if (exact)
            return exact;
    }
    const qint64 around = std::max<qint64>(50, 6 * m_span / std::max(100, width()));
    const auto outstanding = m_watch.utterances(time - around, time + around, 1);
    if (!outstanding.empty())
        return outstanding.front();
    return m_watch.at(time, near()).utterance;
}

void PerformancePlot::readCursor() {
    const auto time = cursorTime();
    setCursorLine(time ? std::optional(inSeconds(*time)) : std::nullopt);
    const Moment here = moment();
    for (int i = 0; i < int(m_shown.size()); ++i) {
        const Strip &strip = *m_shown[std::size_t(i)];
        const auto &lines = m_lines[std::size_t(i)];
        QStringList values;
        for (const StripLine *line : lines)
            values << (app::performance::seriesFacts(line->series).flag ? QString() : valueInWords(here, line->series));
        setValues(i, values);
        if (strip.kind == Strip::Kind::Events) {
            QVector<double> x, y;
            if (time && here.utterance && !here.utterance->failed) {
                x << inSeconds(here.utterance->at);
                y << (strip.id == QLatin1String("rtf") ? here.utterance->rtf()
                                                       : here.utterance->timings.firstAudioSeconds);
            }
            setSeries(i, int(lines.size()) + 1, x, y);
        }
    }
    Q_EMIT read();
}

qint64 PerformancePlot::oldest() const {
    qint64 first = m_watch.store().oldest().value_or(m_watch.now());
    if (!m_watch.utterances().empty())
        first = std::min(first, m_watch.utterances().front().at);
    return std::max(first, m_watch.now() - kLongest);
}

void PerformancePlot::look(qint64 to) {
    const qint64 now = m_watch.now();
    const qint64 first = std::min(oldest() + m_span / 2, now);
    const bool wasHeld = m_held;
    m_to = std::clamp(to, first, now);
    if (m_to < now - near())
        m_held = true;
    else if (!wasHeld)
        m_to = now;
    drawSoon();
    Q_EMIT viewChanged();
}

void PerformancePlot::pan(qint64 milliseconds) {
    look(m_to + milliseconds);
}

// What is under the pointer stays there, but nothing beyond now is shown.
void PerformancePlot::zoom(double factor, qint64 around) {
    const qint64 before = m_span;
    m_span = std::clamp(qint64(double(m_span) * factor), kShortest, kLongest);
    const double share = double(m_to - around) / double(std::max<qint64>(1, before));
    look(m_held || share > 0.02 ? around + qint64(share * double(m_span)) : m_to);
}

void PerformancePlot::moveCursor(qint64 time) {
    m_hover.reset();
    const qint64 now = m_watch.now();
    m_cursor = std::clamp(time, std::min(oldest(), now), now);
    if (*m_cursor < from())
        look(*m_cursor + m_span / 2);
    else if (*m_cursor > to())
        look(*m_cursor + m_span / 2);
    readCursor();
    redrawOver();
}

void PerformancePlot::step(int utterances) {
    const auto &all = m_watch.utterances();
    if (all.empty())
        return;
    const qint64 here = m_cursor.value_or(to());
    if (utterances < 0) {
        const auto found =
            std::find_if(all.rbegin(), all.rend(), [&](const Utterance &each) { return each.at < here; });
        moveCursor(found == all.rend() ? all.front().at : found->at);
    } else {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Utterance &each) { return each.at > here; });
        moveCursor(found == all.end() ? all.back().at : found->at);
    }
}

} // namespace ui::performance

#include "moc_performance_plot.cpp"
