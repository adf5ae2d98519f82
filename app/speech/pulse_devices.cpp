#include "app/speech/pulse_devices.h"

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/sound/pulse_connection.h"

namespace app::speech {

using namespace std::chrono_literals;
using sound::PulseConnection;

namespace {

constexpr auto kAsksEvery = 400ms; // where no server is

void forget(pa_operation *asked) {
    if (asked)
        pa_operation_unref(asked);
}

} // namespace

class PulseDevices::Account {
public:
    explicit Account(PulseConnection::Start start) : m_connection([this] { begin(); }, start) {}

    bool isOver() const { return m_connection.isBroken(); }
    std::optional<QList<OutputDevice>> devices() const { // nothing: not told yet, or no more
        const PulseConnection::Lock lock(m_connection);
        return lock && m_connection.isReady() ? m_devices : std::nullopt;
    }

private: // these on libpulse's thread, which holds the lock
    static Account &of(void *self) { return *static_cast<Account *>(self); }
    void begin();
    void ask();
    void list();
    void add(const pa_sink_info &sink);
    void end(bool complete);

    QByteArray m_default;
    QList<OutputDevice> m_gathering; // while the server tells
    std::optional<QList<OutputDevice>> m_devices;
    bool m_asking = false;
    bool m_changed = false;       // since it was asked
    PulseConnection m_connection; // last: its thread uses the others
};

void PulseDevices::Account::begin() {
    pa_context *context = m_connection.context();
    pa_context_set_subscribe_callback(
        context, [](pa_context *, pa_subscription_event_type_t, std::uint32_t, void *self) { of(self).ask(); }, this);
    constexpr int kinds = PA_SUBSCRIPTION_MASK_SINK | PA_SUBSCRIPTION_MASK_SERVER;
    forget(pa_context_subscribe(context, pa_subscription_mask_t(kinds), nullptr, nullptr));
    ask();
}

// One question at a time: a volume that is turned changes a sink many times a second.
void PulseDevices::Account::ask() {
    m_changed = m_asking;
    if (m_asking)
        return;
    m_asking = true;
    forget(pa_context_get_server_info(
        m_connection.context(),
        [](pa_context *, const pa_server_info *server, void *self) {
            if (server)
                of(self).m_default = server->default_sink_name;
            of(self).list();
        },
        this));
}

void PulseDevices::Account::list() {
    m_gathering.clear();
    forget(pa_context_get_sink_info_list(
        m_connection.context(),
        [](pa_context *, const pa_sink_info *sink, int end, void *self) {
            if (end == 0 && sink)
                of(self).add(*sink);
            else if (end != 0)
                of(self).end(end > 0);
        },
        this));
}

void PulseDevices::Account::add(const pa_sink_info &sink) {
    const QString name = QString::fromUtf8(sink.description ? sink.description : sink.name);
    m_gathering.append({sink.name, name, m_default == sink.name});
}

void PulseDevices::Account::end(bool complete) {
    m_asking = false;
    if (complete || !m_devices)
        m_devices = std::exchange(m_gathering, {});
    if (m_changed)
        ask();
}

PulseDevices::PulseDevices()
    : m_account(std::make_unique<Account>(PulseConnection::Start::WhereItIsSetUp)),
      m_asked(std::chrono::steady_clock::now()) {}

PulseDevices::~PulseDevices() = default;

QList<OutputDevice> PulseDevices::present() {
    if (const auto now = std::chrono::steady_clock::now(); m_account->isOver() && now - m_asked > kAsksEvery) {
        m_account = std::make_unique<Account>(PulseConnection::Start::Never);
        m_asked = now;
    }
    return m_account->devices().value_or(QList<OutputDevice>());
}

bool PulseDevices::isKnown() const {
    return m_account->isOver() || m_account->devices();
}

bool PulseDevices::serverIsGone() const {
    return !m_account->devices();
}

} // namespace app::speech
