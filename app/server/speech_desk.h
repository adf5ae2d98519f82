// How requests of clients come into the speech queue: with Origin::Server, behind the person's own, not more of them
// than may wait, and gone from it when their client is. A job that runs is not interrupted: what is long comes in parts
// (speech_parts.h), and between two of them goes whatever ranks higher, or waited before. Who waits for its own client
// has no place meanwhile, and the next one that is free when it goes on: others are turned away for who speaks, not for
// who does not listen. Services' thread.
#pragma once

#include <QObject>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/server/exchange.h"
#include "app/speech/job.h"

namespace app::speech {
class SpeechQueue;
}

namespace app::server {

struct SpokenCall {
    std::vector<engine::Request> parts;                      // at least one; said one after another
    std::function<void(const engine::ClipPtr &)> chunk = {}; // each piece as it is made
    // Before each part but the first: calls `resume`, once, when it may be made (true) or nobody wants it (false).
    std::function<void(std::function<void(bool)> resume)> ready = {}; // none: at once
    // Exactly one of this and `failed`, once, later than say(). `clip`: of all parts; null where chunk() had it.
    std::function<void(const engine::ClipPtr &clip)> done;
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
    static constexpr int kRank = -10;       // the person's own is 0
    static constexpr int kMostWaiting = 16; // the one that is said among them

    explicit SpeechDesk(speech::SpeechQueue &queue, QObject *parent = nullptr);
    ~SpeechDesk() override; // cancels

    // Under the id of the exchange's request. When the exchange is gone, the call is cancelled.
    std::optional<Turned> say(SpokenCall call, const ExchangePtr &exchange);
    bool cancel(const std::string &requestId); // false: no such, or it has ended
    int live() const;                          // that wait or are said, but for those that wait for their clients

private:
    struct Call {
        std::string requestId;
        SpokenCall what;
        quint64 job = 0;                          // of the queue; 0: its client is waited for, or a place
        std::size_t next = 0;                     // part
        std::shared_ptr<engine::Clip> whole = {}; // what is said, where nobody takes the pieces
        bool said = false;                        // a part of it
        bool refused = false;                     // by the engine, and would be again
    };
    using Calls = std::map<quint64, Call>;

    Calls::iterator ofJob(quint64 job);
    void sayNext(quint64 number);
    void goOn(quint64 number); // when there is a place
    void fillPlaces();
    void endPart(quint64 job, const engine::ClipPtr &clip); // null: it could not be said, others can
    void drop(quint64 number);
    void end(Calls::iterator call, const std::function<void(Call &)> &tell);

    speech::SpeechQueue &m_queue;
    Calls m_calls;
    std::deque<quint64> m_goOn; // their clients have taken what was said; they go before who comes anew
    quint64 m_last = 0;         // number of a call
    double m_usual = 2;         // s that a job took lately
    qint64 m_lastStart = 0;
};

// Of SpokenCall::failed. What cannot be said may stand in the sentence: the client alone gets it.
void answerFailed(Exchange &exchange, int status, const Problem &problem);
// 429 with Retry-After and X-Queue-Position.
void answerTurned(Exchange &exchange, const Turned &turned);

} // namespace app::server
