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
    connect(&m_queue, &SpeechQueue::chunkReady, this, [this](quint64 job, const engine::ClipPtr &clip) {
        const auto call = ofJob(job);
        if (call != m_calls.end() && call->second.what.chunk)
            std::function(call->second.what.chunk)(clip);
    });
    connect(&m_queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        if (m_lastStart > 0)
            m_usual = 0.7 * m_usual + 0.3 * double(nowMs() - m_lastStart) / 1000;
        endPart(take.id, take.clip);
    });
    connect(&m_queue, &SpeechQueue::refused, this, [this](quint64 job) {
        if (const auto call = ofJob(job); call != m_calls.end())
            call->second.refused = true;
    });
    connect(&m_queue, &SpeechQueue::failed, this, [this](quint64 job, const Problem &problem) {
        const auto found = ofJob(job);
        if (found == m_calls.end())
            return;
        Call &call = found->second;
        if (call.refused && (call.said || call.next < call.what.parts.size()))
            return endPart(job, {});
        end(found, [&problem](Call &ended) { ended.what.failed(ended.refused ? 400 : 502, problem); });
    });
    connect(&m_queue, &SpeechQueue::cancelled, this, [this](quint64 job) {
        end(ofJob(job), [](Call &call) {
            if (call.what.cancelled)
                call.what.cancelled();
            else
                call.what.failed(502, {tr("The request was cancelled."), tr("Ask again."), {}});
        });
    });
}

SpeechDesk::~SpeechDesk() {
    for (const auto &[number, call] : std::exchange(m_calls, {}))
        m_queue.cancel(call.job);
}

int SpeechDesk::live() const {
    return int(std::count_if(m_calls.begin(), m_calls.end(), [](const auto &each) { return each.second.job != 0; }));
}

std::optional<Turned> SpeechDesk::say(SpokenCall call, const ExchangePtr &exchange) {
    if (live() >= kMostWaiting) {
        const int before = m_queue.waiting() + (m_queue.running() ? 1 : 0);
        return Turned{std::max(1, before), std::clamp(int(std::lround(m_usual)), 1, kLongestWait)};
    }
    const quint64 number = ++m_last;
    m_calls[number] = {exchange->request().id, std::move(call)};
    sayNext(number);
    exchange->onGone([desk = QPointer(this), number] {
        if (desk)
            desk->drop(number);
    });
    return {};
}

bool SpeechDesk::cancel(const std::string &requestId) {
    const auto call = std::find_if(m_calls.begin(), m_calls.end(),
                                   [&](const auto &each) { return each.second.requestId == requestId; });
    if (call == m_calls.end())
        return false;
    drop(call->first);
    return true;
}

SpeechDesk::Calls::iterator SpeechDesk::ofJob(quint64 job) {
    return std::find_if(m_calls.begin(), m_calls.end(), [job](const auto &each) { return each.second.job == job; });
}

void SpeechDesk::sayNext(quint64 number) {
    if (const auto call = m_calls.find(number); call != m_calls.end())
        call->second.job = m_queue.enqueue(call->second.what.parts[call->second.next++], speech::Origin::Server, kRank);
}

void SpeechDesk::goOn(quint64 number) {
    m_goOn.push_back(number);
    fillPlaces();
}

void SpeechDesk::fillPlaces() {
    while (!m_goOn.empty() && live() < kMostWaiting) {
        const quint64 number = m_goOn.front();
        m_goOn.pop_front();
        sayNext(number);
    }
}

void SpeechDesk::endPart(quint64 job, const engine::ClipPtr &clip) {
    const auto found = ofJob(job);
    if (found == m_calls.end())
        return;
    Call &call = found->second;
    call.refused = false;
    call.said = call.said || clip;
    if (clip && !call.what.chunk) {
        if (!call.whole)
            call.whole = std::make_shared<engine::Clip>(engine::Clip{clip->sampleRate, {}});
        call.whole->samples.insert(call.whole->samples.end(), clip->samples.begin(), clip->samples.end());
    }
    if (call.next == call.what.parts.size())
        return end(found, [](Call &ended) { ended.what.done(ended.whole); });
    if (!call.what.ready)
        return sayNext(found->first);
    call.job = 0;
    const auto ready = call.what.ready;
    const quint64 number = found->first;
    fillPlaces();
    ready([desk = QPointer(this), number](bool wanted) {
        if (desk)
            wanted ? desk->goOn(number) : desk->drop(number);
    });
}

void SpeechDesk::drop(quint64 number) {
    const auto call = m_calls.find(number);
    if (call == m_calls.end())
        return;
    if (call->second.job != 0)
        return m_queue.cancel(call->second.job);
    end(call, [](Call &ended) {
        if (ended.what.cancelled)
            ended.what.cancelled();
    });
}

void SpeechDesk::end(Calls::iterator found, const std::function<void(Call &)> &tell) {
    if (found == m_calls.end())
        return;
    Call call = std::move(found->second);
    m_calls.erase(found);
    fillPlaces();
    tell(call);
}

void answerFailed(Exchange &exchange, int status, const Problem &problem) {
    const std::string sentence = (problem.what + u' ' + problem.remedy).trimmed().toStdString();
    if (status == 400)
        exchange.failQuoting(status, sentence, "There is something in the text that cannot be said.", "invalid_value");
    else
        exchange.fail(status, sentence, {}, "server_error");
}

void answerTurned(Exchange &exchange, const Turned &turned) {
    exchange.fail(
        429, "Too many requests wait. Ask again later.",
        {{"Retry-After", std::to_string(turned.retryAfter)}, {"X-Queue-Position", std::to_string(turned.position)}},
        "queue_full");
}

} // namespace app::server

#include "moc_speech_desk.cpp"
