#include "ui/listening/neutral_wave.h"

#include <QPainter>

#include "ui/theme.h"

namespace ui::listening {

NeutralWave::NeutralWave(QWidget *parent) : QWidget(parent) {
    setMinimumHeight(56);
    setMaximumHeight(360);
    setAccessibleName(tr("Outline of the sounds"));
}

void NeutralWave::setOutline(const std::vector<float> &outline, double seconds) {
    m_outline = outline;
    m_seconds = seconds;
    update();
}

void NeutralWave::setPosition(double seconds, const std::optional<std::pair<double, double>> &region,
                              const std::optional<double> &start) {
    m_position = seconds;
    m_region = region;
    m_start = start;
    update();
}

void NeutralWave::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Colours &colours = coloursOf(palette());
    painter.fillRect(rect(), colours.panel);
    painter.setPen(colours.hairline);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    if (m_outline.empty() || m_seconds <= 0)
        return;
    const double middle = height() / 2.0;
    const auto xAt = [this](double seconds) { return seconds / m_seconds * (width() - 1); };
    if (m_region) {
        QColor veil = colours.accent;
        veil.setAlpha(50);
        painter.fillRect(QRectF(QPointF(xAt(m_region->first), 0), QPointF(xAt(m_region->second), height())), veil);
    }
    painter.setPen(QPen(colours.quiet, 1));
    for (int x = 0; x < width(); ++x) {
        const std::size_t part =
            std::min(m_outline.size() - 1, std::size_t(x) * m_outline.size() / std::size_t(width()));
        const double half = m_outline[part] * (middle - 6);
        painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half));
    }
    if (m_start && !m_region) {
        painter.setPen(QPen(colours.accent, 1, Qt::DashLine));
        painter.drawLine(QPointF(xAt(*m_start), 0), QPointF(xAt(*m_start), height()));
    }
    painter.setPen(QPen(colours.accent, 2));
    painter.drawLine(QPointF(xAt(m_position), 0), QPointF(xAt(m_position), height()));
}

} // namespace ui::listening

#include "moc_neutral_wave.cpp"
