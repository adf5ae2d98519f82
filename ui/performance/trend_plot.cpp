#include "ui/performance/trend_plot.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

#include "engine/performance/trend_picture.h"

namespace ui::performance {

using engine::performance::SpeedRecord;
using shared::Ink;
using shared::PlotSeries;
using shared::PlotStrip;

namespace {

constexpr std::size_t kMost = 300; // records, the newest
constexpr int kTicks = 5;
constexpr int kHead = 56;      // px, for the title
constexpr double kRoom = 1.15; // above the largest

QString dayOf(const SpeedRecord &record) {
    const QDateTime at = QDateTime::fromString(QString::fromStdString(record.at), Qt::ISODate).toLocalTime();
    return QLocale().toString(at.date(), QLocale::ShortFormat);
}

} // namespace

TrendPlot::TrendPlot(QWidget *parent) : PlotView(parent) {
    setMinimumHeight(140);
    setAccessibleName(tr("RTF of the records of this computer"));
}

void TrendPlot::present(std::vector<SpeedRecord> records) {
    std::stable_sort(records.begin(), records.end(),
                     [](const SpeedRecord &a, const SpeedRecord &b) { return a.at < b.at; });
    if (records.size() > kMost)
        records.erase(records.begin(), records.end() - std::ptrdiff_t(kMost));
    m_records = std::move(records);
    draw();
}

void TrendPlot::draw() {
    PlotStrip strip{
        tr("RTF"), {}, {{{}, Ink::Quiet, PlotSeries::Form::Dots}, {{}, Ink::Accent, PlotSeries::Form::BigDots}}};
    double most = 0;
    for (const double phase : engine::performance::kPhases) {
        strip.levels.push_back({phase, tr("Target %L1").arg(phase, 0, 'f', 2), Ink::Good});
        most = std::max(most, phase);
    }
    setStrips({strip}, kHead); // names that would lie over each other are left out
    // Those that the newest can be compared with stand out.
    const SpeedRecord *newest = engine::performance::newestOwn(m_records);
    QVector<double> x[2], y[2], below, above, ticks;
    QVector<QString> days;
    const std::size_t step = std::max<std::size_t>(1, m_records.size() / kTicks);
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const SpeedRecord &record = m_records[i];
        const bool alike = newest && record.conditions == newest->conditions && !record.imported;
        x[alike] << double(i);
        y[alike] << record.rtf.mean;
        if (alike) {
            below << std::max(0.0, record.rtf.mean - record.rtf.minimum);
            above << std::max(0.0, record.rtf.maximum - record.rtf.mean);
        }
        most = std::max({most, record.rtf.mean, alike ? record.rtf.maximum : 0.0});
        if (i % step == 0) {
            ticks << double(i);
            days << dayOf(record);
        }
    }
    setXTicks(ticks, days);
    setSeries(0, 0, x[0], y[0]);
    setSeries(0, 1, x[1], y[1]);
    setIntervals(0, 1, below, above);
    setYRange(0, 0, most * kRoom);
    setXRange(-0.5, std::max(0.5, double(m_records.size()) - 0.5));
    setAccessibleDescription(newest ? tr("%L1 records; the newest has a mean RTF of %L2.")
                                          .arg(m_records.size())
                                          .arg(newest->rtf.mean, 0, 'f', 3)
                                    : tr("There is no record yet."));
    redraw();
}

void TrendPlot::coloursChanged() {
    draw();
}

} // namespace ui::performance

#include "moc_trend_plot.cpp"
