#include "app/danmaku/silent_air.h"

#include <algorithm>

namespace app::danmaku {

SilentAir::SilentAir(QObject *parent) : QObject(parent) {
    m_left.setSingleShot(true);
    connect(&m_left, &QTimer::timeout, this, [this] {
        if (m_whole)
            finish(false);
    });
}

void SilentAir::begin() {
    ++m_run;
    m_left.stop();
    m_leftAtPause = -1;
    m_begun = m_whole = false;
}

// Of a stream that stalls, what comes late lasts as long as if it had begun with it.
void SilentAir::append(double seconds) {
    const qint64 more = qint64(seconds * 1000);
    if (!m_begun) {
        m_begun = true;
        QMetaObject::invokeMethod(
            this,
            [this, run = m_run] {
                if (run == m_run)
                    Q_EMIT began();
            },
            Qt::QueuedConnection);
    }
    if (m_leftAtPause >= 0)
        m_leftAtPause += more;
    else
        m_left.start(int(std::max(0, m_left.remainingTime()) + more));
}

void SilentAir::end() {
    m_whole = true;
    if (m_leftAtPause < 0 && !m_left.isActive())
        m_left.start(0);
}

void SilentAir::fadeOut() {
    QMetaObject::invokeMethod(
        this,
        [this, run = m_run] {
            if (run == m_run)
                finish(true);
        },
        Qt::QueuedConnection);
}

void SilentAir::pause() {
    if (m_leftAtPause >= 0)
        return;
    m_leftAtPause = std::max(0, m_left.remainingTime());
    m_left.stop();
}

void SilentAir::resume() {
    if (m_leftAtPause < 0)
        return;
    m_left.start(int(m_leftAtPause));
    m_leftAtPause = -1;
}

void SilentAir::finish(bool faded) {
    ++m_run;
    m_left.stop();
    Q_EMIT over(faded);
}

} // namespace app::danmaku

#include "moc_silent_air.cpp"
