#include "app/sound/pulse_connection.h"

#include <pulse/pulseaudio.h>

#include <utility>

#include "engine/clip.h"

namespace app::sound {

PulseConnection::Lock::Lock(const PulseConnection &connection) : m_loop(connection.m_loop) {
    if (m_loop)
        pa_threaded_mainloop_lock(m_loop);
}

PulseConnection::Lock::~Lock() {
    if (m_loop)
        pa_threaded_mainloop_unlock(m_loop);
}

PulseConnection::PulseConnection(std::function<void()> ready, Start start)
    : m_ready(std::move(ready)), m_start(start), m_loop(pa_threaded_mainloop_new()) {
    if (!m_loop || pa_threaded_mainloop_start(m_loop) < 0) {
        m_broken = true;
        return;
    }
    const Lock lock(*this);
    pa_mainloop_api *api = pa_threaded_mainloop_get_api(m_loop);
    api->defer_new(
        api,
        [](pa_mainloop_api *loop, pa_defer_event *once, void *self) {
            loop->defer_free(once);
            static_cast<PulseConnection *>(self)->connect();
        },
        this);
}

// Where the server is and how it is spoken to stands in files of the system and of the person.
void PulseConnection::connect() {
    m_context = pa_context_new(pa_threaded_mainloop_get_api(m_loop), "iShowTTS Studio");
    if (!m_context) {
        m_broken = true;
        return;
    }
    pa_context_set_state_callback(
        m_context, [](pa_context *, void *self) { static_cast<PulseConnection *>(self)->follow(); }, this);
    const auto flags = m_start == Start::Never ? PA_CONTEXT_NOAUTOSPAWN : PA_CONTEXT_NOFLAGS;
    if (pa_context_connect(m_context, nullptr, flags, nullptr) < 0)
        m_broken = true;
}

PulseConnection::~PulseConnection() {
    end();
}

void PulseConnection::end() {
    if (!m_loop)
        return;
    {
        const Lock lock(*this);
        if (pa_stream *stream = std::exchange(m_stream, nullptr)) {
            pa_stream_set_state_callback(stream, nullptr, nullptr);
            pa_stream_set_read_callback(stream, nullptr, nullptr);
            pa_stream_set_underflow_callback(stream, nullptr, nullptr);
            pa_stream_set_latency_update_callback(stream, nullptr, nullptr);
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
    pa_threaded_mainloop_free(std::exchange(m_loop, nullptr));
}

void PulseConnection::follow() {
    const pa_context_state_t state = pa_context_get_state(m_context);
    if (state == PA_CONTEXT_READY)
        m_ready();
    else if (!PA_CONTEXT_IS_GOOD(state))
        m_broken = true;
}

pa_stream *PulseConnection::makeStream(const char *name) {
    m_stream = m_broken ? nullptr : pa_stream_new(m_context, name, &format(), nullptr);
    if (!m_stream) {
        m_broken = true;
        return nullptr;
    }
    pa_stream_set_state_callback(
        m_stream,
        [](pa_stream *stream, void *self) {
            if (!PA_STREAM_IS_GOOD(pa_stream_get_state(stream)))
                static_cast<PulseConnection *>(self)->m_broken = true;
        },
        this);
    return m_stream;
}

bool PulseConnection::isReady() const {
    return m_context && !m_broken && pa_context_get_state(m_context) == PA_CONTEXT_READY;
}

bool PulseConnection::isStreamReady() const {
    return m_stream && !m_broken && pa_stream_get_state(m_stream) == PA_STREAM_READY;
}

void PulseConnection::breakOff() {
    m_broken = true;
}

bool PulseConnection::isBroken() const {
    const Lock lock(*this);
    return !lock || m_broken;
}

bool PulseConnection::isServerGone() const {
    const Lock lock(*this);
    return m_broken && m_context && !PA_CONTEXT_IS_GOOD(pa_context_get_state(m_context));
}

QString PulseConnection::whyNot() const {
    const Lock lock(*this);
    const int error = m_context ? pa_context_errno(m_context) : int(PA_OK);
    return error == PA_OK ? QString() : QString::fromUtf8(pa_strerror(error));
}

const pa_sample_spec &PulseConnection::format() {
    static constexpr pa_sample_spec kFormat{PA_SAMPLE_FLOAT32NE, engine::kSampleRate, 1};
    return kFormat;
}

} // namespace app::sound
