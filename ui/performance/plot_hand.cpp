// What mouse and keyboard do with the plot.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

#include "ui/performance/performance_plot.h"
#include "ui/theme.h"

namespace ui::performance {

namespace {

constexpr double kDragThreshold = 4; // px

} // namespace

void PerformancePlot::coloursChanged() {
    rebuild();
    drawNow();
}

// Keys of the plot go before actions of the window that have the same ones.
bool PerformancePlot::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::NoModifier && (key->key() == Qt::Key_P || key->key() == Qt::Key_0))
            event->accept();
    }
    return PlotView::event(event);
}

// What a scroll area moves into sight when the plot gets the keyboard: nothing that is not seen already.
QVariant PerformancePlot::inputMethodQuery(Qt::InputMethodQuery query) const {
    if (query == Qt::ImCursorRectangle)
        return QRect(visibleRegion().boundingRect().center(), QSize(1, 1));
    return PlotView::inputMethodQuery(query);
}

void PerformancePlot::paintEvent(QPaintEvent *event) {
    PlotView::paintEvent(event);
    const Colours &colours = coloursOf(palette());
    QPainter painter(this);
    painter.setPen(hasFocus() ? QPen(colours.accent, 2) : QPen(colours.hairline, 1));
    const double inset = hasFocus() ? 1 : 0.5;
    painter.drawRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset));
}

void PerformancePlot::focusInEvent(QFocusEvent *event) {
    PlotView::focusInEvent(event);
    update();
}

void PerformancePlot::showEvent(QShowEvent *event) {
    PlotView::showEvent(event);
    drawNow();
}

void PerformancePlot::resizeEvent(QResizeEvent *event) {
    PlotView::resizeEvent(event);
    drawSoon();
}

void PerformancePlot::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_pressed = event->position();
    m_pressedTo = to();
    m_dragging = false;
}

void PerformancePlot::mouseMoveEvent(QMouseEvent *event) {
    if (m_pressed && (m_dragging || std::abs(event->position().x() - m_pressed->x()) > kDragThreshold)) {
        m_dragging = true;
        setCursor(Qt::ClosedHandCursor);
        const double share = (event->position().x() - m_pressed->x()) / std::max(1, plotArea().width());
        m_held = m_held || share > 0;
        look(m_pressedTo - qint64(share * double(m_span)));
    }
    const QRect area = plotArea();
    const bool inside = event->position().x() >= area.left() && event->position().x() <= area.right();
    m_hover = inside ? std::optional(event->position().x()) : std::nullopt;
    readCursor();
    redrawOver();
}

void PerformancePlot::mouseReleaseEvent(QMouseEvent *event) {
    if (!m_pressed)
        return;
    m_pressed.reset();
    unsetCursor();
    if (m_dragging || event->button() != Qt::LeftButton || !plotArea().contains(event->position().toPoint()))
        return;
    m_cursor = timeAt(event->position().x());
    if (const auto utterance = utteranceAt(*m_cursor))
        Q_EMIT takeWanted(*utterance);
}

void PerformancePlot::mouseDoubleClickEvent(QMouseEvent *event) {
    m_pressed.reset();
    if (event->button() == Qt::LeftButton && !utteranceAt(timeAt(event->position().x()))) // else its take was opened
        goToNow();
}

// Where the strips do not fit, the wheel scrolls them.
void PerformancePlot::wheelEvent(QWheelEvent *event) {
    const QPoint angle = event->angleDelta();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoom(std::pow(0.8, double(angle.y()) / 120), timeAt(event->position().x()));
        event->accept();
        return;
    }
    const bool scrolls = parentWidget() && height() > parentWidget()->height();
    const bool along = angle.x() != 0 || event->modifiers().testFlag(Qt::ShiftModifier);
    if (scrolls && !along) {
        event->ignore();
        return;
    }
    const double notches = double(angle.y() != 0 ? angle.y() : angle.x()) / 120;
    pan(qint64(-notches * 0.15 * double(m_span)));
    event->accept();
}

void PerformancePlot::leaveEvent(QEvent *event) {
    m_hover.reset();
    readCursor();
    redrawOver();
    PlotView::leaveEvent(event);
}

void PerformancePlot::focusOutEvent(QFocusEvent *event) {
    PlotView::focusOutEvent(event);
    update();
}

void PerformancePlot::keyPressEvent(QKeyEvent *event) {
    const bool far = event->modifiers().testFlag(Qt::ShiftModifier);
    const qint64 column = std::max<qint64>(1, m_span / (far ? 10 : 200));
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(m_cursor.value_or(to()) - column);
        return;
    case Qt::Key_Right:
        moveCursor(m_cursor.value_or(to()) + column);
        return;
    case Qt::Key_BracketLeft:
        step(-1);
        return;
    case Qt::Key_BracketRight:
        step(1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto utterance = utteranceAt(cursorTime().value_or(to())))
            Q_EMIT takeWanted(*utterance);
        return;
    case Qt::Key_PageUp:
        pan(-m_span / 2);
        return;
    case Qt::Key_PageDown:
        pan(m_span / 2);
        return;
    case Qt::Key_Home:
        look(oldest() + m_span);
        return;
    case Qt::Key_End:
        goToNow();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(0.8, cursorTime().value_or(to()));
        return;
    case Qt::Key_Minus:
        zoom(1.25, cursorTime().value_or(to()));
        return;
    case Qt::Key_0:
        m_span = m_chosen;
        look(m_to);
        return;
    case Qt::Key_P:
        hold(!m_held);
        return;
    default:
        PlotView::keyPressEvent(event);
    }
}

} // namespace ui::performance
