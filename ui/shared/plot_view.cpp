#include "ui/shared/plot_view.h"

// The library's header is written with Qt's keywords, which nothing else here uses.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef foreach
#undef emit
#undef slots
#undef signals

#include <QBuffer>
#include <QEvent>
#include <QSvgGenerator>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/theme.h"

namespace ui::shared {

namespace {

constexpr qsizetype kFewPoints = 120; // up to so many are drawn with smooth edges
constexpr int kGap = 6;               // px between strips
const QString kOver = QStringLiteral("over");

void dressAxis(QCPAxis &axis, const Colours &colours, const QFont &font) {
    axis.setBasePen(QPen(colours.outline));
    axis.setTickPen(QPen(colours.outline));
    axis.setSubTickPen(QPen(colours.hairline));
    axis.setTickLabelColor(colours.text);
    axis.setLabelColor(colours.quiet);
    axis.setTickLabelFont(font);
    axis.setLabelFont(font);
    axis.grid()->setPen(QPen(colours.hairline));
    axis.grid()->setZeroLinePen(QPen(colours.hairline));
}

// Of very many, squares do: circles take ten times as long.
void dressDots(QCPGraph &graph, const QColor &colour, double size) {
    const bool many = graph.dataCount() > kFewPoints;
    QCPScatterStyle style(many ? QCPScatterStyle::ssSquare : QCPScatterStyle::ssDisc, colour, many ? 3 : size);
    if (many) {
        style.setPen(Qt::NoPen);
        style.setBrush(colour);
    }
    graph.setScatterStyle(style);
}

} // namespace

struct PlotView::Parts {
    struct Level {
        QCPItemStraightLine *line = nullptr;
        QCPItemText *name = nullptr;
    };
    struct Strip {
        QCPAxisRect *rect = nullptr;
        std::vector<QCPGraph *> graphs;
        std::vector<Level> levels;
        std::vector<QCPItemText *> heads; // the title, and names of series
        std::vector<QCPItemText *> texts;
        QCPAxis &x() const { return *rect->axis(QCPAxis::atBottom); }
        QCPAxis &y() const { return *rect->axis(QCPAxis::atLeft); }
    };

