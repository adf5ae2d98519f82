#include "ui/shared/waveform_view.h"

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

constexpr double kRuler = 20;          // px
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

WaveformView::WaveformView(QWidget *parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Waveform"));
    describe();
}

QSize WaveformView::sizeHint() const {
    return {640, 96};
}

QSize WaveformView::minimumSizeHint() const {
    return {160, 96};
}

void WaveformView::clear() {
    m_peaks.clear();
    m_room = 0;
    m_visible = {};
    m_selection.reset();
    m_playhead = -1;
    redraw();
    describe();
    Q_EMIT selectionChanged();
}

void WaveformView::append(const engine::ClipPtr &clip) {
    const bool all = m_visible.from <= 0 && m_visible.to >= seconds();
    m_peaks.append(clip);
    if (all) {
        m_visible = {0, seconds()};
    }
    redraw();
    describe();
}

void WaveformView::exchange(const engine::ClipPtr &clip, double room) {
    const bool all = m_visible.from <= 0 && m_visible.to >= seconds();
    m_peaks.clear();
    m_peaks.append(clip);
    m_room = room;
    if (all) {
        m_visible = {0, seconds()};
    }
    redraw();
    describe();
}

double WaveformView::seconds() const {
    return std::max(m_peaks.seconds(), m_room);
}

void WaveformView::setPlayhead(double seconds) {
    if (seconds == m_playhead) {
        return;
    }
    const auto strip = [this](double at) { return QRectF(xAt(at) - 2, 0, 4, height()).toAlignedRect(); };
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

void WaveformView::clearSelection() {
    if (m_selection) {
        m_selection.reset();
        update();
        describe();
        Q_EMIT selectionChanged();
    }
}

void WaveformView::showAll() {
    m_visible = {0, seconds()};
    redraw();
}

// Forward as a page is turned; back with room before it, for the next step back.
void WaveformView::reveal(double seconds) {
    if (seconds > m_visible.to) {
        pan(seconds - m_visible.from);
    } else if (seconds >= 0 && seconds < m_visible.from) {
        pan(seconds - m_visible.from - m_visible.length() / 2);
    }
}

void WaveformView::select(double from, double to) {
    if (to - from < kShortestView) {
        return;
    }
    m_selection = Span{from, to};
    update();
    describe();
    Q_EMIT selectionChanged();
}

QRectF WaveformView::waveArea() const {
    return QRectF(0, kRuler, width(), height() - kRuler);
}

double WaveformView::secondsAt(double x) const {
    const double at = m_visible.from + x / std::max(1, width()) * m_visible.length();
    return std::clamp(at, 0.0, seconds());
}

double WaveformView::xAt(double seconds) const {
    return m_visible.length() > 0 ? (seconds - m_visible.from) / m_visible.length() * width() : 0.0;
}

void WaveformView::zoom(double factor, double around) {
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

void WaveformView::pan(double seconds) {
    const double length = m_visible.length();
    const double from = std::clamp(m_visible.from + seconds, 0.0, std::max(0.0, this->seconds() - length));
    m_visible = {from, from + length};
    redraw();
}

void WaveformView::redraw() {
    m_ahead = {};
    m_behind = {};
    update();
}

QPixmap WaveformView::drawWave(const QColor &colour) const {
    const double ratio = devicePixelRatioF();
    const QRectF area = waveArea();
    const int columns = int(std::ceil(area.width() * ratio));
    const int rows = int(std::ceil(area.height() * ratio));
    QPixmap picture(columns, rows);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setPen(QPen(colour, 1));
    const double perColumn = m_visible.length() * m_peaks.sampleRate() / std::max(1, columns);
    const double start = m_visible.from * m_peaks.sampleRate();
    const double middle = rows / 2.0;
    const double reach = middle - 2 * ratio;
    QList<QLineF> lines;
    lines.reserve(columns);
    for (int column = 0; column < columns; ++column) {
        const auto first = std::size_t(std::max(0.0, start + column * perColumn));
        const auto last = std::max(first + 2, std::size_t(std::max(0.0, start + (column + 1) * perColumn)));
        const auto range = m_peaks.between(first, last);
        const double high = std::clamp(double(range.high), -1.0, 1.0);
        const double low = std::clamp(double(range.low), -1.0, 1.0);
        lines << QLineF(column + 0.5, middle - high * reach - 0.5, column + 0.5, middle - low * reach + 0.5);
    }
    painter.drawLines(lines);
    return picture;
}

void WaveformView::drawRuler(QPainter &painter) const {
    const Colours &colours = coloursOf(palette());
    QFont small = withTabularDigits(font());
    small.setPixelSize(std::max(11, QFontInfo(font()).pixelSize() - 2));
    painter.setFont(small);
    const double step = rulerStep(m_visible.length() / std::max(1, width()), 80);
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

void WaveformView::paintEvent(QPaintEvent *) {
    const Colours &colours = coloursOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    const QRectF area = waveArea();
    if (m_peaks.samples() == 0) {
        painter.setPen(colours.quiet);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("What is spoken is drawn here while it is made."));
    } else {
        drawRuler(painter);
        painter.setPen(colours.hairline);
        painter.drawLine(QPointF(0, std::round(area.center().y()) + 0.5),
                         QPointF(width(), std::round(area.center().y()) + 0.5));
        if (m_selection) {
            QColor veil = colours.accent;
            veil.setAlphaF(0.22f);
            painter.fillRect(QRectF(QPointF(xAt(m_selection->from), 0), QPointF(xAt(m_selection->to), height())), veil);
        }
        const double ratio = devicePixelRatioF();
        const QSize wanted(int(std::ceil(area.width() * ratio)), int(std::ceil(area.height() * ratio)));
        if (m_ahead.size() != wanted) {
            m_ahead = drawWave(colours.quiet);
            m_behind = drawWave(colours.accent);
        }
        const bool marked = m_playhead >= 0;
        const double split = marked ? std::clamp(xAt(m_playhead), 0.0, double(width())) : double(width());
        painter.drawPixmap(QRectF(0, area.y(), split, area.height()), m_behind,
                           QRectF(0, 0, split * ratio, wanted.height()));
        painter.drawPixmap(QRectF(split, area.y(), width() - split, area.height()), m_ahead,
                           QRectF(split * ratio, 0, (width() - split) * ratio, wanted.height()));
        if (marked && xAt(m_playhead) >= 0 && xAt(m_playhead) <= width()) {
            const double x = std::clamp(std::round(xAt(m_playhead)), 1.0, width() - 1.0);
            painter.fillRect(QRectF(x - 1, 0, 2, height()), colours.text);
        }
        if (m_hover && !m_pressed) {
            const double x = std::round(*m_hover) + 0.5;
            painter.setPen(colours.outline);
            painter.drawLine(QPointF(x, 0), QPointF(x, height()));
            painter.setFont(withTabularDigits(font()));
            const QString label = clockTime(secondsAt(*m_hover), 2);
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
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasFocus() ? QPen(colours.accent, 2) : QPen(colours.hairline, 1));
    const double inset = hasFocus() ? 1 : 0.5;
    painter.drawRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset));
}

void WaveformView::mousePressEvent(QMouseEvent *event) {
    if (m_peaks.samples() == 0) {
        return;
    }
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position().x();
        m_selecting = false;
    } else if (event->button() == Qt::MiddleButton) {
        m_panned = event->position().x();
    }
}

