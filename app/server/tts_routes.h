// POST /api/tts of the original: text in, one WAV in base64 out, through the same queue as everything else.
#pragma once

#include <QObject>
#include <QString>

#include <vector>

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
// AsOriginal: of a longer text its first words, at most kLongestWhole characters; Whole: all of it.
inline constexpr qsizetype kLongestWhole = 5000; // of what is answered in one piece
enum class TextLength { AsOriginal, Whole };
std::vector<engine::Request> ttsParts(const ExchangePtr &exchange, const ServerUses &uses, TextLength length);
// The text in parts (speech_parts.h), each in this voice and with the steps for other programs.
std::vector<engine::Request> partsOf(const QString &text, const QString &voiceId, const ServerUses &uses);

// The first 77 words, as white space parts them, one blank between two; the text itself where there are not more.
QString cutAsOriginal(const QString &text);

} // namespace app::server
