// Sound out, on a thread of its own that pulls from a Track (track.h) for each of two outputs: the monitor, which the
// person hears, and the program, a second device that a stream or a recorder listens to. What plays sounds on the
// monitor, and while it is "on air" on the program too. Public functions are for the GUI thread; they post themselves,
// so they never wait for a sound server. Starting, stopping, pausing and seeking fade, without a click. When a stream
// runs dry there is silence until the next clip.
//
// A monitor that vanishes is replaced by the default device and said, and used again when it is back; without any the
// player pauses, and goes on by itself when a device comes within a minute, or the sound server that died. A server
// that starts later than the program is found within two seconds. The program is never replaced by another
// device, and the monitor never chooses the program's: what is private stays private. (Through Qt, PulseAudio itself
// moves what sounds on a device that vanishes to its default one, until the next look some 30 ms later.)
//
// Through Qt 6.4 a stream that the server refuses is waited for without end. A thread that does not answer for some
// seconds is left behind: what played stops, is off air, and that is said; the next play() goes on with a new one. As
// long as a server does not answer at all nothing is queued up for it: what is played then is not heard, which is said
// each time.
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QMetaType>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <memory>

#include "app/speech/clip_group.h"
#include "app/speech/job.h"
#include "app/speech/sound_stream.h"

namespace app::speech {

class AudioOutput;

struct Program {
    QByteArray id; // of the chosen device; empty = none
    QString name;  // empty as long as it was never there
    bool present = false;
    bool onAir = false;

    bool operator==(const Program &) const = default;
};

class Player : public QObject {
    Q_OBJECT

public:
    enum class State { Stopped, Playing, Paused };
    Q_ENUM(State)

    explicit Player(QObject *parent = nullptr, SoundSystem system = SoundSystem::Direct);
    ~Player() override;

    // Starts a new stream: forgets what was queued, and plays what append() brings as it arrives. Playing from here on.
    void begin(quint64 id);
    void append(quint64 id, const engine::ClipPtr &clip); // ignored after stop() and when another stream has begun
    void endOfStream(quint64 id);                         // after it the state becomes Stopped when all was played
    // A whole clip or a part of it; with setLoop(true) the part is repeated. Any sample rate.
    void play(const engine::ClipPtr &clip, double fromSeconds = 0, double toSeconds = -1);
    // Clips of which one is heard, see clip_group.h; seconds count on their one time line.
    void playGroup(const std::vector<GroupClip> &clips, int heard, double fromSeconds = 0, double toSeconds = -1);
    void hear(int index); // of the group: at the same place, with a cross-fade of 5 ms
    void setGroupGains(const std::vector<double> &gains);
    void pause();
    void resume();
    void stop();
    void fadeOut(double seconds); // stop(), but silent only so much later; 0.005…1
    void seek(double seconds);    // while playing or paused
    void setLoop(bool loop);
    void setVolume(double linear); // 0…1
    void setMuted(bool muted);
    void setDevice(const QByteArray &id); // of the monitor; empty = system default
    // Off air from here on, when it is another one. Empty = none.
    void setProgramDevice(const QByteArray &id);
    void setProgramLevel(double linear); // 0…1; volume and mute are the monitor's
    // What plays now is heard from here on, or no more; what the device has taken already still is: 0.1 s, or what a
    // server that stands still for a moment holds.
    // Without a chosen device nothing happens.
    void setOnAir(bool onAir);
    // The devices are open though nothing plays, so that what comes is heard sooner: a server may take a second until a
    // stream that was just opened is heard. Nobody else can have a device for itself meanwhile.
    void setStaysOpen(bool stays);

    State state() const { return m_state; }                          // as last signalled
    const QList<OutputDevice> &devices() const { return m_devices; } // as last signalled
    const QString &deviceName() const { return m_deviceName; }       // of the monitor, as last signalled
    const Program &program() const { return m_program; }             // as last signalled

Q_SIGNALS:
    void stateChanged(app::speech::Player::State state);
    void positionChanged(double seconds, double total); // about 30 times a second while playing, and after a seek
    void levelChanged(double peak); // linear 0…1 of what went out since the last one; the monitor's
    void programLevelChanged(double peak);
    void deviceChanged(const QString &name); // of the monitor; "" = none; synthesis goes on without
    void programChanged(const app::speech::Program &program);
    void devicesChanged(const QList<app::speech::OutputDevice> &devices);
    void wentOn(); // by itself, with what a sound server that died and is back had interrupted
    void problem(const app::Problem &problem);
    void programProblem(const app::Problem &problem); // not true any more when the program is present again

private:
    template <typename Work> void post(Work work);
    void startOutput();
    void ask(); // whether the thread still answers
    void replaceOutput();
    void sayReplaced();
    void saySilent();

    const SoundSystem m_system;
    QThread *m_thread = nullptr;
    AudioOutput *m_output = nullptr; // lives on m_thread
    QTimer m_asking;
    QElapsedTimer m_asked;
    bool m_answers = false;  // it has found the sound server
    bool m_silent = false;   // it has looked for it for too long, and that was said
    bool m_replaced = false; // and the new one has not
    quint64 m_question = 0;
    std::shared_ptr<std::atomic<quint64>> m_answer; // of this thread

    struct Wishes { // what a new output is told
        double volume = 1;
        bool muted = false;
        bool loop = false;
        QByteArray device;
        QByteArray program;
        double programLevel = 1;
        bool staysOpen = false;
    } m_wishes;
    State m_state = State::Stopped;
    QList<OutputDevice> m_devices;
    QString m_deviceName;
    Program m_program;
};

} // namespace app::speech

Q_DECLARE_METATYPE(app::speech::OutputDevice)
