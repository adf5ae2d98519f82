// ms since 1970 UTC that never jump, whatever becomes of the machine's clock: that one as it was at first, and what a
// steady one has counted since. One thread.
#pragma once

#include <QDateTime>
#include <QElapsedTimer>

namespace app::danmaku {

class StageClock {
public:
    StageClock() { m_since.start(); }

    qint64 now() const { return m_first + m_since.elapsed(); }
    qint64 ahead() const { return now() - QDateTime::currentMSecsSinceEpoch(); } // of the machine's clock

private:
    const qint64 m_first = QDateTime::currentMSecsSinceEpoch();
    QElapsedTimer m_since;
};

} // namespace app::danmaku
