// How requests of clients come into the speech queue: with Origin::Server, behind the person's own, not more of them
// than may wait, and gone from it when their client is. Services' thread.
#pragma once

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/server/exchange.h"
#include "app/speech/job.h"

namespace app::speech {
class SpeechQueue;
}

namespace app::server {

struct SpokenCall {
    engine::Request request;
    std::function<void(const engine::ClipPtr &)> chunk = {}; // each part as it is made
    std::function<void(const speech::Take &)> done;          // exactly one of this and `failed`, once, later than say()
    // `status`: 400 where what was asked for is at fault, else 502. None of the two when the exchange is gone.
    std::function<void(int status, const Problem &)> failed;
    std::function<void()> cancelled = {}; // by cancel(id); none: `failed` says so
};

// There is no place now.
struct Turned {
    int position = 0;   // how many wait before it, all of the queue; ≥ 1
    int retryAfter = 1; // s, by how long the last ones took; 1…60
};

class SpeechDesk : public QObject {
    Q_OBJECT

public:
    static constexpr int kRank = -10; // the person's own is 0
    static constexpr int kMostWaiting = 16;

    explicit SpeechDesk(speech::SpeechQueue &queue, QObject *parent = nullptr);
    ~SpeechDesk() override; // cancels

    // Under the id of the exchange's request. When the exchange is gone, the call is cancelled.
    std::optional<Turned> say(SpokenCall call, const ExchangePtr &exchange);
    bool cancel(const std::string &requestId); // false: no such, or it has ended
    int live() const { return int(m_calls.size()); }

private:
    struct Call {
        std::string requestId;
        SpokenCall what;
        std::weak_ptr<Exchange> exchange = {};
        bool refused = false; // by the engine, and would be again
    };

    void end(quint64 id, const std::function<void(Call &)> &tell);

    speech::SpeechQueue &m_queue;
    std::map<quint64, Call> m_calls; // by job
    double m_usual = 2;              // s that a job took lately
    qint64 m_lastStart = 0;
};

// 429 with Retry-After and X-Queue-Position.
void answerTurned(Exchange &exchange, const Turned &turned);

} // namespace app::server
