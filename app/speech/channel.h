// One way out: a track, and the stream to one device that is fed from it. Everything on the audio thread.
#pragma once

#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <span>

#include "app/speech/sound_stream.h"
#include "app/speech/track_reader.h"

namespace app::speech {

class Channel {
public:
    Channel(QObject &owner, SoundSystem system); // the owner lives on the audio thread, and longer
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    // What plays, changed where it can be heard first: work(Track &). `wakes`: as if there had been no silence before.
    template <typename Work> void change(Work work, bool wakes = false) {
        takeBack();
        m_reader.change(work, wakes);
        m_feedSoon->start(); // once after many changes
    }
    const Track &track() const { return m_reader.track(); }           // as it is ahead of what is heard
    const Track &heardTrack() const { return m_reader.heardTrack(); } // as it is where it is heard

    const OutputDevice &device() const { return m_device; } // null: none
    void setDevice(const OutputDevice &device);             // closes
    bool open();                                            // the stream; false: it cannot be opened
    QString whyNot() const;                                 // it could not be opened, or the device let go of it
    void close();                                           // what was not heard comes again when it opens
    void end();                                             // close() for good: the stream is gone when it returns
    bool isOpen() const { return m_stream != nullptr; }

    // It has taken no sound for so long that it never will.
    bool hangs() const;
    bool late() const;         // it has taken no sound for a while
    bool refused() const;      // the device let go of it before it took any
    bool serverIsGone() const; // and so did the sound server
    // How often in a row it was opened again because of that; forgotten when it plays.
    int &reopened() { return m_reopened; }

    bool finished() const; // all that was to be played was heard
    bool rested() const;   // silent for so long that the device can be let go
    double heardSeconds() const { return m_reader.heardSeconds(); }
    float takePeak(); // linear, of what was heard since it was asked last

private:
    using Clock = std::chrono::steady_clock;

    void takeBack(); // what the device has not taken yet
    void feed();
    void readTrack(std::span<float> out);
    bool reallyPlays() const;
    double secondsAhead() const;

    const SoundSystem m_system;
    TrackReader m_reader;
    OutputDevice m_device;
    QString m_whyNot;
    std::unique_ptr<SoundStream> m_stream;
    QTimer *m_feeder;
    QTimer *m_feedSoon;
    int m_reopened = 0;
    Clock::time_point m_lastTaken;
    std::optional<Clock::time_point> m_brokenSince;
    std::size_t m_read = 0; // samples since it was opened
};

} // namespace app::speech
