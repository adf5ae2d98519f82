#include "ui/listening/result_plot.h"

#include <algorithm>
#include <limits>

namespace ui::listening {

using shared::Ink;
using shared::PlotLevel;
using shared::PlotSeries;
using shared::PlotStrip;
using shared::PlotText;

ResultPlot::ResultPlot(QWidget *parent) : PlotView(parent) {
    setMinimumHeight(140);
    letDrag(); // its table is for the keyboard
    connect(this, &PlotView::doubleClicked, this, [this] { draw(); });
}

void ResultPlot::show(const PlotData &shown) {
    m_data = shown;
    draw();
}

void ResultPlot::draw() {
    setAccessibleName(m_data.title);
    QString words;
    const bool named = m_data.xTitle.isEmpty();
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    double left = low;
    double right = high;
    const auto take = [&](double y) {
        low = std::min(low, y);
        high = std::max(high, y);
    };
    PlotStrip strip{m_data.yTitle,
                    {},
                    {{{}, Ink::Accent, PlotSeries::Form::BigDots}, {{}, Ink::Accent, PlotSeries::Form::DottedLine}}};
    QVector<double> xs, ys, below, above, frontX, frontY;
    QVector<QString> names;
    std::vector<PlotText> texts;
    for (std::size_t i = 0; i < m_data.points.size(); ++i) {
        const PlotPoint &point = m_data.points[i];
        const double x = named ? double(i + 1) : point.x;
        xs << x;
        ys << point.y;
        names << point.name;
        below << (point.interval ? point.y - point.interval->first : 0);
        above << (point.interval ? point.interval->second - point.y : 0);
        take(point.interval ? point.interval->first : point.y);
        take(point.interval ? point.interval->second : point.y);
        left = std::min(left, x);
        right = std::max(right, x);
        if (point.strong) {
            frontX << x;
            frontY << point.y;
        }
        if (!named)
            texts.push_back({x, point.y, point.name});
        words += tr("%1: %2", "name of a point: its value").arg(point.name, locale().toString(point.y, 'g', 3)) + u'\n';
    }
    setAccessibleDescription(words);
    for (const PlotLine &line : m_data.lines) {
        take(line.y);
        strip.levels.push_back({line.y, line.name});
    }
    setStrips({strip});
    setXTitle(m_data.xTitle);
    setXTicks(named ? xs : QVector<double>(), named ? names : QVector<QString>());
    setSeries(0, 0, xs, ys);
    setIntervals(0, 0, below, above);
    if (m_data.joinsStrong && frontX.size() > 1)
        setSeries(0, 1, frontX, frontY);
    setTexts(0, texts);
    if (!m_data.points.empty()) {
        const double roomY = std::max(1e-3, high - low) * 0.15;
        const double roomX = named ? 0.6 : std::max(1e-3, right - left) * 0.25;
        setYRange(0, low - roomY, high + roomY);
        setXRange(left - roomX, right + roomX);
    }
    redraw();
}

void ResultPlot::coloursChanged() {
    draw();
}

} // namespace ui::listening

#include "moc_result_plot.cpp"
