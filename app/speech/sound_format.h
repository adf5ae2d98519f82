// From the track's signal (mono, float, engine::kSampleRate) to what a device takes.
#pragma once

#include <QAudioDevice>
#include <QAudioFormat>

#include <functional>
#include <memory>
#include <span>
#include <vector>

struct soxr;

namespace app::speech {

// The track's own rate and mono where the device takes them (every PulseAudio and PipeWire device does), else the
// device's preferred rate and channels; float before 16 bit.
QAudioFormat formatFor(const QAudioDevice &device);

// Converts as the device pulls: the rate with soxr as one continuous signal, mono to the first two channels.
class FormatConverter {
public:
    using Source = std::function<void(std::span<float>)>; // fills all of it

    FormatConverter(const QAudioFormat &to, Source source);
    ~FormatConverter();
    FormatConverter(const FormatConverter &) = delete;
    FormatConverter &operator=(const FormatConverter &) = delete;

    // Writes as many whole frames as fit into `bytes`; says how many bytes that were.
    qint64 pull(char *out, qint64 bytes);

private:
    static std::size_t feed(void *self, const void **samples, std::size_t wanted);
    void pullMono(std::span<float> out);

    const QAudioFormat m_to;
    const Source m_source;
    std::vector<float> m_mono;
    std::vector<float> m_input;
    soxr *m_soxr = nullptr; // only when the rates differ
};

} // namespace app::speech
