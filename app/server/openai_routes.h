// The part of OpenAI's API that speaks, for its clients: POST /v1/audio/speech, GET /v1/models, /v1/models/{id} and
// /v1/audio/voices. OpenAI's names of models stand for the one that is loaded, and its names of voices for the chosen
// one where the library has none of that name.
#pragma once

#include <QObject>
#include <QString>

#include <string>

#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "app/server/server_uses.h"
#include "app/server/sound_answer.h"

namespace app::server {

class OpenAiRoutes : public QObject {
    Q_OBJECT

public:
    OpenAiRoutes(HttpServer &server, ServerUses uses, SoundAnswers &sounds, QObject *parent = nullptr);

private:
    void speak(const ExchangePtr &exchange);
    void listModels(const ExchangePtr &exchange) const;
    void showModel(const ExchangePtr &exchange) const;
    void listVoices(const ExchangePtr &exchange) const;
    QString modelName() const;  // of the one that is loaded; until then of the chosen one
    QString chosenName() const; // in the settings
    bool isKnownModel(const QString &name) const;

    const ServerUses m_uses;
    SoundAnswers &m_sounds;
    QString m_loaded; // as the model calls itself; empty: none yet
    qint64 m_since;   // s since 1970 UTC
};

} // namespace app::server
