// POST /api/tts/stream: as POST /api/tts, but the sound comes while it is made, of a text as long as it is. And
// DELETE /api/tts/{id}: what is said for the request with this X-Request-Id is said no more.
#pragma once

#include <QObject>

#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "app/server/server_uses.h"
#include "app/server/sound_answer.h"
#include "app/server/speech_desk.h"

namespace app::server {

class StreamRoutes : public QObject {
    Q_OBJECT

public:
    StreamRoutes(HttpServer &server, ServerUses uses, SpeechDesk &desk, SoundAnswers &sounds,
                 QObject *parent = nullptr);

private:
    void speak(const ExchangePtr &exchange);
    void cancel(const ExchangePtr &exchange);

    const ServerUses m_uses;
    SpeechDesk &m_desk;
    SoundAnswers &m_sounds;
};

} // namespace app::server
