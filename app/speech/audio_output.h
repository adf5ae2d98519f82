// The player's room on the audio thread: two channels, the monitor and the program, the choice of their devices, and
// what is played on them. Everything here runs on that thread; Player posts to it and passes its signals on.
//
// What is played goes to the monitor's track, and to the program's too while it is on air. A channel that opens takes
// over what the other one plays, at its place; position and state are those of the monitor, or of the program where
// the monitor has no device.
#pragma once

#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include "app/speech/channel.h"
#include "app/speech/device_list.h"
#include "app/speech/player.h"

namespace app::speech {

class AudioOutput : public QObject {
    Q_OBJECT

public:
    explicit AudioOutput(SoundSystem system);
    ~AudioOutput() override;

    void enter();    // first thing on the thread
    void stepBack(); // from any thread: this one hangs, and may not go before others any more
    void begin(quint64 id);
    void append(quint64 id, const engine::ClipPtr &clip);
    void endOfStream(quint64 id);
    void play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds);
    void playGroup(const std::vector<GroupClip> &clips, int heard, double fromSeconds, double toSeconds);
    void hear(int index);
    void setGroupGains(const std::vector<double> &gains);
    void pause();
    void resume();
    void stop(int fade = Track::kFade); // samples
    void seek(double seconds);
    void setLoop(bool loop);
    void setVolume(double linear);
    void setMuted(bool muted);
    void setDevice(const QByteArray &id);
    void setProgramDevice(const QByteArray &id);
    void setProgramLevel(double linear);
    void setOnAir(bool onAir);
    void setStaysOpen(bool stays);

Q_SIGNALS:
    void stateChanged(app::speech::Player::State state);
    void positionChanged(double seconds, double total);
    void levelChanged(double peak);
    void programLevelChanged(double peak);
    void deviceChanged(const QString &name);
    void programChanged(const app::speech::Program &program);
    void devicesChanged(const QList<app::speech::OutputDevice> &devices);
    void wentOn();
    void problem(const app::Problem &problem);
    void programProblem(const app::Problem &problem);

private:
    using Clock = std::chrono::steady_clock;

    template <typename Work> void onTracks(Work work, bool wakes = false);
    bool isProgram(const Channel &channel) const { return &channel == &m_program; }
    bool hasWayOut() const; // a device that what is played now would be heard on
    bool findsWayOut();
    bool isOpen() const { return m_monitor.isOpen() || m_program.isOpen(); }
    Channel &lead(); // whose place counts
    bool mayPlay();  // whether there is a way out; says it otherwise
    bool start();
    void openChannels(); // those that have a device and something to say
    void openProgram();
    void open(Channel &channel);
    void lookAtDevices();
    void changeMonitor(const OutputDevice &device, bool oldOneIsGone);
    void changeProgram(const OutputDevice &device, bool oldOneIsGone);
    void followDevices(); // play on, wait or go on after a change
    void sayMonitorIsGone(const QString &name);
    void tellProgram();
    void say(const Channel &channel, const Problem &wrong);
    Problem whatIsWrongWith(const Channel &channel) const;
    void sayNoDevice();
    void sayProgramIsMissing();
    void drop(int fade = Track::kFade); // what sounds, so that it never comes back under another take
    void tick();
    void tellLevels();
    void watch(Channel &channel); // the server may take a device away without a word
    void setState(Player::State state);

    const SoundSystem m_system;
    Channel m_monitor;
    Channel m_program;
    Channel *m_lead = &m_monitor; // as it was last
    Player::State m_state = Player::State::Stopped;
    std::optional<quint64> m_stream; // the one whose clips are wanted
    double m_volume = 1.0;
    bool m_muted = false;
    bool m_onAir = false;
    bool m_staysOpen = false;
    float m_peak = 0; // as last signalled
    float m_programPeak = 0;

    std::atomic<int> m_threadId = 0; // the kernel's; 0 before enter()
    std::unique_ptr<DeviceList> m_devices;
    QByteArray m_wanted;        // monitor chosen by the person; empty = system default
    QByteArray m_wantedProgram; // empty = none
    QString m_programName;      // of the program device when it was last there
    Program m_told;
    QList<OutputDevice> m_list; // as last signalled
    bool m_looked = false;
    bool m_saidNoDevice = false;
    std::optional<Clock::time_point> m_resumesUntil; // the last device went while it played
    bool m_serverWent = false;                       // and so did the server

    QTimer m_look;
    QTimer m_timer;
};

} // namespace app::speech
