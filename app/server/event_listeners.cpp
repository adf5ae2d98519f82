#include "app/server/event_listeners.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

#include "app/danmaku/live_stage.h"
#include "app/server/danmaku_wire.h"

namespace app::server {

namespace {

constexpr std::size_t kAtOnce = EventStream::kMostWaiting / 2; // events of the past, until the client has taken them

std::string newLogName() {
    return QString::number(QRandomGenerator::system()->generate(), 16).rightJustified(8, u'0').toStdString();
}

} // namespace

EventListeners::EventListeners(danmaku::LiveStage &stage, QObject *parent)
    : QObject(parent), m_stage(stage), m_log(newLogName()) {
    connect(&stage, &danmaku::LiveStage::event, this, &EventListeners::follow);
}

int EventListeners::live() const {
    return int(
        std::count_if(m_listeners.begin(), m_listeners.end(), [](const auto &each) { return each->stream->isLive(); }));
}

void EventListeners::add(std::shared_ptr<EventStream> stream, std::string_view lastEventId) {
    std::erase_if(m_listeners, [](const auto &each) { return !each->stream->isLive(); });
    const auto listener = std::make_shared<Listener>();
    listener->stream = std::move(stream);
    m_listeners.push_back(listener);
    const auto known = resumeAfter(m_stage.events(), m_log, lastEventId);
    listener->sent = known.value_or(0);
    listener->behind = true;
    catchUp(listener);
}

// From the log, in pieces: whoever missed a thousand gets them as fast as they are taken.
void EventListeners::catchUp(const std::shared_ptr<Listener> &listener) {
    if (!listener->stream->isLive())
        return;
    const auto missed = listener->sent == 0 ? std::nullopt : m_stage.events().after(listener->sent);
    if (!missed) { // also when more came meanwhile than is kept
        listener->sent = m_stage.events().lastNumber();
        listener->behind = false;
        listener->stream->send({eventId(m_log, listener->sent), "state", snapshot()});
        return;
    }
    const std::size_t count = std::min(missed->size(), kAtOnce);
    for (std::size_t i = 0; i < count; ++i)
        listener->stream->send(serverEvent((*missed)[i], m_log));
    if (count > 0)
        listener->sent = (*missed)[count - 1].number;
    listener->behind = count < missed->size();
    if (listener->behind)
        listener->stream->onRoom([this, weak = std::weak_ptr(listener)] {
            if (const auto still = weak.lock())
                catchUp(still);
        });
}

void EventListeners::follow(const danmaku::DanmakuEvent &event) {
    std::erase_if(m_listeners, [](const auto &each) { return !each->stream->isLive(); });
    const ServerEvent sent = m_listeners.empty() ? ServerEvent{} : serverEvent(event, m_log);
    for (const auto &listener : m_listeners)
        if (!listener->behind && listener->stream->send(sent))
            listener->sent = event.number;
}

std::string EventListeners::snapshot() const {
    QJsonArray waiting;
    for (const danmaku::Item &item : m_stage.waiting())
        waiting.append(itemJson(item));
    QJsonArray sources;
    for (const chat::SourceState &source : m_stage.sources())
        sources.append(QJsonObject{{QStringLiteral("source"), source.source},
                                   {QStringLiteral("channel"), source.channel},
                                   {QStringLiteral("state"), chat::wordFor(source.phase)}});
    QJsonObject json{{QStringLiteral("number"), double(m_stage.events().lastNumber())},
                     {QStringLiteral("event"), QStringLiteral("state")},
                     {QStringLiteral("state"), QStringLiteral("snapshot")},
                     {QStringLiteral("paused"), m_stage.paused()},
                     {QStringLiteral("muted"), m_stage.muted()},
                     {QStringLiteral("holding"), m_stage.holding()},
                     {QStringLiteral("talking"), m_stage.talking()},
                     {QStringLiteral("sources"), sources},
                     {QStringLiteral("waiting"), waiting}};
    if (const auto playing = m_stage.onAir())
        json.insert(QStringLiteral("on_air"), itemJson(*playing));
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace app::server

#include "moc_event_listeners.cpp"
