#include "app/speech/qt_stream.h"

#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>

#include <algorithm>
#include <utility>

#include "app/speech/player.h"
#include "app/speech/sound_format.h"
#include "engine/clip.h"

namespace app::speech {

using namespace std::chrono_literals;

namespace {

// How late Stop is heard, at most. PulseAudio gives 30 ms of it to the device and asks for the rest in steps of 20 ms;
// looking every 5 ms, 45 ms are left when this thread is late. (Qt, when it pulls by itself, looks every 20 ms and
// takes one step: then half as much is left, and beside busy threads that was heard.)
constexpr double kBufferSeconds = 0.100;
constexpr auto kFeed = 5ms;

} // namespace

QList<OutputDevice> qtDevices() {
    const QAudioDevice standard = QMediaDevices::defaultAudioOutput();
    QList<OutputDevice> devices;
    for (const QAudioDevice &device : QMediaDevices::audioOutputs())
        devices.append({device.id(), device.description(), device.id() == standard.id()});
    return devices;
}

QAudioDevice qtDevice(const QByteArray &id) {
    const QList<QAudioDevice> devices = QMediaDevices::audioOutputs();
    const auto found =
        std::find_if(devices.begin(), devices.end(), [&](const QAudioDevice &device) { return device.id() == id; });
    return found == devices.end() ? QAudioDevice() : *found;
}

QtStream::QtStream(const QAudioDevice &device, Source source)
    : m_converter(std::make_unique<FormatConverter>(formatFor(device), std::move(source))),
      m_sink(new QAudioSink(device, formatFor(device))) {
    m_sink->setBufferSize(m_sink->format().bytesForDuration(qint64(kBufferSeconds * 1e6)));
    m_into = m_sink->start();
}

// Stopped first: the sink's destructor runs an event loop, in which Qt 6.4's PulseAudio sink would ask a stream that is
// no longer there, and the program would end.
QtStream::~QtStream() {
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        delete sink;
    }
}

// Deleted from the event loop, because the sink's destructor runs an event loop of its own.
void QtStream::stop() {
    m_into = nullptr;
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        sink->deleteLater();
    }
}

QString QtStream::whyNot() const {
    if (m_into && (m_sink->error() == QAudio::NoError || m_sink->error() == QAudio::UnderrunError))
        return {};
    return Player::tr("QAudio::Error %1").arg(int(m_sink->error()));
}

std::chrono::milliseconds QtStream::feedEvery() const {
    return kFeed;
}

// What a sink does not take, though it has room, is offered again next time.
bool QtStream::feed() {
    if (!m_into)
        return false;
    const qint64 frame = m_sink->format().bytesPerFrame();
    const qint64 room = std::min<qint64>(m_sink->bytesFree(), m_sink->bufferSize()) / frame * frame;
    if (room <= 0)
        return false;
    const qint64 left = qint64(m_block.size());
    if (left < room) {
        m_block.resize(std::size_t(room));
        m_block.resize(std::size_t(left + m_converter->pull(m_block.data() + left, room - left)));
    }
    const qint64 taken = m_into->write(m_block.data(), std::min(room, qint64(m_block.size())));
    if (taken <= 0)
        return false;
    m_block.erase(m_block.begin(), m_block.begin() + taken);
    return true;
}

std::size_t QtStream::samplesOf(qint64 bytes) const {
    const double seconds = double(m_sink->format().durationForBytes(int(std::max<qint64>(0, bytes)))) / 1e6;
    return std::size_t(seconds * engine::kSampleRate);
}

std::size_t QtStream::ahead() const {
    return m_sink ? samplesOf(m_sink->bufferSize() - m_sink->bytesFree() + qint64(m_block.size())) : 0;
}

std::size_t QtStream::capacity() const {
    return m_sink ? samplesOf(m_sink->bufferSize()) : 0;
}

} // namespace app::speech
