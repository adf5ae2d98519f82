// One way out: a track, and the sink on one device that is fed from it. Everything on the audio thread.
#pragma once

#include <QAudioDevice>

#include <chrono>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "app/speech/track.h"

class QAudioSink;
class QIODevice;
class QTimer;

namespace app::speech {

class FormatConverter;

class Channel {
public:
    explicit Channel(QObject &owner); // lives on the audio thread, and longer
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    Track &track() { return m_track; }

    const QAudioDevice &device() const { return m_device; } // null: none
    void setDevice(const QAudioDevice &device);             // closes
    bool open();                                            // the sink; false: it cannot be opened
    const QString &whyNot() const { return m_whyNot; }      // of the last open()
    void close();                                           // what the device still holds may not be heard
    void end();                                             // close() for good: the sink is gone when it returns
    bool isOpen() const { return m_sink != nullptr; }

    // It has taken no sound for so long that it never will.
    bool hangs() const;
    bool late() const; // it has taken no sound for a while
    // How often in a row it was opened again because of that; forgotten when it plays.
    int &reopened() { return m_reopened; }

    void wake() { m_quietSeconds = 0; }
    bool finished() const;                                // all that was to be played was heard
    bool rested() const;                                  // silent for so long that the device can be let go
    double heardSeconds() const;                          // where in the track the device is
    float takePeak() { return std::exchange(m_peak, 0); } // linear, of what went out since it was asked last

private:
    using Clock = std::chrono::steady_clock;

    void feed(); // what the sink has room for
    void readTrack(std::span<float> out);
    bool reallyPlays() const;
    double secondsInSink() const;

    Track m_track;
    QAudioDevice m_device;
    QString m_whyNot;
    QAudioSink *m_sink = nullptr;
    QIODevice *m_into = nullptr; // the sink's
    QTimer *m_feeder;
    std::unique_ptr<FormatConverter> m_converter;
    int m_reopened = 0;
    std::vector<char> m_block; // made for the sink, and not yet taken
    Clock::time_point m_lastTaken;
    qint64 m_taken = 0;        // bytes since the sink was opened
    std::size_t m_leadIn = 0;  // samples of silence still to come first
    double m_quietSeconds = 0; // of silence handed out since the last sound
    float m_peak = 0;
};

} // namespace app::speech
