// The chat's queue for other programs: iShowTTS's routes as they were (start, stop, enqueue, stream), events with their
// numbers for whoever asks for the stream without a WebSocket, messages of bridges, and the sound of what is read.
#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/chat/recent_messages.h"
#include "app/danmaku/danmaku_event.h"
#include "app/server/chat_message_form.h"
#include "app/server/event_listeners.h"
#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "app/server/server_uses.h"

namespace app::danmaku {
class LiveStage;
}

namespace app::server {

// What became of a message: queued, review; filtered, dropped, duplicate.
struct Verdict {
    QString word;
    quint64 item = 0; // 0: none
    QString rule, reason;
    bool read = false; // it will be, unless something comes between
};

class DanmakuRoutes : public QObject {
    Q_OBJECT

public:
    // Sounds that are kept for who comes later: the newest ones, of at most so much in all.
    static constexpr std::size_t kMostKept = 32;
    static constexpr std::size_t kMostKeptBytes = 8 * 1024 * 1024;

    DanmakuRoutes(HttpServer &server, ServerUses uses, QObject *parent = nullptr); // with `uses.danmaku`

private:
    struct Kept {
        quint64 item = 0;
        QString channel;
        std::string wav;
        std::shared_ptr<const std::string> packet; // null: its channel is not read any more
    };
    struct Judged { // somebody waits for what becomes of a message
        quint64 number = 0;
        qint64 since = 0;
        chat::MessagePtr message;
        std::function<void(const Verdict &)> done;
    };

    void start(const ExchangePtr &exchange);
    void stop(const ExchangePtr &exchange);
    void enqueue(const ExchangePtr &exchange);
    void takeMessage(const ExchangePtr &exchange);
    void takeMessages(const ExchangePtr &exchange);
    void stream(const ExchangePtr &exchange);
    void listen(const ExchangePtr &exchange);
    void giveSound(const ExchangePtr &exchange) const;

    // Gives the number of what waits; 0: `done` was called.
    quint64 judge(const chat::MessagePtr &message, std::function<void(const Verdict &)> done);
    void judge(const chat::MessagePtr &message, const ExchangePtr &exchange, std::function<void(const Verdict &)> done);
    void forget(const chat::MessagePtr &message, quint64 number);
    void mayComeAgain(const chat::MessagePtr &message); // it is no duplicate then
    void dropOldJudged();
    void forgetChannel(const QString &channel);
    void follow(const danmaku::DanmakuEvent &event);
    void sendSound(const danmaku::Item &item); // if it is whole

    const ServerUses m_uses;
    danmaku::LiveStage &m_stage;
    chat::RecentMessages m_ids;
    QHash<QString, std::vector<Judged>> m_judged; // by source, kind and id
    quint64 m_lastJudged = 0;
    QTimer m_lateLook;     // while somebody waits for what becomes of a message
    danmaku::Item m_onAir; // whose sound is not sent yet; id 0: none
    std::deque<Kept> m_kept;
    std::vector<std::shared_ptr<MessageSocket>> m_sockets, m_bridges;
    EventListeners m_events;
};

} // namespace app::server
