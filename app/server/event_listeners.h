// Who listens to the events of the chat's queue (server-sent events). Each gets what it missed by its last number, as
// far as that is kept, else the state as a whole; then every event, in order and once. Services' thread.
#pragma once

#include <QObject>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/danmaku/danmaku_event.h"
#include "app/server/exchange.h"

namespace app::danmaku {
class LiveStage;
}

namespace app::server {

class EventListeners : public QObject {
    Q_OBJECT

public:
    explicit EventListeners(danmaku::LiveStage &stage, QObject *parent = nullptr);

    void add(std::shared_ptr<EventStream> stream, std::string_view lastEventId);
    int live() const;

private:
    struct Listener {
        std::shared_ptr<EventStream> stream;
        quint64 sent = 0;
        bool behind = false; // its client takes what it missed; what comes meanwhile follows from the log
    };

    void follow(const danmaku::DanmakuEvent &event);
    void catchUp(const std::shared_ptr<Listener> &listener);
    std::string snapshot() const;

    danmaku::LiveStage &m_stage;
    const std::string m_log; // by which a client's last event is known for one of ours
    std::vector<std::shared_ptr<Listener>> m_listeners;
};

} // namespace app::server
