// What goes on air where nothing sounds here, as others send the sound on: it lasts as long as it would be heard. GUI
// thread.
#pragma once

#include <QObject>
#include <QTimer>

namespace app::danmaku {

class SilentAir : public QObject {
    Q_OBJECT

public:
    explicit SilentAir(QObject *parent = nullptr);

    void begin();
    void append(double seconds);
    void end(); // no more comes
    void fadeOut();
    void pause();
    void resume();

Q_SIGNALS: // later than what leads to them
    void began();
    void over(bool faded);

private:
    void finish(bool faded);

    QTimer m_left; // until all that came is over
    quint64 m_run = 0;
    qint64 m_leftAtPause = -1; // ms; -1: is not paused
    bool m_begun = false;
    bool m_whole = false;
};

} // namespace app::danmaku