void WaveformView::mouseMoveEvent(QMouseEvent *event) {
    const double x = event->position().x();
    m_hover = x;
    if (m_panned) {
        pan((*m_panned - x) / std::max(1, width()) * m_visible.length());
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

void WaveformView::mouseReleaseEvent(QMouseEvent *event) {
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

void WaveformView::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton) {
        m_pressed.reset();
        clearSelection();
        showAll();
    }
}

void WaveformView::wheelEvent(QWheelEvent *event) {
    const QPoint angle = event->angleDelta();
    const double notches = (angle.y() != 0 ? angle.y() : angle.x()) / 120.0;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoom(std::pow(0.8, notches), secondsAt(event->position().x()));
    } else {
        pan(-notches * 0.15 * m_visible.length());
    }
    event->accept();
}

void WaveformView::leaveEvent(QEvent *event) {
    m_hover.reset();
    update();
    QWidget::leaveEvent(event);
}

void WaveformView::keyPressEvent(QKeyEvent *event) {
    const double whole = seconds();
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? 0.1 : 1.0;
    const double here = std::max(0.0, m_playhead);
    const double middle = m_visible.from + m_visible.length() / 2;
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT seekRequested(std::max(0.0, here - step));
        return;
    case Qt::Key_Right:
        Q_EMIT seekRequested(std::min(whole, here + step));
        return;
    case Qt::Key_Home:
        Q_EMIT seekRequested(0);
        return;
    case Qt::Key_End:
        Q_EMIT seekRequested(whole);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(0.8, m_playhead >= 0 ? here : middle);
        return;
    case Qt::Key_Minus:
        zoom(1.25, m_playhead >= 0 ? here : middle);
        return;
    case Qt::Key_0:
        showAll();
        return;
    case Qt::Key_BracketLeft:
        select(here, m_selection && m_selection->to > here ? m_selection->to : whole);
        return;
    case Qt::Key_BracketRight:
        select(m_selection && m_selection->from < here ? m_selection->from : 0, here);
        return;
    case Qt::Key_Backspace:
        clearSelection();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void WaveformView::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        redraw();
    }
    QWidget::changeEvent(event);
}

void WaveformView::describe() {
    QString text = m_peaks.samples() == 0 ? tr("Empty.") : tr("%1 long.").arg(clockTime(seconds(), 1));
    if (m_selection) {
        text = tr("%1 long, %2 to %3 selected.")
                   .arg(clockTime(seconds(), 1), clockTime(m_selection->from, 1), clockTime(m_selection->to, 1));
    }
    setAccessibleDescription(text);
}

} // namespace ui::shared
