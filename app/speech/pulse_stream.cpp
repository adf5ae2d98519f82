#include "app/speech/pulse_stream.h"

#include <pulse/pulseaudio.h>

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

#include "engine/clip.h"

namespace app::speech {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcSound, "ishowtts.sound", QtWarningMsg)

constexpr double kAheadSeconds = 1.0;
constexpr auto kFeedPulse = 20ms;
constexpr pa_usec_t kStep = 20'000; // µs; what the device takes at a time, unless its own steps are longer
// The server is asked so often where it is; an answer that is older says where it was: it may stand still.
constexpr auto kAskPulse = 100ms;
constexpr double kBelievedSeconds = 0.25;
// What is written now must be there before the device asks for it: a machine may be late by so much.
constexpr double kWaySeconds = 0.025;

std::size_t samplesOf(double seconds) {
    return std::size_t(std::max(0.0, seconds) * engine::kSampleRate);
}

} // namespace

PulseStream::PulseStream(const QByteArray &device, Source source)
    : m_device(device), m_source(std::move(source)), m_connection([this] { connectStream(); }) {}

void PulseStream::stop() {
    m_connection.end();
}

void PulseStream::connectStream() {
    pa_stream *stream = m_connection.makeStream("Speech");
    if (!stream)
        return;
    pa_stream_set_latency_update_callback(
        stream, [](pa_stream *, void *self) { static_cast<PulseStream *>(self)->m_toldAt = Clock::now(); }, this);
    pa_stream_set_underflow_callback(
        stream, [](pa_stream *, void *) { qCDebug(lcSound) << "ran dry"; }, nullptr);
    const auto bytes = [](pa_usec_t time) {
        return std::uint32_t(pa_usec_to_bytes(time, &sound::PulseConnection::format()));
    };
    pa_buffer_attr buffer{};
    buffer.tlength = bytes(pa_usec_t(kAheadSeconds * 1e6));
    buffer.maxlength = 2 * buffer.tlength;
    buffer.minreq = bytes(kStep);
    buffer.prebuf = bytes(kStep); // begins at once, and waits for more when it ran dry
    buffer.fragsize = std::uint32_t(-1);
    // EARLY_REQUESTS: the device gets one step ahead, and the rest of the second lies where it can be replaced.
    const int flags =
        PA_STREAM_EARLY_REQUESTS | PA_STREAM_DONT_MOVE | PA_STREAM_INTERPOLATE_TIMING | PA_STREAM_AUTO_TIMING_UPDATE;
    if (pa_stream_connect_playback(stream, m_device.constData(), &buffer, pa_stream_flags_t(flags), nullptr, nullptr) <
        0)
        m_connection.breakOff();
}

std::chrono::milliseconds PulseStream::feedEvery() const {
    return kFeedPulse;
}

bool PulseStream::feed() {
    const sound::PulseConnection::Lock lock(m_connection);
    if (!m_connection.isStreamReady())
        return false;
    pa_stream *stream = m_connection.stream();
    if (const auto now = Clock::now(); now - m_askedAt > kAskPulse) {
        m_askedAt = now;
        if (pa_operation *asked = pa_stream_update_timing_info(stream, nullptr, nullptr))
            pa_operation_unref(asked);
    }
    const std::size_t writable = pa_stream_writable_size(stream);
    const std::size_t room = writable == std::size_t(-1) ? 0 : writable / sizeof(float) + m_takenBack;
    if (room == 0)
        return false;
    m_block.resize(room);
    m_source(m_block);
    const auto back = std::int64_t(std::exchange(m_takenBack, 0) * sizeof(float));
    if (pa_stream_write(stream, m_block.data(), room * sizeof(float), nullptr, -back, PA_SEEK_RELATIVE) < 0) {
        m_connection.breakOff();
        return false;
    }
    if (m_written == 0)
        m_begun = Clock::now();
    m_written += room;
    return writable > 0;
}

std::optional<PulseStream::Told> PulseStream::told() const {
    const pa_timing_info *info =
        m_connection.isStreamReady() ? pa_stream_get_timing_info(m_connection.stream()) : nullptr;
    if (!info || info->read_index_corrupt)
        return std::nullopt;
    const std::chrono::duration<double> since = Clock::now() - m_toldAt;
    const bool moves = info->playing && pa_stream_is_suspended(m_connection.stream()) == 0;
    Told told;
    told.read = double(std::max<std::int64_t>(0, info->read_index)) / sizeof(float) / engine::kSampleRate;
    told.since = moves ? std::min(since.count(), kBelievedSeconds) : 0.0;
    told.deviceLag = double(std::max(info->configured_sink_usec, kStep)) / 1e6;
    return told;
}

// What libpulse reckons, but no more than the device can have taken: on a server that stands still it reckons on.
std::size_t PulseStream::heard() const {
    const auto told = this->told();
    pa_usec_t time = 0;
    if (!told || pa_stream_get_time(m_connection.stream(), &time) < 0)
        return 0;
    return std::min({samplesOf(double(time) / 1e6), samplesOf(told->read + told->since), m_written});
}

std::size_t PulseStream::taken() const {
    if (const auto told = this->told())
        return samplesOf(told->read + told->since + told->deviceLag);
    const std::chrono::duration<double> since = Clock::now() - m_begun;
    return m_written > 0 ? samplesOf(since.count() + double(kStep) / 1e6) : 0;
}

std::size_t PulseStream::ahead() const {
    const sound::PulseConnection::Lock lock(m_connection);
    if (!lock)
        return 0;
    return m_written + m_takenBack - std::min(heard(), m_written);
}

std::size_t PulseStream::takeBack(std::size_t atMost) {
    const sound::PulseConnection::Lock lock(m_connection);
    if (!lock)
        return 0;
    const std::size_t kept = taken() + samplesOf(kWaySeconds);
    if (kept >= m_written || !m_connection.isStreamReady())
        return 0;
    const std::size_t count = std::min(m_written - kept, atMost);
    m_written -= count;
    m_takenBack += count;
    return count;
}

std::size_t PulseStream::capacity() const {
    return samplesOf(kAheadSeconds);
}

QString PulseStream::whyNot() const {
    return m_connection.whyNot();
}

bool PulseStream::serverIsGone() const {
    return m_connection.isServerGone();
}

bool PulseStream::broken() const {
    return m_connection.isBroken();
}

} // namespace app::speech
