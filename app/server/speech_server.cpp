#include "app/server/speech_server.h"

#include <QRandomGenerator>

#include <array>

#include "app/chat/token_store.h"
#include "app/server/danmaku_routes.h"
#include "app/server/metrics_routes.h"
#include "app/server/openai_routes.h"
#include "app/server/sound_answer.h"
#include "app/server/stream_routes.h"
#include "app/server/tts_routes.h"
#include "app/server/voice_routes.h"

namespace app::server {

namespace {

const QString kTokenKey = QStringLiteral("server");

} // namespace

std::string generateToken() {
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    QByteArray bytes;
    for (const quint32 word : words)
        bytes += QByteArray::number(word, 16).rightJustified(8, '0');
    return bytes.toStdString();
}

SpeechServer::SpeechServer(ServerUses uses, chat::TokenStore *tokens, QObject *parent)
    : QObject(parent), m_tokens(tokens), m_desk(uses.queue), m_voices(std::make_unique<VoiceRoutes>(m_server, uses)),
      m_tts(std::make_unique<TtsRoutes>(m_server, uses, m_desk)), m_sounds(std::make_unique<SoundAnswers>(m_desk)),
      m_streams(std::make_unique<StreamRoutes>(m_server, uses, m_desk, *m_sounds)),
      m_openAi(std::make_unique<OpenAiRoutes>(m_server, uses, *m_sounds)),
      m_danmaku(uses.danmaku ? std::make_unique<DanmakuRoutes>(m_server, uses) : nullptr),
      m_metrics(std::make_unique<MetricsRoutes>(m_server, uses, *m_sounds)) {}

SpeechServer::~SpeechServer() {
    m_server.stop(); // nobody asks the routes any more
}

void SpeechServer::turnOn(const ServerOptions &options) {
    m_options = options;
    const quint64 attempt = ++m_attempt;
    m_usesKept = isTokenNeeded() && options.token.empty() && m_tokens;
    if (!m_usesKept)
        return start();
    m_state = State::Starting;
    Q_EMIT changed();
    // A keychain that is unlocked late starts a server that failed for it.
    m_tokens->read(
        kTokenKey, this,
        [this, attempt](const QString &token, chat::TokenStore::Place place, const Problem &problem) {
            if (attempt != m_attempt)
                return;
            if (!problem.what.isEmpty()) // a new file puts a bad one right
                return fail({problem.what,
                             place == chat::TokenStore::Place::File ? tr("Have a new token made.") : problem.remedy,
                             problem.detail});
            m_options.token = token.toStdString();
            token.isEmpty() ? makeToken() : start();
        },
        chat::TokenStore::Late::Tell);
}

bool SpeechServer::isTokenNeeded() const {
    return server::isTokenNeeded(m_options);
}

void SpeechServer::makeToken() {
    const QString token = QString::fromStdString(generateToken());
    m_tokens->keep(kTokenKey, token, this,
                   [this, attempt = m_attempt, token](chat::TokenStore::Place, const Problem &problem) {
                       const bool wanted = attempt == m_attempt;
                       if (!problem.what.isEmpty()) {
                           if (wanted)
                               notKept({problem.what,
                                        tr("Unlock the desktop's keychain or make room on the disk, then try again."),
                                        problem.detail});
                           return;
                       }
                       // Also late, and when another one was wanted since or a setting has changed: what is kept is
                       // what the next start reads.
                       if (m_state == State::On ? !m_usesKept || token.toStdString() == m_options.token : !wanted)
                           return;
                       m_options.token = token.toStdString();
                       if (m_state != State::On)
                           return start();
                       m_server.setToken(m_options.token);
                       Q_EMIT changed();
                   });
}

// Of a server that runs: it goes on with the token that it has.
void SpeechServer::notKept(const Problem &problem) {
    if (m_state != State::On)
        return fail(problem);
    Q_EMIT tokenNotRenewed(problem);
}

void SpeechServer::renewToken() {
    if (!m_tokens || !isTokenNeeded() || (m_state != State::On && m_state != State::Failed))
        return;
    ++m_attempt;
    makeToken();
}

void SpeechServer::start() {
    if (const auto problem = m_server.start(m_options))
        return fail(*problem);
    m_state = State::On;
    m_problem = {};
    Q_EMIT changed();
}

void SpeechServer::turnOff() {
    ++m_attempt;
    m_server.stop();
    m_state = State::Off;
    m_problem = {};
    Q_EMIT changed();
}

void SpeechServer::fail(const Problem &problem) {
    m_server.stop();
    m_state = State::Failed;
    m_problem = problem;
    Q_EMIT changed();
}

QString SpeechServer::token() const {
    return m_state == State::On && isTokenNeeded() ? QString::fromStdString(m_options.token) : QString();
}

} // namespace app::server

#include "moc_speech_server.cpp"
