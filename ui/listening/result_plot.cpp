#include "ui/listening/result_plot.h"

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

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/theme.h"

namespace ui::listening {

namespace {

void dress(QCPAxis &axis, const Colours &colours, const QFont &font) {
    axis.setBasePen(QPen(colours.outline));
    axis.setTickPen(QPen(colours.outline));
    axis.setSubTickPen(QPen(colours.hairline));
    axis.setTickLabelColor(colours.text);
    axis.setLabelColor(colours.quiet);
    axis.setTickLabelFont(font);
    axis.setLabelFont(font);
    axis.grid()->setPen(QPen(colours.hairline));
    axis.grid()->setZeroLinePen(QPen(colours.outline));
}

} // namespace

ResultPlot::ResultPlot(QWidget *parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    setMinimumHeight(140);
    m_plot->setFocusPolicy(Qt::NoFocus); // its table is for the keyboard
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] { draw(); });
}

void ResultPlot::show(const PlotData &shown) {
    m_data = shown;
    draw();
}

void ResultPlot::draw() {
    const Colours &colours = coloursOf(palette());
    const QFont small = withTabularDigits(font());
    m_plot->clearPlottables();
    m_plot->clearItems();
    m_plot->setBackground(QBrush(colours.panel));
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis})
        dress(*axis, colours, small);
    m_plot->xAxis->setLabel(m_data.xTitle);
    m_plot->yAxis->setLabel(m_data.yTitle);
    const bool named = m_data.xTitle.isEmpty();
    setAccessibleName(m_data.title);
    QString words;

    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    double left = low;
    double right = high;
    const auto take = [&](double y) {
        low = std::min(low, y);
        high = std::max(high, y);
    };
    auto ticks = QSharedPointer<QCPAxisTickerText>::create();
    QVector<double> xs, ys, below, above, frontX, frontY;
    for (std::size_t i = 0; i < m_data.points.size(); ++i) {
        const PlotPoint &point = m_data.points[i];
        const double x = named ? double(i + 1) : point.x;
        xs << x;
        ys << point.y;
        below << (point.interval ? point.y - point.interval->first : 0);
        above << (point.interval ? point.interval->second - point.y : 0);
        take(point.interval ? point.interval->first : point.y);
        take(point.interval ? point.interval->second : point.y);
        left = std::min(left, x);
        right = std::max(right, x);
        if (named)
            ticks->addTick(x, point.name);
        if (point.strong) {
            frontX << x;
            frontY << point.y;
        }
        words += tr("%1: %2", "name of a point: its value").arg(point.name, locale().toString(point.y, 'g', 3)) + u'\n';
    }
    setAccessibleDescription(words);
    if (named)
        m_plot->xAxis->setTicker(ticks);
    else
        m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
    for (const PlotLine &line : m_data.lines) {
        take(line.y);
        auto *item = new QCPItemStraightLine(m_plot);
        item->point1->setCoords(0, line.y);
        item->point2->setCoords(1, line.y);
        item->setPen(QPen(colours.attention, 1, Qt::DashLine));
        auto *text = new QCPItemText(m_plot);
        text->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        text->position->setCoords(0.99, line.y);
        text->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
        text->setText(line.name);
        text->setColor(colours.attention);
        text->setFont(small);
    }
    if (m_data.joinsStrong && frontX.size() > 1) {
        auto *front = new QCPCurve(m_plot->xAxis, m_plot->yAxis);
        front->setData(frontX, frontY);
        front->setPen(QPen(colours.accent, 1, Qt::DotLine));
    }
    auto *points = m_plot->addGraph();
    points->setData(xs, ys);
    points->setLineStyle(QCPGraph::lsNone);
    points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colours.accent, 9));
    auto *bars = new QCPErrorBars(m_plot->xAxis, m_plot->yAxis);
    bars->setDataPlottable(points);
    bars->setData(below, above);
    bars->setPen(QPen(colours.accent, 2));
    if (!named) {
        for (std::size_t i = 0; i < m_data.points.size(); ++i) {
            auto *text = new QCPItemText(m_plot);
            text->position->setCoords(m_data.points[i].x, m_data.points[i].y);
            text->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
            text->setPadding(QMargins(6, 0, 0, 4));
            text->setText(m_data.points[i].name);
            text->setColor(colours.text);
            text->setFont(small);
        }
    }
    if (!m_data.points.empty()) {
        const double roomY = std::max(1e-3, high - low) * 0.15;
        const double roomX = named ? 0.6 : std::max(1e-3, right - left) * 0.25;
        m_plot->yAxis->setRange(low - roomY, high + roomY);
        m_plot->xAxis->setRange(left - roomX, right + roomX);
    }
    m_plot->replot();
}

void ResultPlot::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        draw();
    QWidget::changeEvent(event);
}

} // namespace ui::listening

#include "moc_result_plot.cpp"
