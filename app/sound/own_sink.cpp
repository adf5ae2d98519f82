#include "app/sound/own_sink.h"

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "app/sound/pulse_connection.h"

namespace app::sound {

namespace {

constexpr int kLooksEvery = 100; // ms
constexpr int kPatience = 50;    // looks, until it is said that nothing comes
constexpr int kMostPause = 160;  // looks
constexpr int kAtTheEnd = 1000;  // ms
// In blocks of 50 ms where the server can: otherwise it has two seconds of silence ready before it plays anything.
constexpr const char *kPrompt = "sink_name=ishowtts_stream rate=48000 channels=2 norewinds=1 "
                                "sink_properties='device.description=\"iShowTTS Stream\"'";
constexpr const char *kPlain = "sink_name=ishowtts_stream rate=48000 channels=2 "
                               "sink_properties='device.description=\"iShowTTS Stream\"'";

// Of a client that uses the device.
constexpr const char *kUse = "ishowtts.stream";
constexpr const char *kUsed = "used";
constexpr const char *kLeft = "left";
constexpr std::string_view kAnother = "ishowtts_stream."; // of a second one: a number follows

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
    std::optional<std::uint32_t> sink; // as it is known to be there
    struct Found {
        std::uint32_t index, module;
        bool named;
    };
    std::vector<Found> found;
    bool leaves = false;
    bool prompt = true;
    bool othersUseIt = false;
    PulseConnection connection{[this] { begin(); }, PulseConnection::Start::WhereItIsSetUp}; // last: calls the others

    static Talk &of(void *self) { return *static_cast<Talk *>(self); }

    void sayUse(const char *use) {
        pa_proplist *properties = pa_proplist_new();
        pa_proplist_sets(properties, kUse, use);
        forget(pa_context_proplist_update(connection.context(), PA_UPDATE_REPLACE, properties, nullptr, nullptr));
        pa_proplist_free(properties);
    }

    void begin() {
        sayUse(kUsed);
        pa_context_set_subscribe_callback(
            connection.context(),
            [](pa_context *, pa_subscription_event_type_t event, std::uint32_t index, void *self) {
                if ((event & PA_SUBSCRIPTION_EVENT_TYPE_MASK) == PA_SUBSCRIPTION_EVENT_REMOVE)
                    of(self).lose(index);
            },
            this);
        forget(pa_context_subscribe(connection.context(), PA_SUBSCRIPTION_MASK_SINK, nullptr, nullptr));
        find();
    }

    void lose(std::uint32_t index) {
        if (leaves || sink != index)
            return;
        sink.reset();
        module.reset();
        state = State::Asking;
        find();
    }

    void find() {
        found.clear();
        forget(pa_context_get_sink_info_list(
            connection.context(),
            [](pa_context *, const pa_sink_info *shown, int end, void *self) {
                if (of(self).leaves)
                    return;
                if (end != 0)
                    of(self).choose();
                else if (const std::string_view name = shown->name; name == kName || name.starts_with(kAnother))
                    of(self).found.push_back({shown->index, shown->owner_module, name == kName});
            },
            this));
    }

    // Of two that were made at the same moment the same one stays for everybody: the older of those with the name. A
    // server gives the other another name, or the same.
    void choose() {
        const Found *stays = nullptr;
        for (const Found &each : found)
            if (each.named && (!stays || each.index < stays->index))
                stays = &each;
        for (const Found &each : found) {
            if (&each != stays && (!stays || each.module != stays->module))
                forget(pa_context_unload_module(connection.context(), each.module, nullptr, nullptr));
        }
        if (stays) {
            module = stays->module;
            sink = stays->index;
            state = State::There;
        } else if (state == State::Asking && !module) {
            make(kPrompt);
        }
    }

    void make(const char *arguments) {
        prompt = arguments == kPrompt;
        forget(pa_context_load_module(
            connection.context(), "module-null-sink", arguments,
            [](pa_context *, std::uint32_t index, void *self) {
                if (index != PA_INVALID_INDEX) {
                    of(self).module = index;
                    of(self).find();
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
        leaves = true;
        state = State::Asking;
        othersUseIt = false;
        sayUse(kLeft); // before it looks: of two that end at once one at least takes it down
        forget(pa_context_get_client_info_list(
            connection.context(),
            [](pa_context *, const pa_client_info *client, int end, void *self) {
                if (end == 0)
                    of(self).look(*client);
                else
                    of(self).unload();
            },
            this));
    }

    void look(const pa_client_info &client) {
        const char *use = pa_proplist_gets(client.proplist, kUse);
        othersUseIt = othersUseIt || (use && std::string_view(use) == kUsed);
    }

    void unload() {
        if (othersUseIt || !module) {
            state = State::Gone;
            return;
        }
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
    m_looks = m_paused = 0;
    m_pause = 1;
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
    if (there)
        m_pause = 1;
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
    if (broken && !refused && ++m_paused >= m_pause) {
        m_paused = 0;
        m_pause = std::min(2 * m_pause, kMostPause);
        m_talk = std::make_unique<Talk>();
    }
}

} // namespace app::sound

#include "moc_own_sink.cpp"
