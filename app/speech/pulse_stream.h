// A device of a PulseAudio server, or of PipeWire in its place, spoken to directly: a second of sound lies ready there,
// so that neither this program nor a busy machine can leave a hole, and a change is heard after some 50 ms all the
// same, because what the device has not taken yet is replaced (https://www.freedesktop.org/software/pulseaudio/doxygen/
// streams.html, "Seek modes"). When the device goes, its sound ends: it never moves to another one.
#pragma once

#include <QByteArray>

#include <optional>
#include <vector>

#include "app/sound/pulse_connection.h"
#include "app/speech/sound_stream.h"

namespace app::speech {

class PulseStream : public SoundStream {
public:
    // device: the sink's name. Does not wait: it is opened by a thread of libpulse.
    PulseStream(const QByteArray &device, Source source);

    bool feed() override;
    std::chrono::milliseconds feedEvery() const override;
    std::size_t ahead() const override;
    std::size_t takeBack(std::size_t atMost) override;
    std::size_t capacity() const override;
    bool broken() const override;
    bool serverIsGone() const override;
    QString whyNot() const override;
    void stop() override;

private:
    using Clock = std::chrono::steady_clock;

    struct Told {             // by the server, at most so long ago as it may be believed
        double read = 0;      // seconds of sound that the device has taken
        double since = 0;     // seconds that it has gone on since
        double deviceLag = 0; // seconds from being taken to being heard
    };

    void connectStream();             // on libpulse's thread, which holds the lock
    std::optional<Told> told() const; // nothing: it has just begun, or not yet
    std::size_t heard() const;        // samples
    std::size_t taken() const;        // by the device, at most; later ones can be replaced

    const QByteArray m_device;
    const Source m_source;
    Clock::time_point m_begun; // when the first samples were written
    Clock::time_point m_toldAt;
    Clock::time_point m_askedAt;
    std::size_t m_written = 0;   // samples since the beginning, less what was taken back
    std::size_t m_takenBack = 0; // samples that the next ones replace
    std::vector<float> m_block;
    sound::PulseConnection m_connection; // last: its thread uses the others
};

} // namespace app::speech
