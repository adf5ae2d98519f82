#include "ui/shared/time_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "ui/shared/figures.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

constexpr double kShortestView = 0.01; // s
constexpr double kDragThreshold = 4;   // px

// 1, 2 or 5 times a power of ten (and 15, 30, 60 … s), so that labels stay `pixels` apart.
double rulerStep(double secondsPerPixel, double pixels) {
    for (const double step : {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0,
                              60.0, 120.0, 300.0, 600.0}) {
        if (step >= secondsPerPixel * pixels) {
            return step;
        }
    }
    return 1800;
}

} // namespace

TimeView::TimeView(QWidget *parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum); // gives way where there is little room
}

void TimeView::lengthChanging() {
    m_sawAll = m_visible.from <= 0 && m_visible.to >= seconds();
}

void TimeView::lengthChanged() {
    if (m_sawAll) {
        m_visible = {0, seconds()};
    }
    redraw();
    describe();
}

void TimeView::forget() {
    m_visible = {};
    m_selection.reset();
    m_playhead = -1;
    redraw();
    describe();
    Q_EMIT selectionChanged();
}

void TimeView::setPlayhead(double seconds) {
    if (seconds == m_playhead) {
        return;
    }
    const auto strip = [this](double at) { return QRectF(xAt(at) - 4, 0, 8, height()).toAlignedRect(); };
    const double before = m_playhead;
    m_playhead = seconds;
    // Zoomed in: turn the page when the playhead walks out of it. Where the person looks elsewhere, it stays there.
    if (before >= m_visible.from && before <= m_visible.to && seconds >= 0 && seconds < this->seconds() &&
        (seconds < m_visible.from || seconds > m_visible.to)) {
        reveal(seconds);
        return;
    }
    update(strip(before).united(strip(seconds))); // what lies between changes its colour
}

void TimeView::clearSelection() {
    if (m_selection) {
        m_selection.reset();
        update();
        describe();
        Q_EMIT selectionChanged();
    }
}

void TimeView::showAll() {
    m_visible = {0, seconds()};
    redraw();
}

// Forward as a page is turned; back with room before it, for the next step back.
void TimeView::reveal(double seconds) {
    if (seconds > m_visible.to) {
        pan(seconds - m_visible.from);
    } else if (seconds >= 0 && seconds < m_visible.from) {
        pan(seconds - m_visible.from - m_visible.length() / 2);
    }
}

void TimeView::select(double from, double to) {
    if (to - from < kShortestView) {
        return;
    }
    m_selection = Span{from, to};
    update();
    describe();
    Q_EMIT selectionChanged();
}

QRectF TimeView::plot() const {
    const double left = leftMargin();
    return QRectF(left, kRuler, std::max(1.0, width() - left - rightMargin()), std::max(1.0, height() - kRuler));
}

double TimeView::secondsAt(double x) const {
    const QRectF area = plot();
    const double at = m_visible.from + (x - area.left()) / area.width() * m_visible.length();
    return std::clamp(at, 0.0, seconds());
}

double TimeView::xAt(double seconds) const {
    const QRectF area = plot();
    const double share = m_visible.length() > 0 ? (seconds - m_visible.from) / m_visible.length() : 0.0;
    return area.left() + share * area.width();
}

void TimeView::zoom(double factor, double around) {
    const double whole = seconds();
    if (whole <= 0) {
        return;
    }
    const double length = std::clamp(m_visible.length() * factor, std::min(kShortestView, whole), whole);
    const double share = (around - m_visible.from) / m_visible.length();
    const double from = std::clamp(around - share * length, 0.0, whole - length);
    m_visible = {from, from + length};
    redraw();
}

void TimeView::seekBy(double seconds) {
    Q_EMIT seekRequested(std::clamp(std::max(0.0, m_playhead) + seconds, 0.0, this->seconds()));
}

void TimeView::zoomBy(double factor) {
    zoom(factor, m_playhead >= 0 ? m_playhead : m_visible.from + m_visible.length() / 2);
}

void TimeView::selectFromPlayhead() {
    const double here = std::max(0.0, m_playhead);
    select(here, m_selection && m_selection->to > here ? m_selection->to : seconds());
}

void TimeView::selectToPlayhead() {
    const double here = std::max(0.0, m_playhead);
    select(m_selection && m_selection->from < here ? m_selection->from : 0, here);
}

void TimeView::pan(double seconds) {
    const double length = m_visible.length();
    const double from = std::clamp(m_visible.from + seconds, 0.0, std::max(0.0, this->seconds() - length));
    m_visible = {from, from + length};
    redraw();
}

void TimeView::redraw() {
    viewChanged();
    update();
}

QString TimeView::readingAt(const QPointF &place) const {
    return clockTime(secondsAt(place.x()), 2);
}

QFont TimeView::smallFont() const {
    QFont small = withTabularDigits(font());
    small.setPixelSize(std::max(11, QFontInfo(font()).pixelSize() - 2));
    return small;
}

void TimeView::paintSelection(QPainter &painter, const QRectF &area, const QColor &veil) const {
    if (m_selection) {
        const QRectF chosen(QPointF(xAt(m_selection->from), area.top()), QPointF(xAt(m_selection->to), area.bottom()));
        painter.fillRect(chosen.intersected(area), veil);
    }
}

void TimeView::paintRuler(QPainter &painter) const {
    const Colours &colours = coloursOf(palette());
    const QRectF area = plot();
    painter.setFont(smallFont());
    const double step = rulerStep(m_visible.length() / area.width(), 80);
    for (double at = std::ceil(m_visible.from / step) * step; at <= m_visible.to + step * 0.001; at += step) {
        const double x = std::round(xAt(at)) + 0.5;
        painter.setPen(colours.hairline);
        painter.drawLine(QPointF(x, kRuler - 5), QPointF(x, height()));
        painter.setPen(colours.quiet);
        const QString label = rulerTime(at, step);
        const double wide = painter.fontMetrics().horizontalAdvance(label);
        if (x + 4 + wide <= width()) {
            painter.drawText(QPointF(x + 4, kRuler - 6), label);
        }
    }
}

