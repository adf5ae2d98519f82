#include "ui/shared/level_meter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace ui::shared {
namespace {

constexpr double kFloor = -60;     // dB
constexpr double kFall = 36;       // dB per second
constexpr double kNear = -6;       // attention from here
constexpr double kClipping = -0.1; // alarm from here

} // namespace

LevelMeter::LevelMeter(QWidget *parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Output level"));
    setToolTip(tr("Peak level of what goes out, −60 to 0 dB. Amber above −6 dB, red when it clips."));
    m_timer.setInterval(33);
    connect(&m_timer, &QTimer::timeout, this, &LevelMeter::fall);
}

QSize LevelMeter::sizeHint() const {
    return {104, 20};
}

void LevelMeter::setPeak(double linear) {
    const double level = linear > 0.001 ? std::min(0.0, 20 * std::log10(linear)) : kFloor;
    m_now = std::max(m_now, level);
    if (level >= m_held) {
        m_held = level;
        m_heldSince.start();
    }
    if (!m_timer.isActive() && m_now > kFloor) {
        m_since.start();
        m_timer.start();
    }
    update();
}

void LevelMeter::fall() {
    m_now = std::max(kFloor, m_now - kFall * double(m_since.restart()) / 1000);
    if (m_heldSince.elapsed() > 1000) {
        m_held = m_now;
    }
    if (m_now <= kFloor && m_held <= kFloor) {
        m_timer.stop();
    }
    update();
}

void LevelMeter::paintEvent(QPaintEvent *) {
    const Colours &colours = coloursOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF bar(0, height() / 2.0 - 4, width(), 8);
    const auto x = [&bar](double level) { return bar.width() * (level - kFloor) / -kFloor; };
    painter.setBrush(colours.hairline);
    painter.drawRoundedRect(bar, 2, 2);
    const auto fill = [&](double from, double to, const QColor &colour) {
        if (m_now > from) {
            painter.fillRect(QRectF(x(from), bar.y(), x(std::min(m_now, to)) - x(from), bar.height()), colour);
        }
    };
    fill(kFloor, kNear, colours.accent);
    fill(kNear, kClipping, colours.attention);
    fill(kClipping, 0, colours.alarm);
    if (m_held > kFloor) {
        painter.fillRect(QRectF(std::max(0.0, x(m_held) - 2), bar.y(), 2, bar.height()),
                         m_held > kClipping ? colours.alarm : colours.text);
    }
}

} // namespace ui::shared

#include "moc_level_meter.cpp"
