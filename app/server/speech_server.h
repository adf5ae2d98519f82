// The HTTP server of a Studio or of `ishowtts serve`: the routes, the token, and how it is. Off until it is turned on.
// Services' thread.
#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

#include "app/problem.h"
#include "app/server/http_server.h"
#include "app/server/server_uses.h"
#include "app/server/speech_desk.h"

namespace app::chat {
class TokenStore;
}

namespace app::server {

class DanmakuRoutes;
class MetricsRoutes;
class OpenAiRoutes;
class SoundAnswers;
class StreamRoutes;
class TtsRoutes;
class VoiceRoutes;

// 256 bits from the system, 64 hexadecimal digits.
std::string generateToken();

class SpeechServer : public QObject {
    Q_OBJECT

public:
    enum class State { Off, Starting, On, Failed };

    // `tokens`: where the token is kept, and made when there is none; null: it is in the options.
    SpeechServer(ServerUses uses, chat::TokenStore *tokens, QObject *parent = nullptr);
    ~SpeechServer() override;

    // Where a token is needed and none is in the options, the kept one is looked up first: changed() follows.
    void turnOn(const ServerOptions &options);
    void turnOff(); // who waits for an answer gets none
    // Those who have the old one are cut off, and refused from now on. Of a server that failed: it is tried with a new
    // one.
    void renewToken();

    State state() const { return m_state; }
    const Problem &problem() const { return m_problem; } // of State::Failed
    QString address() const { return m_server.address(); }
    std::uint16_t port() const { return m_server.port(); }
    bool isTokenNeeded() const; // by what it was turned on with
    QString token() const;      // empty: none is needed, or it is off
    ServerFigures figures() const { return m_server.figures(); }
    std::vector<ServerTrouble> troubles() const { return m_server.troubles(); }
    std::vector<ServerClient> clients() const { return m_server.clients(); }
    int waitingForSpeech() const { return m_desk.live(); }

    HttpServer &http() { return m_server; }
    SpeechDesk &desk() { return m_desk; }

Q_SIGNALS:
    void changed(); // state, address or token; figures are looked at when wanted
    // The one that it has still holds, until the keychain takes the new one after all (changed()).
    void tokenNotRenewed(const app::Problem &problem);

private:
    void start();
    void fail(const Problem &problem);
    void makeToken();
    void notKept(const Problem &problem);

    chat::TokenStore *m_tokens;
    HttpServer m_server; // goes after those that added their routes
    SpeechDesk m_desk;
    std::unique_ptr<VoiceRoutes> m_voices;
    std::unique_ptr<TtsRoutes> m_tts;
    std::unique_ptr<SoundAnswers> m_sounds;
    std::unique_ptr<StreamRoutes> m_streams;
    std::unique_ptr<OpenAiRoutes> m_openAi;
    std::unique_ptr<DanmakuRoutes> m_danmaku; // null: this program has no chat
    std::unique_ptr<MetricsRoutes> m_metrics;
    ServerOptions m_options;
    State m_state = State::Off;
    Problem m_problem;
    quint64 m_attempt = 0;   // answers of the keychain to earlier ones count no more
    bool m_usesKept = false; // the token that it asks for is the one that is kept
};

} // namespace app::server
