// "Hold while I talk" by ear: while the chosen microphone hears the operator, nothing new is read. It is off until it
// is chosen, and the microphone is open only while a chat is read, or while somebody sets this up. One that goes frees
// the queue and says so. Settings: talkListens, talkMicrophone, talkLine, talkLouder, talkRelease, talkStops. GUI
// thread.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include "app/danmaku/talk_listener.h"
#include "app/problem.h"

namespace app {
class Settings;
}

namespace app::danmaku {

class LiveStage;

class TalkHold : public QObject {
    Q_OBJECT

public:
    enum class State {
        Off,     // nobody wants it
        Resting, // it is wanted, and nothing is read: the microphone is closed
        Opening,
        Listening,
        Missing,
    };

    // As long as the program: what it holds when it goes stays held, so that nothing begins which nobody would hear.
    TalkHold(LiveStage &stage, Settings &settings, QObject *parent = nullptr, const TalkPatience &patience = {});

    void setSeen(bool seen); // somebody sets it up: devices are looked for, and it listens though nothing is read
    State state() const;
    bool talks() const { return m_listener.talks(); }
    QString microphone() const; // that is listened to, or wanted, for people
    const QList<voices::InputDevice> &devices() const { return m_listener.devices(); }

Q_SIGNALS:
    void changed(); // state(), talks() or microphone()
    void devicesChanged();
    void levelChanged(double dbfs, double line);
    void problem(const app::Problem &problem); // the microphone is not there, or nobody stops talking
    void solved();                             // not so any more

private:
    void follow();
    void apply();
    void hear();
    bool isInUse();
    bool holdsBack() const; // something would be read, if nobody talked
    void sayLoud();
    QString whatIsMissing() const;

    struct Told { // to the stage
        bool talks = false, stops = false;
        double gap = 0; // s

        bool operator==(const Told &) const = default;
    };

    LiveStage &m_stage;
    Settings &m_settings;
    TalkListener m_listener;
    const TalkPatience m_patience;
    QTimer m_long;    // somebody has talked that long
    QTimer m_bridges; // until bridges that send nothing count as gone
    bool m_seen = false;
    bool m_reading = false;
    bool m_wasHeard = false;
    Told m_told;
    bool m_missing = false, m_longSaid = false; // said
};

} // namespace app::danmaku
