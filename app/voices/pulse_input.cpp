#include "app/voices/pulse_input.h"

#include <QCoreApplication>

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <utility>

#include "engine/clip.h"

namespace app::voices {

namespace {

constexpr pa_usec_t kPiece = 20'000; // µs of sound that come at a time

void forget(pa_operation *asked) {
    if (asked)
        pa_operation_unref(asked);
}

} // namespace

PulseInput::PulseInput(const QByteArray &source, Use use)
    : m_source(source), m_use(use), m_connection([this] { begin(); }) {}

void PulseInput::begin() {
    if (m_use == Use::Listen && !m_source.isEmpty())
        connectStream(m_source);
    pa_context_set_subscribe_callback(
        m_connection.context(),
        [](pa_context *, pa_subscription_event_type_t, std::uint32_t, void *self) {
            static_cast<PulseInput *>(self)->askForDevices();
        },
        this);
    constexpr int kinds = PA_SUBSCRIPTION_MASK_SOURCE | PA_SUBSCRIPTION_MASK_SERVER;
    forget(pa_context_subscribe(m_connection.context(), pa_subscription_mask_t(kinds), nullptr, nullptr));
    askForDevices();
}

void PulseInput::connectStream(const QByteArray &source) {
    pa_stream *stream = m_connection.makeStream("Recording");
    if (!stream)
        return;
    pa_stream_set_read_callback(
        stream, [](pa_stream *, std::size_t, void *self) { static_cast<PulseInput *>(self)->readStream(); }, this);
    pa_buffer_attr buffer{};
    buffer.maxlength = buffer.tlength = buffer.prebuf = buffer.minreq = std::uint32_t(-1);
    buffer.fragsize = std::uint32_t(pa_usec_to_bytes(kPiece, &m_connection.format()));
    constexpr int flags = PA_STREAM_ADJUST_LATENCY | PA_STREAM_DONT_MOVE;
    if (pa_stream_connect_record(stream, source.constData(), &buffer, pa_stream_flags_t(flags)) < 0)
        m_connection.breakOff();
}

void PulseInput::readStream() {
    constexpr auto kMost = std::size_t(kMostWaiting * engine::kSampleRate);
    for (;;) {
        const void *data = nullptr;
        std::size_t bytes = 0;
        if (pa_stream_peek(m_connection.stream(), &data, &bytes) < 0 || bytes == 0)
            return;
        const std::size_t count = std::min(bytes / sizeof(float), kMost - std::min(kMost, m_waiting.size()));
        if (data) {
            const auto *samples = static_cast<const float *>(data);
            m_waiting.insert(m_waiting.end(), samples, samples + count);
        } else { // a hole: time has passed
            m_waiting.resize(m_waiting.size() + count);
        }
        pa_stream_drop(m_connection.stream());
    }
}

void PulseInput::askForDevices() {
    forget(pa_context_get_server_info(
        m_connection.context(),
        [](pa_context *, const pa_server_info *info, void *self) {
            if (info && info->default_source_name)
                static_cast<PulseInput *>(self)->m_default = info->default_source_name;
            static_cast<PulseInput *>(self)->listDevices();
        },
        this));
}

void PulseInput::listDevices() {
    m_gathering.clear();
    forget(pa_context_get_source_info_list(
        m_connection.context(),
        [](pa_context *, const pa_source_info *info, int end, void *self) {
            auto &input = *static_cast<PulseInput *>(self);
            if (end == 0 && info) {
                input.addDevice(*info);
            } else if (end > 0) {
                std::stable_partition(input.m_gathering.begin(), input.m_gathering.end(),
                                      [](const InputDevice &device) { return !device.isMonitor; });
                input.chooseDefault();
                input.m_devices = input.m_gathering;
            }
        },
        this));
}

// A server without a microphone has a loudspeaker's monitor as its default source: nobody means that.
void PulseInput::chooseDefault() {
    const auto isMicrophone = [](const InputDevice &device) { return !device.isMonitor; };
    if (std::none_of(m_gathering.cbegin(), m_gathering.cend(), [](const auto &device) { return device.isDefault; })) {
        const auto first = std::find_if(m_gathering.begin(), m_gathering.end(), isMicrophone);
        if (first != m_gathering.end())
            first->isDefault = true;
    }
    if (m_use == Use::Look || !m_source.isEmpty() || m_connection.stream() || m_noMicrophone)
        return;
    const auto chosen = std::find_if(m_gathering.cbegin(), m_gathering.cend(),
                                     [](const InputDevice &device) { return device.isDefault; });
    if (chosen != m_gathering.cend()) {
        connectStream(chosen->id);
    } else {
        m_noMicrophone = true;
        m_connection.breakOff();
    }
}

void PulseInput::addDevice(const pa_source_info &info) {
    const QByteArray id = info.name;
    const QString name = info.description ? QString::fromUtf8(info.description) : QString::fromUtf8(id);
    const bool known =
        std::any_of(m_gathering.begin(), m_gathering.end(), [&](const InputDevice &device) { return device.id == id; });
    const bool isMonitor = info.monitor_of_sink != PA_INVALID_INDEX;
    if (!known) // two questions may be on their way
        m_gathering.append({id, name, id == m_default && !isMonitor, isMonitor});
}

std::vector<float> PulseInput::take() {
    const sound::PulseConnection::Lock lock(m_connection);
    return std::exchange(m_waiting, {});
}

bool PulseInput::isOpen() const {
    const sound::PulseConnection::Lock lock(m_connection);
    return m_connection.isStreamReady();
}

bool PulseInput::isBroken() const {
    return m_connection.isBroken();
}

QString PulseInput::whyNot() const {
    {
        const sound::PulseConnection::Lock lock(m_connection);
        if (m_noMicrophone)
            return QCoreApplication::translate("voices", "There is no microphone, only what loudspeakers play.");
    }
    return m_connection.whyNot();
}

QList<InputDevice> PulseInput::devices() const {
    const sound::PulseConnection::Lock lock(m_connection);
    return m_devices.value_or(QList<InputDevice>());
}

} // namespace app::voices