    QCustomPlot *plot = nullptr;
    std::vector<Strip> strips;
    QCPItemLine *cursor = nullptr;
    std::pair<double, double> range{0, 1};
    QVector<double> ticks;
    QVector<QString> tickNames;
    QString xTitle;
};

PlotView::PlotView(QWidget *parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
    m_parts->plot = new QCustomPlot(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_parts->plot);
    QCustomPlot &plot = *m_parts->plot;
    plot.setFocusPolicy(Qt::NoFocus);
    plot.setAttribute(Qt::WA_TransparentForMouseEvents);
    plot.setLocale(locale());
    plot.addLayer(kOver, plot.layer(QStringLiteral("overlay")));
    plot.layer(kOver)->setMode(QCPLayer::lmBuffered);
    connect(&plot, &QCustomPlot::afterLayout, this, &PlotView::spreadNames);
    connect(&plot, &QCustomPlot::mouseDoubleClick, this, &PlotView::doubleClicked);
}

PlotView::~PlotView() = default;

void PlotView::setStrips(std::vector<PlotStrip> strips, int headWidth) {
    m_strips = std::move(strips);
    m_headWidth = headWidth;
    build();
    dress();
}

void PlotView::letDrag() {
    m_parts->plot->setAttribute(Qt::WA_TransparentForMouseEvents, false);
    m_parts->plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
}

void PlotView::build() {
    QCustomPlot &plot = *m_parts->plot;
    plot.clearItems();
    plot.clearPlottables();
    plot.plotLayout()->clear();
    plot.plotLayout()->setRowSpacing(kGap);
    m_parts->strips.clear();
    m_parts->cursor = nullptr;
    for (int i = 0; i < int(m_strips.size()); ++i) {
        const PlotStrip &strip = m_strips[std::size_t(i)];
        auto *rect = new QCPAxisRect(&plot, true);
        plot.plotLayout()->addElement(i, 0, rect);
        plot.plotLayout()->setRowStretchFactor(i, strip.share);
        m_parts->strips.push_back({rect, {}, {}, {}, {}});
        const Parts::Strip &parts = m_parts->strips.back();
        const bool last = i + 1 == int(m_strips.size());
        parts.x().setTickLabels(last);
        parts.y().setTickLabels(strip.hasNumbers);
        parts.x().setRange(m_parts->range.first, m_parts->range.second);
        if (m_headWidth > 0) {
            const int line = fontMetrics().height();
            const int numbers = fontMetrics().horizontalAdvance(QStringLiteral("00000")) + 10;
            rect->setAutoMargins(QCP::msNone);
            rect->setMargins(QMargins(m_headWidth + numbers, i == 0 ? kGap : 0, 2 * kGap, last ? line + kGap : 0));
            rect->setMinimumSize(60, 24);
            rect->setupFullAxesBox(); // a frame
            for (const auto type : {QCPAxis::atTop, QCPAxis::atRight}) {
                rect->axis(type)->setTicks(false);
                rect->axis(type)->setTickLabels(false);
            }
            parts.x().setTickLength(0, 0);
            parts.x().setSubTicks(false);
            parts.y().setTickLength(0, 3);
            parts.y().setSubTicks(false);
            parts.y().setTicks(strip.hasNumbers);
            parts.y().ticker()->setTickCount(3);
            parts.y().grid()->setVisible(strip.hasNumbers);
        }
        for (const PlotSeries &series : strip.series)
            addSeries(i, series);
        for (const PlotLevel &level : strip.levels)
            addLevel(i, level);
        if (m_headWidth > 0)
            addHead(i);
    }
    setXTicks(m_parts->ticks, m_parts->tickNames);
    setXTitle(m_parts->xTitle);
    if (m_parts->strips.empty())
        return;
    m_parts->cursor = new QCPItemLine(&plot);
    m_parts->cursor->setLayer(kOver);
    m_parts->cursor->setClipToAxisRect(false);
    m_parts->cursor->start->setType(QCPItemPosition::ptAbsolute);
    m_parts->cursor->end->setType(QCPItemPosition::ptAbsolute);
    m_parts->cursor->setVisible(false);
}

void PlotView::addSeries(int strip, const PlotSeries &series) {
    Parts::Strip &parts = m_parts->strips[std::size_t(strip)];
    QCPGraph *graph = m_parts->plot->addGraph(&parts.x(), &parts.y());
    graph->setAdaptiveSampling(false); // who gives the points knows how many can be seen
    if (series.form != PlotSeries::Form::Line && series.form != PlotSeries::Form::Band &&
        series.form != PlotSeries::Form::DottedLine)
        graph->setLineStyle(QCPGraph::lsNone);
    if (series.over)
        graph->setLayer(kOver);
    parts.graphs.push_back(graph);
}

void PlotView::addLevel(int strip, const PlotLevel &level) {
    Parts::Strip &parts = m_parts->strips[std::size_t(strip)];
    auto *line = new QCPItemStraightLine(m_parts->plot);
    for (QCPItemPosition *point : {line->point1, line->point2})
        point->setAxes(&parts.x(), &parts.y());
    line->point1->setCoords(0, level.y);
    line->point2->setCoords(1, level.y);
    line->setClipAxisRect(parts.rect);
    auto *name = new QCPItemText(m_parts->plot);
    name->position->setAxes(&parts.x(), &parts.y());
    name->position->setAxisRect(parts.rect);
    name->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    name->position->setCoords(m_headWidth > 0 ? 0.003 : 0.99, level.y);
    name->setPositionAlignment((m_headWidth > 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignBottom);
    name->setText(level.name);
    name->setClipAxisRect(parts.rect);
    parts.levels.push_back({line, name});
}

// The title, its unit, and below it who is which line.
void PlotView::addHead(int strip) {
    Parts::Strip &parts = m_parts->strips[std::size_t(strip)];
    const PlotStrip &about = m_strips[std::size_t(strip)];
    const auto add = [&](const QString &text, const QCPItemText *above) {
        auto *item = new QCPItemText(m_parts->plot);
        item->setClipToAxisRect(false);
        item->setLayer(kOver);
        item->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        item->setText(text);
        item->position->setTypeX(QCPItemPosition::ptAbsolute);
        if (above) {
            item->position->setTypeY(QCPItemPosition::ptAbsolute);
            item->position->setParentAnchor(above->bottomLeft);
            item->position->setCoords(0, 0);
        } else {
            item->position->setAxisRect(parts.rect);
            item->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
            item->position->setCoords(kGrid, 0);
        }
        parts.heads.push_back(item);
        return item;
    };
    const QCPItemText *above = add(about.title, nullptr);
    for (const PlotSeries &series : about.series) {
        if (!series.name.isEmpty())
            above = add(series.name, above);
    }
    setValues(strip, {});
}

void PlotView::setValues(int strip, const QStringList &values) {
    if (m_headWidth == 0)
        return;
    const PlotStrip &about = m_strips[std::size_t(strip)];
    const Parts::Strip &parts = m_parts->strips[std::size_t(strip)];
    const auto with = [](const QString &name, const QString &value) {
        return value.isEmpty() ? name : tr("%1: %2", "name of a line in a plot: its value").arg(name, value);
    };
    std::size_t named = 0;
    QString title =
        about.unit.isEmpty() ? about.title : tr("%1, %2", "a quantity, its unit").arg(about.title, about.unit);
    for (std::size_t i = 0; i < about.series.size(); ++i) {
        const QString value = values.value(qsizetype(i));
        if (!about.series[i].name.isEmpty())
            parts.heads[++named]->setText(with(about.series[i].name, value));
        else if (!value.isEmpty())
            title = with(about.title, value);
    }
    parts.heads.front()->setText(title);
}

void PlotView::dress() {
    const Colours &colours = coloursOf(palette());
    QFont small = withTabularDigits(font());
    if (m_headWidth > 0)
        small.setPixelSize(std::max(11, QFontInfo(font()).pixelSize() - 2));
    m_parts->plot->setBackground(QBrush(colours.panel));
    for (std::size_t i = 0; i < m_strips.size(); ++i) {
        const PlotStrip &strip = m_strips[i];
        const Parts::Strip &parts = m_parts->strips[i];
        for (QCPAxis *axis : parts.rect->axes())
            dressAxis(*axis, colours, small);
        for (QCPAxis *axis : parts.rect->axes())
            if (m_headWidth > 0)
                axis->setBasePen(QPen(colours.hairline));
        if (m_headWidth == 0)
            parts.y().setLabel(strip.title);
        for (std::size_t s = 0; s < strip.series.size(); ++s) {
            using Form = PlotSeries::Form;
            const QColor colour = colourOf(strip.series[s].ink);
            QCPGraph &graph = *parts.graphs[s];
            const Form form = strip.series[s].form;
            if (form == Form::Dots || form == Form::BigDots)
                dressDots(graph, colour, form == Form::Dots ? 5 : 9);
            else if (form == Form::Rings)
                graph.setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 2), Qt::NoBrush, 11));
            graph.setPen(form == Form::DottedLine ? QPen(colour, 1, Qt::DotLine)
                         : form == Form::Band     ? QPen(colour, 6, Qt::SolidLine, Qt::FlatCap)
                                                  : QPen(colour, graph.dataCount() > kFewPoints ? 0 : 1.5));
        }
        for (std::size_t l = 0; l < strip.levels.size(); ++l) {
            const QColor colour = colourOf(strip.levels[l].ink);
            parts.levels[l].line->setPen(QPen(colour, 1, Qt::DashLine));
            parts.levels[l].name->setColor(colour);
            parts.levels[l].name->setFont(small);
        }
        std::size_t named = 0;
        for (std::size_t h = 0; h < parts.heads.size(); ++h) {
            parts.heads[h]->setFont(small);
            parts.heads[h]->setColor(colours.text);
            if (h == 0)
                continue;
            while (strip.series[named].name.isEmpty())
                ++named;
            parts.heads[h]->setColor(colourOf(strip.series[named++].ink));
        }
        for (QCPItemText *text : parts.texts) {
            text->setColor(colours.text);
            text->setFont(small);
        }
    }
    if (m_parts->cursor)
        m_parts->cursor->setPen(QPen(colours.text));
}

