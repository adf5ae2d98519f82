// Where a channel's sound goes: the queue of one device, fed with mono samples at engine::kSampleRate. Made, used and
// destroyed on the audio thread; no call waits for a sound server longer than Qt does.
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace app::speech {

struct OutputDevice {
    QByteArray id; // empty: none
    QString name;
    bool isDefault = false; // the system's

    bool isNull() const { return id.isEmpty(); }
    bool operator==(const OutputDevice &) const = default;
};

class SoundStream {
public:
    using Source = std::function<void(std::span<float>)>; // fills all of it

    SoundStream() = default;
    virtual ~SoundStream() = default;
    SoundStream(const SoundStream &) = delete;
    SoundStream &operator=(const SoundStream &) = delete;

    // Reads from the source what there is room for. True: some of it was taken.
    virtual bool feed() = 0;
    virtual std::chrono::milliseconds feedEvery() const = 0;
    // Samples read and not heard yet; those that were taken back count until others take their place.
    virtual std::size_t ahead() const = 0;
    // Takes back those of them that can still be replaced, at most so many, and says how many: the next ones read take
    // their place, so that a change is heard soon. feed() follows at once.
    virtual std::size_t takeBack(std::size_t atMost) = 0;
    virtual std::size_t capacity() const = 0; // samples that it takes before anything is heard
    virtual bool broken() const = 0;          // the device or the server let go of it
    virtual bool serverIsGone() const = 0;    // that is why
    virtual QString whyNot() const = 0;       // it is not opened, or broken; empty: nothing is known
    // Nothing sounds any more. The object may live on until the event loop deletes it.
    virtual void stop() = 0;
};

// PulseAudio and PipeWire are spoken to directly (pulse_stream.h), where it is built with libpulse; all else goes
// through Qt (qt_stream.h).
enum class SoundSystem { Direct, Qt };

// The device's stream; null, and why not, when Qt cannot open it or does not know it. PulseAudio's answer comes later,
// and makes it broken().
std::unique_ptr<SoundStream> openStream(SoundSystem system, const OutputDevice &device, SoundStream::Source source,
                                        QString *whyNot);

} // namespace app::speech
