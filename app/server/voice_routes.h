// The original's routes for voices: GET /api/health, /api/voices, and what a voice's reference is, becomes for a while,
// and is again: GET, POST and DELETE /api/voices/{id}/reference, GET …/reference/audio. An override of the original is
// a voice's override here (app/voices/voice_editor.h). What is uploaded is decoded as every file of strangers is.
#pragma once

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "app/server/server_uses.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_change.h"

namespace app::server {

inline constexpr const char *kEngine = "f5"; // as the original spells it; its other engines have no voices here
inline constexpr const char *kEngineLabel = "F5-TTS";

class VoiceRoutes : public QObject {
    Q_OBJECT

public:
    VoiceRoutes(HttpServer &server, ServerUses uses, QObject *parent = nullptr);
    ~VoiceRoutes() override; // waits for what is being decoded or read

private:
    void takeSnapshot();
    void list(const ExchangePtr &exchange) const;
    void describe(const ExchangePtr &exchange);
    void giveAudio(const ExchangePtr &exchange);
    void upload(const ExchangePtr &exchange);
    // `audio`: of the exchange's body.
    void decode(const ExchangePtr &exchange, std::string_view audio, const QString &fileName,
                const std::optional<QString> &text);
    void overrideWith(const ExchangePtr &exchange, const voices::VoiceReference &reference,
                      const std::optional<QString> &text);
    voices::ChangeAnswered afterwards(const ExchangePtr &exchange);
    bool knows(const ExchangePtr &exchange) const; // else it answers 404
    // `work` on the thread, then `then` here; where it throws, the exchange is answered 500.
    template <class Work, class Then>
    void later(storage::FileThread &thread, const ExchangePtr &exchange, Work work, Then then);

    const ServerUses m_uses;
    std::shared_ptr<std::atomic<std::shared_ptr<const std::string>>> m_health; // what the server's thread answers
    std::stop_source m_stop;
    std::atomic<int> m_decoding = 0;                // uploads that wait or are read, also those whose clients have left
    storage::FileThread m_uploads{"server-decode"}; // last: its work uses what is above
};

} // namespace app::server
