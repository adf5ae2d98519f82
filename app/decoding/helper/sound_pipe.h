// Sound at any rate goes out at 24 kHz, as the records of app/decoding/wire.h. Ends the process where the other end of
// the pipe is gone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/decoding/helper/clipping_look.h"
#include "app/decoding/wire.h"
#include "engine/clip.h"

struct soxr;

namespace decode {

namespace wire = app::decoding::wire;

class Refused { // thrown: why there is no sound
public:
    Refused(wire::Reason reason, std::string text) : m_reason(reason), m_text(std::move(text)) {}
    wire::Reason reason() const { return m_reason; }
    const std::string &text() const { return m_text; }

private:
    wire::Reason m_reason;
    std::string m_text;
};

class SoundPipe {
public:
    SoundPipe();
    ~SoundPipe();
    SoundPipe(const SoundPipe &) = delete;
    SoundPipe &operator=(const SoundPipe &) = delete;

    void greet();
    // Throws Refused when nobody has such a rate (4…768 kHz) or so many channels (more than 32).
    void begin(int rate, int channels, double seconds, const std::string &name);
    bool hasBegun() const { return m_rate > 0; }
    // What stands behind the next write(), before it is mixed down: interleaved, at the rate of begin().
    void look(std::span<const float> frames, int channels);
    // Mono at the rate of begin(). Throws Refused when a sample is not a number or three hours are full.
    void write(std::span<const float> mono);
    void progress(double fraction); // told when it is more than before by half a percent
    void isAlive();                 // nothing more yet, but the file is being read
    double seconds() const { return double(m_sent) / engine::kSampleRate; } // sent until now
    void end(bool damaged);                                                 // Refused when there was no sound
    void fail(const Refused &why);

private:
    void send(wire::Kind kind, const void *bytes, std::size_t count, const void *more = nullptr, std::size_t rest = 0);
    void convert(const float *samples, std::size_t count);

    int m_rate = 0;
    std::uint64_t m_sent = 0; // samples
    double m_progress = 0;
    soxr *m_soxr = nullptr;
    std::vector<float> m_converted;
    ClippingLook m_look;
};

} // namespace decode
