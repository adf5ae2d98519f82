// Hears what the Desk's loudspeaker plays.
#pragma once

#include <QByteArray>
#include <QList>

#include "tests/end_to_end/desk.h"

namespace end_to_end {

class Ears {
public:
    bool listen(Desk &desk); // from now on; false: nothing can be recorded
    void stop();

    // What came since it was asked last, at Desk::recordingRate; silence is recorded too.
    QList<qint16> sounded();
    // Within half a minute.
    bool hear();
    bool hearNothing(double seconds); // for so long on end

private:
    QProcess *m_recorder = nullptr;
    QByteArray m_rest; // that is no whole sample
};

} // namespace end_to_end
