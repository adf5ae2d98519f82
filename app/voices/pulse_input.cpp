#include "app/voices/pulse_input.h"

#include <QCoreApplication>

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <utility>

#include "engine/clip.h"

namespace app::voices {

namespace {

constexpr pa_sample_spec kFormat{PA_SAMPLE_FLOAT32NE, engine::kSampleRate, 1};
constexpr pa_usec_t kPiece = 20'000; // µs of sound that come at a time

class Locked {
public:
    explicit Locked(pa_threaded_mainloop *loop) : m_loop(loop) { pa_threaded_mainloop_lock(m_loop); }
    ~Locked() { pa_threaded_mainloop_unlock(m_loop); }
    Locked(const Locked &) = delete;
    Locked &operator=(const Locked &) = delete;

private:
    pa_threaded_mainloop *m_loop;
};

void forget(pa_operation *asked) {
    if (asked)
        pa_operation_unref(asked);
}

} // namespace

PulseInput::PulseInput(const QByteArray &source) : m_source(source), m_loop(pa_threaded_mainloop_new()) {
    if (m_loop)
        m_context = pa_context_new(pa_threaded_mainloop_get_api(m_loop), "iShowTTS Studio");
    if (!m_context) {
        m_broken = true;
        return;
    }
    pa_context_set_state_callback(
        m_context, [](pa_context *, void *self) { static_cast<PulseInput *>(self)->followContext(); }, this);
    if (pa_context_connect(m_context, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0 ||
        pa_threaded_mainloop_start(m_loop) < 0)
        m_broken = true;
}

PulseInput::~PulseInput() {
    if (!m_loop)
        return;
    {
        const Locked lock(m_loop);
        if (pa_stream *stream = std::exchange(m_stream, nullptr)) {
            pa_stream_set_state_callback(stream, nullptr, nullptr);
            pa_stream_set_read_callback(stream, nullptr, nullptr);
            pa_stream_disconnect(stream);
            pa_stream_unref(stream);
        }
        if (pa_context *context = std::exchange(m_context, nullptr)) {
            pa_context_set_state_callback(context, nullptr, nullptr);
            pa_context_set_subscribe_callback(context, nullptr, nullptr);
            pa_context_disconnect(context);
            pa_context_unref(context);
        }
    }
    pa_threaded_mainloop_stop(m_loop);
    pa_threaded_mainloop_free(m_loop);
}

void PulseInput::followContext() {
    const pa_context_state_t state = pa_context_get_state(m_context);
    if (!PA_CONTEXT_IS_GOOD(state))
        m_broken = true;
    if (state != PA_CONTEXT_READY)
        return;
    if (!m_source.isEmpty())
        connectStream(m_source);
    pa_context_set_subscribe_callback(
        m_context,
        [](pa_context *, pa_subscription_event_type_t, std::uint32_t, void *self) {
            static_cast<PulseInput *>(self)->askForDevices();
        },
        this);
    constexpr int kinds = PA_SUBSCRIPTION_MASK_SOURCE | PA_SUBSCRIPTION_MASK_SERVER;
    forget(pa_context_subscribe(m_context, pa_subscription_mask_t(kinds), nullptr, nullptr));
    askForDevices();
}

void PulseInput::connectStream(const QByteArray &source) {
    m_stream = pa_stream_new(m_context, "Recording", &kFormat, nullptr);
    if (!m_stream) {
        m_broken = true;
        return;
    }
    pa_stream_set_state_callback(
        m_stream,
        [](pa_stream *stream, void *self) {
            if (!PA_STREAM_IS_GOOD(pa_stream_get_state(stream)))
                static_cast<PulseInput *>(self)->m_broken = true;
        },
        this);
    pa_stream_set_read_callback(
        m_stream, [](pa_stream *, std::size_t, void *self) { static_cast<PulseInput *>(self)->readStream(); }, this);
    pa_buffer_attr buffer{};
    buffer.maxlength = buffer.tlength = buffer.prebuf = buffer.minreq = std::uint32_t(-1);
    buffer.fragsize = std::uint32_t(pa_usec_to_bytes(kPiece, &kFormat));
    constexpr int flags = PA_STREAM_ADJUST_LATENCY | PA_STREAM_DONT_MOVE;
    if (pa_stream_connect_record(m_stream, source.constData(), &buffer, pa_stream_flags_t(flags)) < 0)
        m_broken = true;
}

void PulseInput::readStream() {
    constexpr auto kMost = std::size_t(kMostWaiting * engine::kSampleRate);
    for (;;) {
        const void *data = nullptr;
        std::size_t bytes = 0;
        if (pa_stream_peek(m_stream, &data, &bytes) < 0 || bytes == 0)
            return;
        const std::size_t count = std::min(bytes / sizeof(float), kMost - std::min(kMost, m_waiting.size()));
        if (data) {
            const auto *samples = static_cast<const float *>(data);
            m_waiting.insert(m_waiting.end(), samples, samples + count);
        } else { // a hole: time has passed
            m_waiting.resize(m_waiting.size() + count);
        }
        pa_stream_drop(m_stream);
    }
}

void PulseInput::askForDevices() {
    forget(pa_context_get_server_info(
        m_context,
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
        m_context,
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
    if (!m_source.isEmpty() || m_stream || m_broken)
        return;
    const auto chosen = std::find_if(m_gathering.cbegin(), m_gathering.cend(),
                                     [](const InputDevice &device) { return device.isDefault; });
    if (chosen == m_gathering.cend())
        m_broken = m_noMicrophone = true;
    else
        connectStream(chosen->id);
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
    if (!m_loop)
        return {};
    const Locked lock(m_loop);
    return std::exchange(m_waiting, {});
}

bool PulseInput::isOpen() const {
    if (!m_loop)
        return false;
    const Locked lock(m_loop);
    return m_stream && !m_broken && pa_stream_get_state(m_stream) == PA_STREAM_READY;
}

bool PulseInput::isBroken() const {
    if (!m_loop)
        return true;
    const Locked lock(m_loop);
    return m_broken;
}

QString PulseInput::whyNot() const {
    if (!m_loop)
        return {};
    const Locked lock(m_loop);
    if (m_noMicrophone)
        return QCoreApplication::translate("voices", "There is no microphone, only what loudspeakers play.");
    const int error = m_context ? pa_context_errno(m_context) : int(PA_OK);
    return error == PA_OK ? QString() : QString::fromUtf8(pa_strerror(error));
}

QList<InputDevice> PulseInput::devices() const {
    if (!m_loop)
        return {};
    const Locked lock(m_loop);
    return m_devices.value_or(QList<InputDevice>());
}

} // namespace app::voices
