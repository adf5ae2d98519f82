#include "app/speech/sound_format.h"

#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "engine/clip.h"
#include "engine/error.h"

namespace app::speech {

namespace {

constexpr std::size_t kInputBlock = 240; // 10 ms of the track

template <typename Sample> Sample toSample(float value);

template <> float toSample(float value) {
    return value;
}
template <> qint16 toSample(float value) {
    return qint16(std::lround(value * 32767.0F));
}
template <> qint32 toSample(float value) {
    return qint32(std::llround(double(value) * 2147483647.0));
}
template <> quint8 toSample(float value) {
    return quint8(std::lround(value * 127.0F) + 128);
}

template <typename Sample> void writeFrames(std::span<const float> mono, int channels, char *out) {
    const Sample silence = toSample<Sample>(0.0F);
    for (const float value : mono) {
        const Sample sample = toSample<Sample>(std::clamp(value, -1.0F, 1.0F));
        for (int channel = 0; channel < channels; ++channel) {
            const Sample &written = channel < 2 ? sample : silence;
            std::memcpy(out, &written, sizeof written);
            out += sizeof written;
        }
    }
}

} // namespace

QAudioFormat formatFor(const QAudioDevice &device) {
    QAudioFormat format;
    format.setSampleRate(engine::kSampleRate);
    format.setChannelCount(1);
    for (const auto sample : {QAudioFormat::Float, QAudioFormat::Int16}) {
        format.setSampleFormat(sample);
        if (device.isFormatSupported(format))
            return format;
    }
    const QAudioFormat preferred = device.preferredFormat();
    format = preferred;
    format.setSampleFormat(QAudioFormat::Float);
    return device.isFormatSupported(format) ? format : preferred;
}

FormatConverter::FormatConverter(const QAudioFormat &to, Source source)
    : m_to(to), m_source(std::move(source)), m_input(kInputBlock) {
    if (m_to.sampleRate() == engine::kSampleRate)
        return;
    soxr_error_t error = nullptr;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    m_soxr = soxr_create(engine::kSampleRate, m_to.sampleRate(), 1, &error, nullptr, &quality, nullptr);
    if (m_soxr && !error)
        error = soxr_set_input_fn(m_soxr, &FormatConverter::feed, this, kInputBlock);
    if (error || !m_soxr) {
        soxr_delete(m_soxr);
        throw engine::failure("The sound cannot be converted to " + std::to_string(m_to.sampleRate()) + " Hz.",
                              "Choose another output device.");
    }
}

FormatConverter::~FormatConverter() {
    soxr_delete(m_soxr);
}

std::size_t FormatConverter::feed(void *self, const void **samples, std::size_t wanted) {
    auto &converter = *static_cast<FormatConverter *>(self);
    const std::size_t count = std::min(wanted, converter.m_input.size());
    converter.m_source(std::span(converter.m_input).first(count));
    *samples = converter.m_input.data();
    return count;
}

void FormatConverter::pullMono(std::span<float> out) {
    if (!m_soxr) {
        m_source(out);
        return;
    }
    std::size_t done = 0;
    while (done < out.size()) {
        const std::size_t count = soxr_output(m_soxr, out.data() + done, out.size() - done);
        if (count == 0)
            break;
        done += count;
    }
    std::fill(out.begin() + std::ptrdiff_t(done), out.end(), 0.0F);
}

qint64 FormatConverter::pull(char *out, qint64 bytes) {
    const qint64 frames = bytes / m_to.bytesPerFrame();
    m_mono.resize(std::size_t(frames));
    pullMono(m_mono);
    switch (m_to.sampleFormat()) {
    case QAudioFormat::UInt8:
        writeFrames<quint8>(m_mono, m_to.channelCount(), out);
        break;
    case QAudioFormat::Int16:
        writeFrames<qint16>(m_mono, m_to.channelCount(), out);
        break;
    case QAudioFormat::Int32:
        writeFrames<qint32>(m_mono, m_to.channelCount(), out);
        break;
    default:
        writeFrames<float>(m_mono, m_to.channelCount(), out);
        break;
    }
    return frames * m_to.bytesPerFrame();
}

} // namespace app::speech
