#include "app/sound/own_sink.h"

#include <pulse/pulseaudio.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "app/sound/pulse_connection.h"

namespace app::sound {

namespace {

constexpr int kLooksEvery = 100; // ms
constexpr int kPatience = 50;    // looks, until it is said that nothing comes
constexpr int kAtTheEnd = 250;   // ms
// In blocks of 50 ms where the server can: otherwise it has two seconds of silence ready before it plays anything.
constexpr const char *kPrompt = "sink_name=ishowtts_stream rate=48000 channels=2 norewinds=1 "
                                "sink_properties='device.description=\"iShowTTS Stream\"'";
constexpr const char *kPlain = "sink_name=ishowtts_stream rate=48000 channels=2 "
                               "sink_properties='device.description=\"iShowTTS Stream\"'";

void forget(pa_operation *asked) {
    if (asked)
        pa_operation_unref(asked);
}

} // namespace

// With the lock held, all of it.
struct OwnSink::Talk {
    enum class State { Asking, There, Refused, Gone };

    State state = State::Asking;
    std::optional<std::uint32_t> module;
    bool prompt = true;
    PulseConnection connection{[this] { find(); }, PulseConnection::Start::WhereItIsSetUp}; // last: calls the others

    static Talk &of(void *self) { return *static_cast<Talk *>(self); }

    void find() {
        forget(pa_context_get_sink_info_by_name(
            connection.context(), kName,
            [](pa_context *, const pa_sink_info *sink, int end, void *self) {
                if (end == 0 && sink) {
                    of(self).module = sink->owner_module;
                    of(self).state = State::There;
                } else if (of(self).state == State::Asking) {
                    of(self).make(kPrompt);
                }
            },
            this));
    }

    void make(const char *arguments) {
        prompt = arguments == kPrompt;
        forget(pa_context_load_module(
            connection.context(), "module-null-sink", arguments,
            [](pa_context *, std::uint32_t index, void *self) {
                if (index != PA_INVALID_INDEX) {
                    of(self).module = index;
                    of(self).state = State::There;
                } else if (of(self).prompt) { // a server that does not know the word
                    of(self).make(kPlain);
                } else {
                    of(self).state = State::Refused;
                }
            },
            this));
    }

    void takeDown() {
        if (!module || !connection.isReady()) {
            state = State::Gone;
            return;
        }
        state = State::Asking;
        forget(pa_context_unload_module(
            connection.context(), *std::exchange(module, std::nullopt),
            [](pa_context *, int, void *self) { of(self).state = State::Gone; }, this));
    }
};

OwnSink::OwnSink(QObject *parent) : QObject(parent) {
    m_look.setInterval(kLooksEvery);
    connect(&m_look, &QTimer::timeout, this, &OwnSink::follow);
}

OwnSink::~OwnSink() {
    if (!m_talk)
        return;
    {
        const PulseConnection::Lock lock(m_talk->connection);
        if (!lock)
            return;
        m_talk->takeDown();
    }
    for (int waited = 0; waited < kAtTheEnd; waited += 5) {
        {
            const PulseConnection::Lock lock(m_talk->connection);
            if (!lock || m_talk->state == Talk::State::Gone)
                break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

void OwnSink::want(bool wanted) {
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    m_looks = 0;
    if (wanted) {
        m_talk = std::make_unique<Talk>();
    } else if (m_talk) {
        const PulseConnection::Lock lock(m_talk->connection);
        if (lock)
            m_talk->takeDown();
    }
    m_look.start();
}

void OwnSink::follow() {
    if (!m_talk)
        return;
    auto state = Talk::State::Gone;
    bool broken = m_talk->connection.isBroken();
    QString why = broken ? m_talk->connection.whyNot() : QString();
    {
        const PulseConnection::Lock lock(m_talk->connection);
        if (lock)
            state = m_talk->state;
    }
    const bool there = m_wanted && !broken && state == Talk::State::There;
    const bool lost = m_there && !there;
    if (std::exchange(m_there, there) != there)
        Q_EMIT changed(there);
    if (!m_wanted && (broken || state != Talk::State::Asking)) {
        m_look.stop();
        m_talk.reset();
        return;
    }
    if (!m_wanted || there)
        return;
    if (lost) // the server went; a new one is asked
        m_looks = 0;
    const bool refused = state == Talk::State::Refused;
    if (++m_looks == kPatience || (refused && m_looks < kPatience)) {
        m_looks = kPatience;
        Q_EMIT problem({tr("The device “iShowTTS Stream” cannot be made."),
                        tr("It needs PulseAudio or PipeWire. Start the sound server, or choose another device for the "
                           "program."),
                        why});
    }
    if (broken && !refused)
        m_talk = std::make_unique<Talk>();
}

} // namespace app::sound

#include "moc_own_sink.cpp"
