#include "app/danmaku/talk_hold.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/danmaku/entry.h"
#include "app/danmaku/live_stage.h"
#include "app/settings/settings.h"

namespace app::danmaku {

using Heard = TalkListener::State;

namespace {

// What was read must be out of the room, and the microphone heard, before the next item: where it takes more while
// something is read, talk that goes on is noticed between two.
constexpr double kListenGap = TalkGate::kTail + TalkGate::kMostAttack + 0.13; // s

} // namespace

TalkHold::TalkHold(LiveStage &stage, Settings &settings, QObject *parent, const TalkPatience &patience)
    : QObject(parent), m_stage(stage), m_settings(settings), m_listener(patience), m_patience(patience) {
    m_long.setInterval(patience.loud);
    connect(&m_long, &QTimer::timeout, this, &TalkHold::sayLoud);
    m_bridges.setSingleShot(true);
    connect(&m_bridges, &QTimer::timeout, this, &TalkHold::follow);
    connect(&m_listener, &TalkListener::changed, this, &TalkHold::hear);
    connect(&m_listener, &TalkListener::devicesChanged, this, &TalkHold::devicesChanged);
    connect(&m_listener, &TalkListener::levelChanged, this, &TalkHold::levelChanged);
    connect(&m_stage, &LiveStage::changed, this, &TalkHold::follow);
    connect(&m_stage, &LiveStage::sourceChanged, this, &TalkHold::follow);
    connect(&m_settings, &Settings::changed, this, [this](const QString &key) {
        if (key.startsWith(QLatin1String("talk")))
            apply();
    });
    apply();
}

void TalkHold::setSeen(bool seen) {
    m_seen = seen;
    m_listener.look(seen);
    follow();
}

bool TalkHold::isInUse() {
    using Phase = chat::SourceState::Phase;
    const QList<chat::SourceState> &sources = m_stage.sources();
    const bool comes = std::any_of(sources.begin(), sources.end(), [](const chat::SourceState &each) {
        return each.phase != Phase::Off && each.phase != Phase::Failed;
    });
    const std::optional<qint64> sent = m_stage.bridgedAt();
    const qint64 left = sent ? m_patience.bridges - (m_stage.now() - *sent) : 0;
    if (left > 0)
        m_bridges.start(int(left));
    const std::vector<Item> &waiting = m_stage.waiting();
    return comes || left > 0 || m_stage.onAir() ||
           std::any_of(waiting.begin(), waiting.end(), // others may lie there for days
                       [](const Item &each) { return willBeRead(each.stage); });
}

bool TalkHold::holdsBack() const {
    if (!m_stage.talking() || m_stage.paused() || m_stage.muted() || m_stage.holding())
        return false;
    const std::vector<Item> &waiting = m_stage.waiting();
    return m_stage.onAir()
               ? m_stage.airStops()
               : std::any_of(waiting.begin(), waiting.end(), [](const Item &each) { return willBeRead(each.stage); });
}

void TalkHold::sayLoud() {
    if (m_longSaid || !holdsBack())
        return; // the next time
    m_longSaid = true;
    Q_EMIT problem({tr("Your microphone has been loud for a minute, so nothing was read."),
                    tr("If you did not talk, draw its line higher. “Hold” pressed twice reads on now."),
                    {}});
}

void TalkHold::apply() {
    m_listener.setRules({m_settings.value(QStringLiteral("talkLine")).toDouble(),
                         m_settings.value(QStringLiteral("talkLouder")).toDouble(),
                         m_settings.value(QStringLiteral("talkRelease")).toDouble()});
    follow();
    hear();
}

void TalkHold::follow() {
    const bool reading = m_stage.onAir() && !m_stage.airStops(); // what stands still is not in the room
    if (std::exchange(m_reading, reading) != reading)
        m_listener.setReading(reading);
    const bool inUse = isInUse();
    if (m_settings.value(QStringLiteral("talkListens")).toBool() && (inUse || m_seen))
        m_listener.listen(m_settings.value(QStringLiteral("talkMicrophone")).toString().toUtf8());
    else
        m_listener.close();
}

void TalkHold::hear() {
    const Heard heard = m_listener.state();
    const bool takesMore = m_settings.value(QStringLiteral("talkLouder")).toDouble() > 0;
    const Told now{m_listener.talks(), m_settings.value(QStringLiteral("talkStops")).toBool(),
                   heard == Heard::Listening && takesMore ? kListenGap : 0};
    if (const Told before = std::exchange(m_told, now); before != now) {
        m_stage.setLeastGap(now.gap);
        m_stage.setTalking(now.talks, now.stops);
        if (before.talks != now.talks)
            now.talks ? m_long.start() : m_long.stop();
        if (!now.talks && std::exchange(m_longSaid, false))
            Q_EMIT solved();
    }
    m_wasHeard = heard == Heard::Listening || (m_wasHeard && heard == Heard::Missing);
    const bool missing = heard == Heard::Missing || (m_missing && heard == Heard::Opening);
    if (std::exchange(m_missing, missing) != missing) {
        if (missing)
            Q_EMIT problem({whatIsMissing(), tr("It is listened to again when it is back. “Hold” works as ever."), {}});
        else
            Q_EMIT solved();
    }
    Q_EMIT changed();
}

QString TalkHold::whatIsMissing() const {
    const QString name = m_listener.microphone();
    if (name.isEmpty())
        return tr("The microphone that should hear you talk is not there, so it holds nothing.");
    if (m_listener.isSilent())
        return tr("The microphone “%1” gives no sound, so it holds nothing.").arg(name);
    return m_wasHeard ? tr("The microphone “%1” is gone, so it holds nothing.").arg(name)
                      : tr("The microphone “%1” cannot be opened, so it holds nothing.").arg(name);
}

TalkHold::State TalkHold::state() const {
    switch (m_listener.state()) {
    case Heard::Opening:
        return State::Opening;
    case Heard::Listening:
        return State::Listening;
    case Heard::Missing:
        return State::Missing;
    case Heard::Off:
        break;
    }
    return m_settings.value(QStringLiteral("talkListens")).toBool() ? State::Resting : State::Off;
}

QString TalkHold::microphone() const {
    if (!m_listener.microphone().isEmpty())
        return m_listener.microphone();
    const QString id = m_settings.value(QStringLiteral("talkMicrophone")).toString();
    for (const voices::InputDevice &device : devices())
        if (QString::fromUtf8(device.id) == id)
            return device.name;
    return id;
}

} // namespace app::danmaku

#include "moc_talk_hold.cpp"
