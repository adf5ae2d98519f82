// A recording along time, with the window that becomes the voice: 3 to 12 s of it, marked with its limits. An edge or
// the whole window is dragged; a drag elsewhere draws a new one, a click there listens from that place. Keys besides
// those of time_view.h: [ and ] put the ends of the window to the playhead, Alt with the arrows moves the window by a
// tenth of a second, with Shift its end.
#pragma once

#include "ui/shared/waveform_view.h"

namespace ui::voices {

inline constexpr double kShortestWindow = 3; // s; a shorter recording is taken whole
inline constexpr double kLongestWindow = 12; // s

class RecordingView : public shared::WaveformView {
    Q_OBJECT

public:
    explicit RecordingView(QWidget *parent = nullptr);

    // `peaks`: of the clip, where they were found already; hours of sound take seconds.
    void show(const engine::ClipPtr &clip, const Span &window, const shared::Peaks *peaks = nullptr);
    const Span &window() const { return m_window; }
    void setWindow(const Span &window); // brought within the limits, from the beginning on; says nothing

    QSize sizeHint() const override { return {640, 150}; }
    QSize minimumSizeHint() const override { return {240, 96}; }

Q_SIGNALS:
    void windowMoved();   // by the person: also while it is dragged
    void windowSettled(); // let go: worth looking at anew

protected:
    void paintContent(QPainter &painter) override;
    QString emptyText() const override;
    QString description() const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Grip { None, From, To, Whole, Anew };

    Grip gripAt(double x) const;
    void dragTo(double seconds);
    void move(const Span &wanted, Grip moved);
    Span within(Span wanted, Grip moved) const;

    Span m_window;
    Grip m_grip = Grip::None;
    double m_pressedX = 0;
    double m_pressedAt = 0; // s
    Span m_before;          // the window when it was pressed
    bool m_dragged = false;
};

} // namespace ui::voices
