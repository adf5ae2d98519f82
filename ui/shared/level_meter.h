// How loud what goes out is: -60 … 0 dB full scale, with the highest of the last second held.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace ui::shared {

class LevelMeter : public QWidget {
    Q_OBJECT

public:
    explicit LevelMeter(QWidget *parent = nullptr);

    void setPeak(double linear); // 0…1
    double decibels() const { return m_now; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fall();

    QTimer m_timer;
    QElapsedTimer m_since;
    QElapsedTimer m_heldSince;
    double m_now = -60; // dB
    double m_held = -60;
};

} // namespace ui::shared
