// A wave with ruler, playhead and selection. The hand that all plots share: Ctrl+wheel zooms, the wheel or a drag with
// the middle button pans, hovering reads the time, a click seeks, a drag selects, a double click shows everything.
// Keys: arrows seek by a second (with Shift a tenth), Home and End, + and - zoom, 0 shows everything; [ and ] put the
// ends of the selection to the playhead, Backspace clears it.
#pragma once

#include <QPixmap>
#include <QWidget>

#include <optional>

#include "ui/shared/peaks.h"

namespace ui::shared {

class WaveformView : public QWidget {
    Q_OBJECT

public:
    struct Span {
        double from = 0; // seconds
        double to = 0;
        double length() const { return to - from; }
    };

    explicit WaveformView(QWidget *parent = nullptr);

    void clear();
    void append(const engine::ClipPtr &clip);
    // Another wave in the same place: playhead, zoom and selection stay. The ruler goes on to `room` seconds at least.
    void exchange(const engine::ClipPtr &clip, double room);

    void setPlayhead(double seconds); // negative: none
    double playhead() const { return m_playhead; }
    double seconds() const; // of the wave, or of the room for it
    const Peaks &peaks() const { return m_peaks; }
    Span visible() const { return m_visible; }
    const std::optional<Span> &selection() const { return m_selection; }
    void clearSelection();
    void showAll();
    void reveal(double seconds); // moves what is visible there, when it is elsewhere

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seekRequested(double seconds);
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QRectF waveArea() const;
    double secondsAt(double x) const;
    double xAt(double seconds) const;
    void zoom(double factor, double around);
    void pan(double seconds);
    void select(double from, double to);
    void redraw();
    QPixmap drawWave(const QColor &colour) const;
    void drawRuler(QPainter &painter) const;
    void describe();

    Peaks m_peaks;
    double m_room = 0; // seconds
    Span m_visible;
    std::optional<Span> m_selection;
    double m_playhead = -1;
    std::optional<double> m_hover; // x
    std::optional<double> m_pressed;
    std::optional<double> m_panned;
    bool m_selecting = false;
    QPixmap m_ahead; // the wave in two colours: what is still to be played, and what was
    QPixmap m_behind;
};

} // namespace ui::shared