QColor PlotView::colourOf(Ink ink) const {
    const Colours &colours = coloursOf(palette());
    const QColor inks[] = {colours.accent, colours.text,      colours.quiet,
                           colours.good,   colours.attention, colours.alarm}; // in the order of Ink
    return inks[std::size_t(ink)];
}

void PlotView::setSeries(int strip, int series, const QVector<double> &x, const QVector<double> &y) {
    QCPGraph &graph = *m_parts->strips[std::size_t(strip)].graphs[std::size_t(series)];
    QVector<QCPGraphData> points;
    const qsizetype count = std::min(x.size(), y.size());
    points.reserve(count);
    for (qsizetype i = 0; i < count; ++i)
        points.append({x[i], y[i]});
    graph.data()->set(points, true);
    const PlotSeries &about = m_strips[std::size_t(strip)].series[std::size_t(series)];
    const PlotSeries::Form form = about.form;
    graph.setAntialiased(count <= kFewPoints);
    if (form == PlotSeries::Form::Dots)
        dressDots(graph, colourOf(about.ink), 5);
    if (form == PlotSeries::Form::Line) {
        QPen pen = graph.pen();
        pen.setWidthF(count > kFewPoints ? 0 : 1.5); // 0: the thinnest, which is drawn fastest
        graph.setPen(pen);
    }
}

