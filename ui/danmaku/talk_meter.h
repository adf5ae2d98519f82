// How loud a microphone is, and the line from which on that is talk: −80 … 0 dB full scale. The line is the slider: it
// is drawn with the mouse or moved with the arrows, while the level moves under it. Where more is needed while
// something is read, that stands there as a second, broken line.
#pragma once

#include <QElapsedTimer>
#include <QSlider>
#include <QTimer>

namespace ui::danmaku {

class TalkMeter : public QSlider { // value: dBFS
    Q_OBJECT

public:
    explicit TalkMeter(QWidget *parent = nullptr);

    void setLevel(double dbfs);
    void setLouder(double decibels); // of the second line over the first; 0: there is none
    void forget();                   // nobody listens
    double level() const { return m_now; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    QRect bar() const;
    double xAt(double dbfs) const;
    void draw(double x); // the line to there
    void fall();

    QTimer m_timer;
    QElapsedTimer m_since;
    double m_now = -120;
    double m_louder = 0;
};

} // namespace ui::danmaku
