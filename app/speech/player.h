// Sound out: QAudioSink on a thread of its own, fed from a ring that the GUI thread appends to. Public functions may be
// called from the GUI thread only; they post themselves. A device that vanishes is replaced by the default one and said.
#pragma once

#include <QAudioDevice>
#include <QObject>
#include <QThread>

#include "app/speech/job.h"

namespace app::speech {

class Player : public QObject {
    Q_OBJECT

public:
    enum class State { Stopped, Playing, Paused };
    Q_ENUM(State)

    explicit Player(QObject *parent = nullptr);
    ~Player() override;

    // Starts a new stream: forgets what was queued, and plays what append() brings as it arrives.
    void begin(quint64 id);
    void append(quint64 id, const engine::ClipPtr &clip); // ignored when another stream has begun since
    void endOfStream(quint64 id);                         // after it the state becomes Stopped when all was played
    void play(const engine::ClipPtr &clip, double fromSeconds = 0, double toSeconds = -1); // a whole take
    void pause();
    void resume();
    void stop();                 // 10 ms fade, no click
    void seek(double seconds);
    void setLoop(bool loop);
    void setVolume(double linear); // 0…1
    void setMuted(bool muted);
    void setDevice(const QByteArray &id); // empty = system default

    State state() const { return m_state; }

Q_SIGNALS:
    void stateChanged(app::speech::Player::State state);
    void positionChanged(double seconds, double total); // about 30 times a second while playing
    void levelChanged(double peak);                     // linear 0…1 of what went out since the last one
    void deviceChanged(const QString &name);            // "" = no output device; synthesis goes on without
    void problem(const app::speech::Problem &problem);

private:
    QThread m_thread;
    class Output; // lives on m_thread
    Output *m_output;
    State m_state = State::Stopped;
};

} // namespace app::speech
