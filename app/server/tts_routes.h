// POST /api/tts of the original: text in, one WAV in base64 out, through the same queue as everything else.
#pragma once

#include <QObject>
#include <QString>

#include <optional>

#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "app/server/server_uses.h"
#include "app/server/speech_desk.h"
#include "app/storage/file_thread.h"

namespace app::server {

class TtsRoutes : public QObject {
    Q_OBJECT

public:
    TtsRoutes(HttpServer &server, ServerUses uses, SpeechDesk &desk, QObject *parent = nullptr);
    ~TtsRoutes() override; // waits for what is being encoded

private:
    void speak(const ExchangePtr &exchange);
    void deliver(const ExchangePtr &exchange, const engine::ClipPtr &clip, const QString &voiceId);

    const ServerUses m_uses;
    SpeechDesk &m_desk;
    storage::FileThread m_encoding{"server-encode"}; // last: its work uses what is above
};

// What the body of the exchange's request asks for, checked. None: its client has been told what is wrong with it.
// AsOriginal: of a longer text its first words; Whole: all of it.
enum class TextLength { AsOriginal, Whole };
std::optional<engine::Request> ttsRequest(const ExchangePtr &exchange, const ServerUses &uses, TextLength length);

// The first 77 words, as white space parts them, one blank between two; the text itself where there are not more.
QString cutAsOriginal(const QString &text);

} // namespace app::server