// With an edge of the ground's colour, for it stands on a picture too.
void TimeView::paintPlayhead(QPainter &painter) const {
    const Colours &colours = coloursOf(palette());
    const QRectF area = plot();
    const double at = xAt(m_playhead);
    if (m_playhead >= 0 && at >= area.left() && at <= area.right()) {
        const double x = std::clamp(std::round(at), area.left() + 1, area.right() - 1);
        painter.fillRect(QRectF(x - 2, kRuler, 4, height() - kRuler), colours.panel);
        painter.fillRect(QRectF(x - 1, 0, 2, height()), colours.text);
    }
}

void TimeView::paintHover(QPainter &painter) const {
    const QRectF area = plot();
    if (!m_hover || m_pressed || m_hover->x() < area.left() || m_hover->x() > area.right()) {
        return;
    }
    const Colours &colours = coloursOf(palette());
    const double x = std::round(m_hover->x()) + 0.5;
    painter.setPen(colours.outline);
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    painter.setFont(withTabularDigits(font()));
    const QString label = readingAt(*m_hover);
    QRectF bubble = QRectF(painter.fontMetrics().boundingRect(label)).adjusted(-6, -3, 6, 3);
    bubble.moveTopLeft(QPointF(std::min(x + 6, width() - bubble.width() - 2), kRuler + 4));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.outline);
    painter.setBrush(colours.control);
    painter.drawRoundedRect(bubble, 3, 3);
    painter.setPen(colours.text);
    painter.drawText(bubble, Qt::AlignCenter, label);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void TimeView::paintEvent(QPaintEvent *) {
    const Colours &colours = coloursOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    if (seconds() <= 0) {
        painter.setPen(colours.quiet);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText());
    } else {
        paintRuler(painter);
        paintContent(painter);
        paintPlayhead(painter);
        paintHover(painter);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasFocus() ? QPen(colours.accent, 2) : QPen(colours.hairline, 1));
    const double inset = hasFocus() ? 1 : 0.5;
    painter.drawRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset));
}

void TimeView::mousePressEvent(QMouseEvent *event) {
    if (seconds() <= 0) {
        return;
    }
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position().x();
        m_selecting = false;
    } else if (event->button() == Qt::MiddleButton) {
        m_panned = event->position().x();
    }
}

void TimeView::mouseMoveEvent(QMouseEvent *event) {
    const double x = event->position().x();
    m_hover = event->position();
    if (m_panned) {
        pan((*m_panned - x) / plot().width() * m_visible.length());
        m_panned = x;
    }
    if (m_pressed && (m_selecting || std::abs(x - *m_pressed) > kDragThreshold)) {
        m_selecting = true;
        const double one = secondsAt(*m_pressed);
        const double other = secondsAt(x);
        m_selection = Span{std::min(one, other), std::max(one, other)};
    }
    update();
}

void TimeView::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() == Qt::MiddleButton) {
        m_panned.reset();
    }
    if (event->button() != Qt::LeftButton || !m_pressed) {
        return;
    }
    m_pressed.reset();
    if (m_selecting) {
        m_selecting = false;
        describe();
        Q_EMIT selectionChanged();
    } else {
        clearSelection();
        Q_EMIT seekRequested(secondsAt(event->position().x()));
    }
    update();
}

void TimeView::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton) {
        m_pressed.reset();
        clearSelection();
        showAll();
    }
}

void TimeView::wheelEvent(QWheelEvent *event) {
    const QPoint angle = event->angleDelta();
    const double notches = (angle.y() != 0 ? angle.y() : angle.x()) / 120.0;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoom(std::pow(0.8, notches), secondsAt(event->position().x()));
    } else {
        pan(-notches * 0.15 * m_visible.length());
    }
    event->accept();
}

void TimeView::leaveEvent(QEvent *event) {
    m_hover.reset();
    update();
    QWidget::leaveEvent(event);
}

void TimeView::keyPressEvent(QKeyEvent *event) {
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? 0.1 : 1.0;
    switch (event->key()) {
    case Qt::Key_Left:
        seekBy(-step);
        return;
    case Qt::Key_Right:
        seekBy(step);
        return;
    case Qt::Key_Home:
        Q_EMIT seekRequested(0);
        return;
    case Qt::Key_End:
        Q_EMIT seekRequested(seconds());
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(0.8);
        return;
    case Qt::Key_Minus:
        zoomBy(1.25);
        return;
    case Qt::Key_0:
        showAll();
        return;
    case Qt::Key_BracketLeft:
        selectFromPlayhead();
        return;
    case Qt::Key_BracketRight:
        selectToPlayhead();
        return;
    case Qt::Key_Backspace:
        clearSelection();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TimeView::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        redraw();
    }
    QWidget::changeEvent(event);
}

void TimeView::resizeEvent(QResizeEvent *event) {
    redraw();
    QWidget::resizeEvent(event);
}

QString TimeView::description() const {
    if (seconds() <= 0) {
        return tr("Empty.");
    }
    if (m_selection) {
        return tr("%1 long, %2 to %3 selected.")
            .arg(clockTime(seconds(), 1), clockTime(m_selection->from, 1), clockTime(m_selection->to, 1));
    }
    return tr("%1 long.").arg(clockTime(seconds(), 1));
}

void TimeView::describe() {
    setAccessibleDescription(description());
}

} // namespace ui::shared

#include "moc_time_view.cpp"
