#include "app/server/openai_routes.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <string>
#include <utility>
#include <vector>

#include "app/server/openai_form.h"
#include "app/server/tts_routes.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "app/voices/voice_library.h"

namespace app::server {

namespace {

// What a client sent, for the sentence that it is told.
std::string quoted(const QString &given) {
    constexpr qsizetype kLongest = 100;
    return '\'' + given.left(kLongest).toStdString() + '\'';
}

// Names `given` to the client alone.
template <class Sentence>
void refuseNamed(Exchange &exchange, int status, const char *code, const QString &given, const Sentence &sentence) {
    exchange.failQuoting(status, sentence(quoted(given)), sentence(std::string("'…'")), code);
}

std::string text(const QJsonObject &json) {
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

OpenAiRoutes::OpenAiRoutes(HttpServer &server, ServerUses uses, SoundAnswers &sounds, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)), m_sounds(sounds), m_since(QDateTime::currentSecsSinceEpoch()) {
    connect(&m_uses.worker, &speech::SpeechWorker::loaded, this,
            [this](const engine::ModelSummary &model) { m_loaded = QString::fromStdString(model.name); });
    Route speech;
    speech.method = Method::Post;
    speech.pattern = "/v1/audio/speech";
    speech.access = Access::Write;
    speech.body = BodyKind::Json;
    speech.errors = ErrorForm::OpenAi;
    speech.deadline = kUntilItBegins;
    speech.handle = [this](const ExchangePtr &exchange) { speak(exchange); };
    server.add(std::move(speech));
    const auto list = [&](const char *pattern, auto answer) {
        Route route;
        route.pattern = pattern;
        route.access = Access::Read;
        route.errors = ErrorForm::OpenAi;
        route.handle = [this, answer](const ExchangePtr &exchange) { (this->*answer)(exchange); };
        server.add(std::move(route));
    };
    list("/v1/models", &OpenAiRoutes::listModels);
    list("/v1/models/{id}", &OpenAiRoutes::showModel);
    list("/v1/audio/voices", &OpenAiRoutes::listVoices);
}

QString OpenAiRoutes::modelName() const {
    return m_loaded.isEmpty() ? chosenName() : m_loaded;
}

QString OpenAiRoutes::chosenName() const {
    return m_uses.settings.model().isEmpty() ? QStringLiteral("demo") : m_uses.settings.model();
}

bool OpenAiRoutes::isKnownModel(const QString &name) const {
    return isModelOfOpenAi(name) || name == modelName() || name == chosenName();
}

void OpenAiRoutes::speak(const ExchangePtr &exchange) {
    const std::string &body = exchange->request().body;
    auto read = openAiSpeechFrom(QByteArray::fromRawData(body.data(), qsizetype(body.size())));
    if (const auto *wrong = std::get_if<OpenAiRefusal>(&read))
        return exchange->fail(wrong->status, wrong->sentence, {}, wrong->code);
    const OpenAiSpeech &form = std::get<OpenAiSpeech>(read);
    if (!isKnownModel(form.model))
        return refuseNamed(*exchange, 404, "model_not_found", form.model, [this](const std::string &name) {
            return "The model " + name + " is not loaded. GET /v1/models lists '" + modelName().toStdString() +
                   "', which is, and OpenAI's names for it.";
        });
    const bool known = m_uses.voices.find(form.voice) != nullptr;
    if (!known && !isVoiceOfOpenAi(form.voice))
        return refuseNamed(*exchange, 400, "invalid_value", form.voice, [](const std::string &name) {
            return "There is no voice " + name + ". GET /v1/audio/voices lists them.";
        });
    SoundAnswer answer;
    answer.parts = partsOf(form.input, known ? form.voice : QString(), m_uses);
    const std::string voiceId = answer.parts.front().voice.id;
    if (voiceId.empty())
        return exchange->fail(503, "No voice is chosen.", {}, "server_error");
    if (!engine::isSpeakable(form.input.toStdString()))
        return exchange->fail(400, "'input' has nothing that could be said.", {}, "invalid_value");
    for (engine::Request &part : answer.parts)
        part.speed = form.speed.value_or(part.speed);
    answer.format = form.format;
    answer.events = form.events;
    answer.headers = {{"X-Voice-Id", voiceId}, {"X-Sample-Rate", std::to_string(engine::kSampleRate)}};
    if (form.instructions)
        answer.headers.emplace_back("X-Ignored", "instructions");
    m_sounds.give(std::move(answer), exchange);
}

void OpenAiRoutes::listModels(const ExchangePtr &exchange) const {
    QJsonArray models;
    for (const QString &name :
         {modelName(), QStringLiteral("tts-1"), QStringLiteral("tts-1-hd"), QStringLiteral("gpt-4o-mini-tts")})
        models.append(QJsonObject{{QStringLiteral("id"), name},
                                  {QStringLiteral("object"), QStringLiteral("model")},
                                  {QStringLiteral("created"), m_since},
                                  {QStringLiteral("owned_by"), QStringLiteral("ishowtts")}});
    exchange->answer(HttpResponse::json(
        text({{QStringLiteral("object"), QStringLiteral("list")}, {QStringLiteral("data"), models}})));
}

void OpenAiRoutes::showModel(const ExchangePtr &exchange) const {
    const QString name = QString::fromStdString(exchange->request().parameters.at("id"));
    if (!isKnownModel(name))
        return refuseNamed(*exchange, 404, "model_not_found", name,
                           [](const std::string &model) { return "The model " + model + " is not loaded."; });
    exchange->answer(HttpResponse::json(text({{QStringLiteral("id"), name},
                                              {QStringLiteral("object"), QStringLiteral("model")},
                                              {QStringLiteral("created"), m_since},
                                              {QStringLiteral("owned_by"), QStringLiteral("ishowtts")}})));
}

void OpenAiRoutes::listVoices(const ExchangePtr &exchange) const {
    QJsonArray voices;
    for (const engine::Voice &voice : m_uses.voices.voices()->voices) {
        QJsonObject json{{QStringLiteral("id"), QString::fromStdString(voice.id)},
                         {QStringLiteral("name"), QString::fromStdString(voice.name)}};
        if (!voice.language.empty())
            json.insert(QStringLiteral("language"), QString::fromStdString(voice.language));
        voices.append(json);
    }
    exchange->answer(HttpResponse::json(text({{QStringLiteral("voices"), voices}})));
}

} // namespace app::server

#include "moc_openai_routes.cpp"
