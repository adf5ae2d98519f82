#include "ui/voices/recording_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/shared/figures.h"
#include "ui/theme.h"

namespace ui::voices {

namespace {

constexpr double kEdge = 7;      // px on both sides of an edge
constexpr double kThreshold = 4; // px before a press is a drag

} // namespace

RecordingView::RecordingView(QWidget *parent) : shared::WaveformView(parent) {
    setAccessibleName(tr("Recording"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void RecordingView::show(const engine::ClipPtr &clip, const Span &window, const shared::Peaks *peaks) {
    clear();
    m_grip = Grip::None;
    if (clip && peaks) {
        WaveformView::show(clip, *peaks);
    } else if (clip) {
        append(clip);
    }
    setWindow(window);
}

void RecordingView::setWindow(const Span &window) {
    m_window = within(window, Grip::To);
    update();
    describe();
}

// The end that was moved gives way to the other one.
RecordingView::Span RecordingView::within(Span wanted, Grip moved) const {
    const double whole = seconds();
    const double shortest = std::min(kShortestWindow, whole);
    const double length = std::clamp(wanted.length(), shortest, std::min(kLongestWindow, whole));
    if (moved == Grip::From) {
        wanted.from = wanted.to - length;
    } else if (moved == Grip::To) {
        wanted.to = wanted.from + length;
    }
    wanted.from = std::clamp(wanted.from, 0.0, whole - length);
    return {wanted.from, wanted.from + length};
}

void RecordingView::move(const Span &wanted, Grip moved) {
    const Span window = within(wanted, moved);
    if (window.from != m_window.from || window.to != m_window.to) {
        m_window = window;
        update();
        describe();
        Q_EMIT windowMoved();
    }
}

RecordingView::Grip RecordingView::gripAt(double x) const {
    const double from = std::abs(x - xAt(m_window.from));
    const double to = std::abs(x - xAt(m_window.to));
    if (std::min(from, to) <= kEdge) {
        return from < to ? Grip::From : Grip::To;
    }
    return x > xAt(m_window.from) && x < xAt(m_window.to) ? Grip::Whole : Grip::Anew;
}

void RecordingView::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || seconds() <= 0) {
        WaveformView::mousePressEvent(event);
        return;
    }
    m_pressedX = event->position().x();
    m_pressedAt = secondsAt(m_pressedX);
    m_grip = gripAt(m_pressedX);
    m_before = m_window;
    m_dragged = false;
}

void RecordingView::mouseMoveEvent(QMouseEvent *event) {
    const double x = event->position().x();
    if (m_grip == Grip::None) {
        const Grip under = seconds() > 0 ? gripAt(x) : Grip::Anew;
        setCursor(under == Grip::From || under == Grip::To ? Qt::SizeHorCursor
                  : under == Grip::Whole                   ? Qt::OpenHandCursor
                                                           : Qt::ArrowCursor);
        WaveformView::mouseMoveEvent(event);
        return;
    }
    m_dragged = m_dragged || std::abs(x - m_pressedX) > kThreshold;
    if (m_dragged) {
        dragTo(secondsAt(x));
    }
}

void RecordingView::dragTo(double seconds) {
    switch (m_grip) {
    case Grip::From:
        move({std::min(seconds, m_before.to), m_before.to}, Grip::From);
        return;
    case Grip::To:
        move({m_before.from, std::max(seconds, m_before.from)}, Grip::To);
        return;
    case Grip::Whole:
        move({m_before.from + seconds - m_pressedAt, m_before.to + seconds - m_pressedAt}, Grip::Whole);
        return;
    case Grip::Anew:
        if (seconds < m_pressedAt) {
            move({seconds, m_pressedAt}, Grip::From);
        } else {
            move({m_pressedAt, seconds}, Grip::To);
        }
        return;
    case Grip::None:
        return;
    }
}

void RecordingView::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || m_grip == Grip::None) {
        WaveformView::mouseReleaseEvent(event);
        return;
    }
    m_grip = Grip::None;
    if (m_dragged) {
        Q_EMIT windowSettled();
    } else {
        Q_EMIT seekRequested(m_pressedAt);
    }
}

void RecordingView::keyPressEvent(QKeyEvent *event) {
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const double step = event->key() == Qt::Key_Left ? -0.1 : 0.1;
    const double here = std::max(0.0, playhead());
    if (alt && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        move({m_window.from + (shift ? 0 : step), m_window.to + step}, shift ? Grip::To : Grip::Whole);
    } else if (event->key() == Qt::Key_BracketLeft) {
        move({here, std::max(here, m_window.to)}, here < m_window.to ? Grip::From : Grip::To);
    } else if (event->key() == Qt::Key_BracketRight) {
        move({std::min(here, m_window.from), here}, here > m_window.from ? Grip::To : Grip::From);
    } else {
        if (event->key() != Qt::Key_Backspace) { // there is always a window
            WaveformView::keyPressEvent(event);
        }
        return;
    }
    Q_EMIT windowSettled();
}

void RecordingView::paintContent(QPainter &painter) {
    WaveformView::paintContent(painter);
    const Colours &colours = coloursOf(palette());
    const QRectF area = waveArea();
    const double from = std::clamp(xAt(m_window.from), area.left(), area.right());
    const double to = std::clamp(xAt(m_window.to), area.left(), area.right());
    QColor shade = colours.panel;
    shade.setAlphaF(0.7f);
    painter.fillRect(QRectF(area.topLeft(), QPointF(from, area.bottom())), shade);
    painter.fillRect(QRectF(QPointF(to, area.top()), area.bottomRight()), shade);
    QColor veil = colours.accent;
    veil.setAlphaF(0.14f);
    painter.fillRect(QRectF(QPointF(from, 0), QPointF(to, area.bottom())), veil);

    // How far the end may go.
    painter.setFont(smallFont());
    for (const double length : {kShortestWindow, kLongestWindow}) {
        const double at = m_window.from + length;
        if (at <= seconds() && at >= visible().from && at <= visible().to) {
            const double x = std::round(xAt(at)) + 0.5;
            painter.setPen(QPen(colours.outline, 1, Qt::DashLine));
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
            const QString label = tr("%L1 s", "seconds").arg(length);
            const double wide = painter.fontMetrics().horizontalAdvance(label);
            painter.setPen(colours.quiet);
            painter.drawText(QPointF(x + 3 + wide > area.right() ? x - 3 - wide : x + 3, area.bottom() - 4), label);
        }
    }
    for (const double x : {from, to}) {
        painter.fillRect(QRectF(x - 1.5, area.top(), 3, area.height()), colours.accent);
        painter.fillRect(QRectF(x - 4, area.center().y() - 12, 8, 24), colours.accent);
    }
}

QString RecordingView::emptyText() const {
    return tr("There is no recording.");
}

QString RecordingView::description() const {
    if (seconds() <= 0) {
        return WaveformView::description();
    }
    return tr("%1 long; the window goes from %2 to %3. [ and ] put its ends to the playhead, Alt with the arrows moves "
              "it.")
        .arg(shared::clockTime(seconds(), 1), shared::clockTime(m_window.from, 1), shared::clockTime(m_window.to, 1));
}

} // namespace ui::voices

#include "moc_recording_view.cpp"