void PlotView::setIntervals(int strip, int series, const QVector<double> &below, const QVector<double> &above) {
    const Parts::Strip &parts = m_parts->strips[std::size_t(strip)];
    auto *bars = new QCPErrorBars(&parts.x(), &parts.y());
    bars->setDataPlottable(parts.graphs[std::size_t(series)]);
    bars->setData(below, above);
    bars->setPen(QPen(colourOf(m_strips[std::size_t(strip)].series[std::size_t(series)].ink), 2));
}

void PlotView::setTexts(int strip, const std::vector<PlotText> &texts) {
    Parts::Strip &parts = m_parts->strips[std::size_t(strip)];
    for (QCPItemText *text : parts.texts)
        m_parts->plot->removeItem(text);
    parts.texts.clear();
    for (const PlotText &each : texts) {
        auto *text = new QCPItemText(m_parts->plot);
        text->position->setAxes(&parts.x(), &parts.y());
        text->position->setCoords(each.x, each.y);
        text->setClipAxisRect(parts.rect);
        text->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        text->setPadding(QMargins(6, 0, 0, 4));
        text->setText(each.text);
        parts.texts.push_back(text);
    }
    dress();
}

void PlotView::setYRange(int strip, double low, double high) {
    m_parts->strips[std::size_t(strip)].y().setRange(low, high);
}

void PlotView::setXRange(double low, double high) {
    m_parts->range = {low, high};
    for (const Parts::Strip &strip : m_parts->strips)
        strip.x().setRange(low, high);
}

void PlotView::setXTicks(const QVector<double> &at, const QVector<QString> &names) {
    m_parts->ticks = at;
    m_parts->tickNames = names;
    QSharedPointer<QCPAxisTicker> ticker;
    if (names.isEmpty()) {
        ticker = QSharedPointer<QCPAxisTicker>::create();
    } else {
        auto texts = QSharedPointer<QCPAxisTickerText>::create();
        texts->setTicks(at, names);
        ticker = texts;
    }
    for (const Parts::Strip &strip : m_parts->strips)
        strip.x().setTicker(ticker);
}

