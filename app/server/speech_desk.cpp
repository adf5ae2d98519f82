#include "app/server/speech_desk.h"

#include <QElapsedTimer>
#include <QPointer>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/speech/speech_queue.h"

namespace app::server {

namespace {

constexpr int kLongestWait = 60; // s that a client is asked to wait

qint64 nowMs() {
    QElapsedTimer timer;
    timer.start();
    return timer.msecsSinceReference();
}

} // namespace

SpeechDesk::SpeechDesk(speech::SpeechQueue &queue, QObject *parent) : QObject(parent), m_queue(queue) {
    using speech::SpeechQueue;
    connect(&m_queue, &SpeechQueue::started, this, [this] { m_lastStart = nowMs(); });
    connect(&m_queue, &SpeechQueue::chunkReady, this, [this](quint64 id, const engine::ClipPtr &clip) {
        const auto call = m_calls.find(id);
        if (call != m_calls.end() && call->second.what.chunk)
            std::function(call->second.what.chunk)(clip);
    });
    connect(&m_queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        if (m_lastStart > 0)
            m_usual = 0.7 * m_usual + 0.3 * double(nowMs() - m_lastStart) / 1000;
        end(take.id, [&take](Call &call) { call.what.done(take); });
    });
    connect(&m_queue, &SpeechQueue::failed, this, [this](quint64 id, const Problem &problem) {
        end(id, [&problem](Call &call) { call.what.failed(call.refused ? 400 : 502, problem); });
    });
    connect(&m_queue, &SpeechQueue::refused, this, [this](quint64 id) {
        if (const auto call = m_calls.find(id); call != m_calls.end())
            call->second.refused = true;
    });
    connect(&m_queue, &SpeechQueue::cancelled, this, [this](quint64 id) {
        end(id, [](Call &call) {
            if (call.what.cancelled)
                call.what.cancelled();
            else
                call.what.failed(502, {tr("The request was cancelled."), tr("Ask again."), {}});
        });
    });
}

SpeechDesk::~SpeechDesk() {
    for (const auto &[job, call] : std::exchange(m_calls, {}))
        m_queue.cancel(job);
}

std::optional<Turned> SpeechDesk::say(SpokenCall call, const ExchangePtr &exchange) {
    if (live() >= kMostWaiting) {
        const int before = m_queue.waiting() + (m_queue.running() ? 1 : 0);
        return Turned{std::max(1, before), std::clamp(int(std::lround(m_usual)), 1, kLongestWait)};
    }
    const quint64 job = m_queue.enqueue(call.request, speech::Origin::Server, kRank);
    m_calls[job] = {exchange->request().id, std::move(call), exchange};
    exchange->onGone([desk = QPointer(this), job] {
        if (desk)
            desk->m_queue.cancel(job);
    });
    return {};
}

bool SpeechDesk::cancel(const std::string &requestId) {
    const auto call = std::find_if(m_calls.begin(), m_calls.end(),
                                   [&](const auto &each) { return each.second.requestId == requestId; });
    if (call == m_calls.end())
        return false;
    m_queue.cancel(call->first);
    return true;
}

void SpeechDesk::end(quint64 id, const std::function<void(Call &)> &tell) {
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return;
    Call call = std::move(found->second);
    m_calls.erase(found);
    tell(call);
}

void answerTurned(Exchange &exchange, const Turned &turned) {
    exchange.fail(
        429, "Too many requests wait. Ask again later.",
        {{"Retry-After", std::to_string(turned.retryAfter)}, {"X-Queue-Position", std::to_string(turned.position)}},
        "queue_full");
}

} // namespace app::server

#include "moc_speech_desk.cpp"
