#include "app/voices/qt_input.h"

#include <QAudioDevice>
#include <QAudioSource>

#include <algorithm>
#include <cstring>

#include <soxr.h>

#include "engine/clip.h"

namespace app::voices {

namespace {

constexpr int kLookAgain = 200; // ms; listing the devices may open each of them

// The engine's own form where the device has it, else the device's; float before 16 bit.
QAudioFormat formatOf(const QAudioDevice &device) {
    QAudioFormat format;
    format.setSampleRate(engine::kSampleRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Float);
    if (device.isFormatSupported(format))
        return format;
    format = device.preferredFormat();
    format.setSampleFormat(QAudioFormat::Float);
    if (!device.isFormatSupported(format))
        format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

QtInput::QtInput(const QByteArray &id, Use use) : m_use(use) {
    if (m_use == Use::Look)
        return;
    QAudioDevice wanted = id.isEmpty() ? QMediaDevices::defaultAudioInput() : QAudioDevice();
    for (const QAudioDevice &device : QMediaDevices::audioInputs()) {
        if (device.id() == id)
            wanted = device;
    }
    if (wanted.isNull())
        return;
    m_id = wanted.id();
    m_format = formatOf(wanted);
    if (!wanted.isFormatSupported(m_format) || m_format.sampleRate() < 1 || m_format.channelCount() < 1)
        return;
    if (m_format.sampleRate() != engine::kSampleRate) {
        const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
        const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
        m_soxr = soxr_create(m_format.sampleRate(), engine::kSampleRate, 1, nullptr, &io, &quality, &runtime);
        if (!m_soxr)
            return;
    }
    m_source = std::make_unique<QAudioSource>(wanted, m_format);
    m_sound = m_source->start();
}

QtInput::~QtInput() {
    if (m_source)
        m_source->stop();
    soxr_delete(m_soxr);
}

std::vector<float> QtInput::monoOf(const QByteArray &frames) const {
    const auto channels = std::size_t(m_format.channelCount());
    std::vector<float> mono(std::size_t(frames.size()) / std::size_t(m_format.bytesPerFrame()));
    const char *at = frames.constData();
    for (float &sample : mono) {
        float sum = 0;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            if (m_format.sampleFormat() == QAudioFormat::Float) {
                float value = 0;
                std::memcpy(&value, at, sizeof value);
                sum += value;
                at += sizeof value;
            } else {
                qint16 value = 0;
                std::memcpy(&value, at, sizeof value);
                sum += float(value) / 32768.0f;
                at += sizeof value;
            }
        }
        sample = sum / float(channels);
    }
    return mono;
}

std::vector<float> QtInput::take() {
    if (!m_sound)
        return {};
    m_rest += m_sound->readAll();
    const qsizetype frame = m_format.bytesPerFrame(), whole = m_rest.size() / frame * frame;
    std::vector<float> mono = monoOf(m_rest.first(whole));
    m_rest.remove(0, whole);
    if (!m_soxr || mono.empty())
        return mono;
    std::vector<float> converted(std::size_t(double(mono.size()) * engine::kSampleRate / m_format.sampleRate()) + 4096);
    std::size_t made = 0;
    if (soxr_process(m_soxr, mono.data(), mono.size(), nullptr, converted.data(), converted.size(), &made))
        return {};
    converted.resize(made);
    return converted;
}

bool QtInput::isOpen() const {
    return m_sound && !isBroken();
}

bool QtInput::isBroken() const {
    if (m_use == Use::Look)
        return false;
    if (!m_sound || m_source->error() == QAudio::FatalError || m_source->error() == QAudio::OpenError)
        return true;
    if (!m_looked.isValid() || m_looked.elapsed() >= kLookAgain) {
        const QList<QAudioDevice> inputs = QMediaDevices::audioInputs();
        m_isThere =
            std::any_of(inputs.begin(), inputs.end(), [this](const auto &device) { return device.id() == m_id; });
        m_looked.start();
    }
    return !m_isThere;
}

QString QtInput::whyNot() const {
    return {};
}

QList<InputDevice> QtInput::devices() const {
    QList<InputDevice> found;
    const QByteArray standard = QMediaDevices::defaultAudioInput().id();
    for (const QAudioDevice &device : QMediaDevices::audioInputs())
        found.append({device.id(), device.description(), device.id() == standard, false});
    return found;
}

} // namespace app::voices
