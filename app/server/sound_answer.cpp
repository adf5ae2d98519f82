#include "app/server/sound_answer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

#include "engine/error.h"

namespace app::server {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kAskAgain = 10; // s, of a client for whom others leave no place

std::string deltaEvent(const std::string &bytes) {
    const QByteArray audio = QByteArray::fromRawData(bytes.data(), qsizetype(bytes.size())).toBase64();
    return "data: {\"type\":\"speech.audio.delta\",\"audio\":\"" + audio.toStdString() + "\"}\n\n";
}

// Nothing is counted in tokens here.
constexpr const char *kDoneEvent = "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":0,"
                                   "\"output_tokens\":0,\"total_tokens\":0}}\n\n";

} // namespace

// One answer. On the services' thread, but for its encoder.
class SoundAnswers::Flow : public std::enable_shared_from_this<Flow> {
public:
    Flow(SoundAnswers &owner, SoundAnswer wanted, ExchangePtr exchange)
        : m_owner(&owner), m_wanted(std::move(wanted)), m_exchange(std::move(exchange)), m_open(owner.m_open) {
        ++*m_open;
    }
    ~Flow() { --*m_open; }
    Flow(const Flow &) = delete;
    Flow &operator=(const Flow &) = delete;

    const std::vector<engine::Request> &parts() const { return m_wanted.parts; }

    // None: that was all.
    void encode(const engine::ClipPtr &clip) {
        if (!m_owner || !m_exchange)
            return;
        m_owner->m_thread.post([self = shared_from_this(), clip] {
            std::string bytes;
            std::string wrong;
            try {
                bytes = self->encoded(clip);
            } catch (const engine::Error &error) {
                wrong = std::string(error.what()) + " " + error.remedy();
            } catch (const std::exception &error) {
                qWarning("sound: %s", error.what());
                wrong = "The sound could not be written.";
            }
            if (const QPointer<SoundAnswers> owner = self->m_owner)
                QMetaObject::invokeMethod(
                    owner.data(),
                    [self, bytes = std::move(bytes), wrong = std::move(wrong), last = !clip]() mutable {
                        if (wrong.empty())
                            self->take(std::move(bytes), last);
                        else
                            self->fail(500, wrong);
                    },
                    Qt::QueuedConnection);
        });
    }

    // `resume` when all that was made so far has been taken; false: nobody takes it.
    void whenTaken(std::function<void(bool)> resume) {
        if (!m_owner || !m_exchange)
            return resume(false);
        m_owner->m_thread.post([self = shared_from_this(), resume = std::move(resume)] { // behind what is encoded
            if (const QPointer<SoundAnswers> owner = self->m_owner)
                QMetaObject::invokeMethod(
                    owner.data(), [self, resume] { self->takeResume(resume); }, Qt::QueuedConnection);
        });
    }

    void fail(int status, const std::string &sentence) {
        if (!m_exchange)
            return;
        if (!m_body)
            m_exchange->fail(status, sentence, {}, "server_error");
        letGo(); // what has begun is cut off
    }
    void fail(int status, const Problem &problem) {
        if (m_exchange && !m_body)
            answerFailed(*m_exchange, status, problem);
        letGo();
    }

private:
    std::string encoded(const engine::ClipPtr &clip) {
        if (!m_encoder)
            m_encoder.emplace(m_wanted.format, clip ? clip->sampleRate : engine::kSampleRate);
        return clip ? m_encoder->append(clip->samples) : m_encoder->finish();
    }

    void take(std::string bytes, bool last) {
        if (!m_exchange)
            return;
        if (m_wanted.events)
            bytes = (bytes.empty() ? std::string() : deltaEvent(bytes)) + (last ? kDoneEvent : "");
        m_last = m_last || last;
        if (!m_body) {
            HttpResponse head{200, m_wanted.events ? "text/event-stream" : engine::audio::mimeTypeOf(m_wanted.format),
                              std::move(bytes), m_wanted.headers};
            m_body = m_exchange->stream(std::move(head));
            if (m_owner)
                Q_EMIT m_owner->begun(std::chrono::duration<double>(Clock::now() - m_from).count());
        } else if (!bytes.empty()) {
            m_pending.push_back(std::move(bytes));
        }
        send();
    }

    void takeResume(const std::function<void(bool)> &resume) {
        if (!m_exchange || m_pending.empty())
            return resume(m_exchange != nullptr);
        m_resume = resume;
    }

    void send() {
        while (m_body && !m_pending.empty()) {
            if (!m_body->isLive())
                return letGo();
            if (!m_body->hasRoom())
                return m_body->onRoom([self = shared_from_this()] { self->send(); });
            m_body->write(std::move(m_pending.front()));
            m_pending.pop_front();
        }
        if (m_last && m_body) {
            m_body->finish();
            return letGo();
        }
        if (m_resume)
            std::exchange(m_resume, {})(true);
    }

    void letGo() {
        m_body.reset();
        m_exchange.reset();
        m_pending.clear();
        if (m_resume)
            std::exchange(m_resume, {})(false);
    }

    const QPointer<SoundAnswers> m_owner;
    const SoundAnswer m_wanted;
    ExchangePtr m_exchange; // none: it is answered, or nobody is there
    std::shared_ptr<BodyStream> m_body;
    std::deque<std::string> m_pending; // for a client that is slower than the engine: of one part at most
    std::function<void(bool)> m_resume;
    bool m_last = false;
    std::optional<engine::audio::StreamEncoder> m_encoder; // on the thread for encoding alone
    const Clock::time_point m_from = Clock::now();
    const std::shared_ptr<std::atomic<int>> m_open;
};

SoundAnswers::SoundAnswers(SpeechDesk &desk, QObject *parent) : QObject(parent), m_desk(desk) {}

SoundAnswers::~SoundAnswers() = default;

void SoundAnswers::give(SoundAnswer answer, const ExchangePtr &exchange) {
    if (*m_open >= kMostOpen)
        return answerTurned(*exchange, {*m_open, kAskAgain});
    const auto flow = std::make_shared<Flow>(*this, std::move(answer), exchange);
    SpokenCall call;
    call.parts = flow->parts();
    call.ready = [flow](std::function<void(bool)> resume) { flow->whenTaken(std::move(resume)); };
    call.chunk = [flow](const engine::ClipPtr &clip) { flow->encode(clip); };
    call.done = [flow](const engine::ClipPtr &) { flow->encode({}); };
    call.failed = [flow](int status, const Problem &problem) { flow->fail(status, problem); };
    call.cancelled = [flow] { flow->fail(409, "The request was cancelled."); };
    if (const auto turned = m_desk.say(std::move(call), exchange))
        answerTurned(*exchange, *turned);
}

} // namespace app::server

#include "moc_sound_answer.cpp"
