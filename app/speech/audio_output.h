// The player's room on the audio thread: owns the track, the sink and the choice of the device. Everything here runs on
// that thread; Player posts to it and passes its signals on.
#pragma once

#include <QAudioDevice>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <span>

#include "app/speech/player.h"
#include "app/speech/track.h"

class QAudioSink;
class QMediaDevices;

namespace app::speech {

class FormatConverter;

class AudioOutput : public QObject {
    Q_OBJECT

public:
    AudioOutput();
    ~AudioOutput() override;

    void enter(); // first thing on the thread
    void begin(quint64 id);
    void append(quint64 id, const engine::ClipPtr &clip);
    void endOfStream(quint64 id);
    void play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds);
    void playPair(const engine::ClipPtr &first, const engine::ClipPtr &second, PairGains gains, int heard,
                  double fromSeconds, double toSeconds);
    void hear(int side) { m_track.hear(side); }
    void setPairGains(PairGains gains) { m_track.setPairGains(gains); }
    void pause();
    void resume();
    void stop();
    void seek(double seconds);
    void setLoop(bool loop) { m_track.setLoop(loop); }
    void setVolume(double linear);
    void setMuted(bool muted);
    void setDevice(const QByteArray &id);

Q_SIGNALS:
    void stateChanged(app::speech::Player::State state);
    void positionChanged(double seconds, double total);
    void levelChanged(double peak);
    void deviceChanged(const QString &name);
    void devicesChanged(const QList<app::speech::OutputDevice> &devices);
    void problem(const app::Problem &problem);

private:
    using Clock = std::chrono::steady_clock;
    class Pull; // the QIODevice that the sink reads

    bool mayPlay(); // whether there is a device; says it otherwise
    bool start();
    void open();
    void close();
    void lookAtDevices();
    void changeDevice(const QAudioDevice &device, bool oldOneIsGone);
    void sayNoDevice();
    void drop(); // what sounds, so that it never comes back under another take
    qint64 feed(char *out, qint64 bytes);
    void readTrack(std::span<float> out);
    void tick();
    void setState(Player::State state);
    void reportPosition();
    double secondsInSink() const;
    bool reallyPlays() const;

    Track m_track;
    Player::State m_state = Player::State::Stopped;
    std::optional<quint64> m_stream; // the one whose clips are wanted
    double m_volume = 1.0;
    bool m_muted = false;

    QMediaDevices *m_media = nullptr;
    QByteArray m_wanted; // chosen by the person; empty = system default
    QAudioDevice m_device;
    QList<OutputDevice> m_list; // as last signalled
    bool m_looked = false;
    bool m_saidNoDevice = false;

    QAudioSink *m_sink = nullptr;
    std::unique_ptr<Pull> m_pull;
    std::unique_ptr<FormatConverter> m_converter;
    QTimer m_look; // Qt 6.4 with PulseAudio does not emit audioOutputsChanged
    QTimer m_timer;
    int m_reopened = 0; // times in a row that the sink was opened again because it had stopped pulling
    Clock::time_point m_lastPull;
    qint64 m_pulled = 0;       // bytes since the sink was opened
    std::size_t m_leadIn = 0;  // samples of silence still to come first
    double m_quietSeconds = 0; // of silence handed out since the last sound
    float m_peak = 0;
};

} // namespace app::speech