void PlotView::setXTitle(const QString &title) {
    m_parts->xTitle = title;
    if (!m_parts->strips.empty())
        m_parts->strips.back().x().setLabel(title);
}

void PlotView::setCursorLine(std::optional<double> x) {
    m_cursor = x;
    placeCursor();
}

void PlotView::placeCursor() {
    if (!m_parts->cursor)
        return;
    const QRect area = plotArea().translated(-m_parts->plot->pos());
    const double at = m_cursor ? pixelOf(*m_cursor) - m_parts->plot->x() : -1;
    m_parts->cursor->setVisible(m_cursor && at >= area.left() && at <= area.right());
    m_parts->cursor->start->setCoords(at, area.top());
    m_parts->cursor->end->setCoords(at, area.bottom());
}

// Of names that would lie on each other only the upper one is shown; all of them can be read in the table.
void PlotView::spreadNames() {
    for (std::size_t i = 0; i < m_strips.size(); ++i) {
        const Parts::Strip &parts = m_parts->strips[i];
        const double high = QFontMetricsF(font()).height() - 3;
        std::vector<double> taken;
        for (std::size_t l = 0; l < parts.levels.size(); ++l) {
            const double y = parts.y().coordToPixel(m_strips[i].levels[l].y);
            const bool free =
                y - high >= parts.rect->top() - 2 && y <= parts.rect->bottom() &&
                std::none_of(taken.begin(), taken.end(), [&](double other) { return std::abs(other - y) < high; });
            parts.levels[l].name->setVisible(free || m_headWidth == 0);
            if (free)
                taken.push_back(y);
        }
        double bottom = parts.rect->top();
        for (QCPItemText *head : parts.heads) { // no room for more
            bottom += high + 3;
            head->setVisible(head == parts.heads.front() || bottom <= parts.rect->bottom() + kGap);
        }
    }
    placeCursor();
}

void PlotView::redraw() {
    m_parts->plot->replot();
}

void PlotView::redrawOver() {
    placeCursor();
    m_parts->plot->layer(kOver)->replot();
}

double PlotView::xAt(double pixel) const {
    return m_parts->strips.empty() ? 0 : m_parts->strips.front().x().pixelToCoord(pixel - m_parts->plot->x());
}

double PlotView::pixelOf(double x) const {
    return m_parts->strips.empty() ? 0 : m_parts->strips.front().x().coordToPixel(x) + m_parts->plot->x();
}

double PlotView::yPixelOf(int strip, double y) const {
    return m_parts->strips[std::size_t(strip)].y().coordToPixel(y) + m_parts->plot->y();
}

QRect PlotView::plotArea() const {
    QRect area;
    for (const Parts::Strip &strip : m_parts->strips)
        area = area.united(strip.rect->rect());
    return area.translated(m_parts->plot->pos());
}

QImage PlotView::picture(const QSize &size, double scale) {
    const std::optional<double> cursor = std::exchange(m_cursor, std::nullopt);
    const QImage image = m_parts->plot->toPixmap(size.width(), size.height(), scale).toImage();
    m_cursor = cursor;
    return image;
}

QByteArray PlotView::svg(const QSize &size, const QString &title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(title);
    const std::optional<double> cursor = std::exchange(m_cursor, std::nullopt);
    QCPPainter painter;
    painter.begin(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    m_parts->plot->toPainter(&painter, size.width(), size.height());
    painter.end();
    m_cursor = cursor;
    return bytes;
}

void PlotView::coloursChanged() {
    redraw();
}

void PlotView::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        dress();
        coloursChanged();
    }
    QWidget::changeEvent(event);
}

} // namespace ui::shared

#include "moc_plot_view.cpp"
