// What sounds, along the bottom of every workspace: wave, position, loop, level, loudness, output device.
// A take grows while it is made (beginStream, appendToStream, then finishStream or abandonStream). Sound itself is the
// player's; volume, mute, loop and device are settings that the services hand to it. A whole take sounds at the
// loudness that the settings ask for, and a label says what that took; its wave is shown as it was made.
#pragma once

#include <QWidget>

#include <array>
#include <optional>
#include <utility>

#include "app/speech/levelled_player.h"

class QLabel;
class QSlider;
class QToolButton;

namespace app {
class Settings;
}

namespace ui::shared {

class ElidedLabel;
class LevelMeter;
class ProgramStrip;
class WaveformView;

// What sounds, in a line: "Slt: Welcome to the studio…".
QString soundTitle(const QString &voice, const QString &said);

class Transport : public QWidget {
    Q_OBJECT

public:
    Transport(app::speech::Player &player, app::Settings &settings, QWidget *parent = nullptr);

    void beginStream(quint64 id, const QString &what);
    void appendToStream(quint64 id, const engine::ClipPtr &clip);
    void finishStream(quint64 id, const engine::ClipPtr &whole);
    void abandonStream(quint64 id); // stopped or failed: what was made so far can still be heard
    void playTake(const engine::ClipPtr &clip, const QString &what); // in place of what was there
    // Two takes of which one is heard; `heard` is 0 or 1. From the beginning.
    struct Side {
        engine::ClipPtr clip;
        QString what;
        double decibel = 0; // added to it; 0 or less
    };
    void playPair(const std::array<Side, 2> &sides, int heard);
    void hear(int side);                                // at the same place; nothing happens without a pair
    void setPairLevels(double first, double second);    // dB
    void endPair();                                     // the one that is heard stays, as a take, and is stopped
    bool hasPair() const { return m_pair.has_value(); } // until something else is played
    bool isPlaying() const;
    const QString &what() const { return m_what; } // that it shows: what sounds, or would
    void setSpeaking(bool speaking);               // something is made or waits to be: Stop is there for it too

    void playOrPause();
    void stop(); // and back to where it started
    void toggleLoop();
    void seek(double seconds);
    void loopSelection(); // plays it, over and over
    void toggleMuted();
    void toggleOnAir(); // whether what plays goes to the program device too
    bool canGoOnAir() const;
    bool isOnAir() const;
    void toggleSpectrogram();
    bool canPlay() const;
    WaveformView &waveform() { return *m_waveform; }

Q_SIGNALS:
    void changed();       // what canPlay(), canGoOnAir() and isOnAir() say, and whether it plays
    void stopRequested(); // its Stop button: speaking and playing

private:
    void enableStop();
    void followPlayer();
    void play(double from, double to = -1);
    double length() const; // seconds of what play() plays
    void followSettings();
    void sayWhatIsHeard();
    void showTime(double seconds);
    void showWhat();
    void showLoudness();
    void followLoudness();
    QToolButton *makeButton(QStringView iconName, const QString &name, const QString &tip);

    app::speech::Player &m_player;
    app::Settings &m_settings;
    app::speech::LevelledPlayer m_levelled;    // for whole takes
    quint64 m_streaming = 0;                   // id of the stream that still grows
    engine::ClipPtr m_clip;                    // what play() plays; null while a stream grows
    std::optional<std::array<Side, 2>> m_pair; // then m_clip is the heard one's
    int m_heard = 0;
    QString m_what;
    double m_cursor = 0; // seconds; where playing starts
    bool m_speaking = false;
    std::optional<std::pair<double, double>> m_part; // of the clip, in seconds, that the player was given

    WaveformView *m_waveform;
    QToolButton *m_play;
    QToolButton *m_stop;
    QToolButton *m_loop;
    QToolButton *m_spectrogram;
    QLabel *m_time;
    ElidedLabel *m_title;
    QLabel *m_loudness;
    LevelMeter *m_meter;
    QToolButton *m_mute;
    QSlider *m_volume;
    ProgramStrip *m_program;
};

} // namespace ui::shared
