#include "ui/danmaku/talk_meter.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::danmaku {

namespace {

constexpr int kLowest = -80;      // dB
constexpr double kFall = 30;      // dB per second
constexpr int kBar = 14;          // px
constexpr int kSide = 8;          // px; half of the line's grip
constexpr int kOver = 5;          // px that the line stands out
constexpr double kNothing = -120; // dB

} // namespace

TalkMeter::TalkMeter(QWidget *parent) : QSlider(Qt::Horizontal, parent) {
    setRange(kLowest, 0);
    setSingleStep(1);
    setPageStep(5);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    shared::letWheelPass(this);
    m_timer.setInterval(33);
    connect(&m_timer, &QTimer::timeout, this, &TalkMeter::fall);
}

QSize TalkMeter::sizeHint() const {
    return {320, kBar + 2 * kOver + fontMetrics().height() + 6};
}

QSize TalkMeter::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void TalkMeter::setLevel(double dbfs) {
    m_now = std::max(m_now, dbfs);
    if (!m_timer.isActive() && m_now > kLowest) {
        m_since.start();
        m_timer.start();
    }
    update();
}

void TalkMeter::setLouder(double decibels) {
    m_louder = decibels;
    update();
}

void TalkMeter::forget() {
    m_timer.stop();
    m_now = kNothing;
    update();
}

void TalkMeter::fall() {
    m_now -= kFall * double(m_since.restart()) / 1000;
    if (m_now <= kLowest)
        m_timer.stop();
    update();
}

QRect TalkMeter::bar() const {
    return {kSide, kOver + 1, width() - 2 * kSide, kBar};
}

double TalkMeter::xAt(double dbfs) const {
    return bar().left() + bar().width() * (std::clamp(dbfs, double(kLowest), 0.0) - kLowest) / -kLowest;
}

void TalkMeter::draw(double x) {
    setValue(int(std::lround(kLowest - kLowest * (x - bar().left()) / std::max(1, bar().width()))));
}

void TalkMeter::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    setSliderDown(true);
    draw(event->position().x());
}

void TalkMeter::mouseMoveEvent(QMouseEvent *event) {
    if (isSliderDown())
        draw(event->position().x());
}

void TalkMeter::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

void TalkMeter::paintEvent(QPaintEvent *) {
    const Colours &colours = coloursOf(window()->palette()); // its own is that of a transparent slider
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = bar();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.hairline);
    painter.drawRoundedRect(area, 2, 2);
    const auto fill = [&](double from, double to, const QColor &colour) {
        if (to > from)
            painter.fillRect(QRectF(xAt(from), area.top(), xAt(to) - xAt(from), area.height()), colour);
    };
    if (isEnabled() && m_now > kLowest) {
        fill(kLowest, std::min(m_now, double(value())), colours.accent);
        fill(value(), m_now, colours.attention);
    }
    painter.setPen(colours.quiet);
    for (int tick = kLowest; tick <= 0; tick += 20) {
        const QString words = tr("%L1", "a level in dB on a scale").arg(tick).replace(u'-', QStringLiteral("\u2212"));
        const double wide = painter.fontMetrics().horizontalAdvance(words);
        const double x = std::clamp(xAt(tick) - wide / 2, 0.0, width() - wide);
        painter.drawText(QPointF(x, height() - painter.fontMetrics().descent() - 1), words);
    }
    const QColor line = isEnabled() ? colours.text : colours.faint;
    if (m_louder > 0) {
        const double x = std::round(xAt(value() + m_louder));
        painter.fillRect(QRectF(x - 2, area.top(), 4, area.height()), colours.window); // stands out of the level
        painter.setPen(QPen(line, 2, Qt::DashLine, Qt::FlatCap));
        painter.drawLine(QPointF(x, area.top() - kOver), QPointF(x, area.bottom() + kOver));
    }
    const double x = std::round(xAt(value()));
    painter.fillRect(QRectF(x - 3, area.top(), 6, area.height()), colours.window);
    painter.fillRect(QRectF(x - 1.5, area.top() - kOver, 3, area.height() + 2 * kOver), line);
    painter.setBrush(hasFocus() ? colours.accent : line);
    painter.setPen(hasFocus() ? QPen(line, 2) : QPen(Qt::NoPen));
    painter.drawRoundedRect(QRectF(x - 4, area.center().y() - 7, 8, 14), 3, 3);
}

} // namespace ui::danmaku

#include "moc_talk_meter.cpp"
