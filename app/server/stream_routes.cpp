#include "app/server/stream_routes.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <optional>
#include <utility>

#include "app/server/tts_routes.h"

namespace app::server {

StreamRoutes::StreamRoutes(HttpServer &server, ServerUses uses, SpeechDesk &desk, SoundAnswers &sounds, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)), m_desk(desk), m_sounds(sounds) {
    Route stream;
    stream.method = Method::Post;
    stream.pattern = "/api/tts/stream";
    stream.access = Access::Write;
    stream.body = BodyKind::Json;
    stream.deadline = kUntilItBegins;
    stream.handle = [this](const ExchangePtr &exchange) { speak(exchange); };
    server.add(std::move(stream));
    Route remove;
    remove.method = Method::Delete;
    remove.pattern = "/api/tts/{id}";
    remove.access = Access::Write;
    remove.handle = [this](const ExchangePtr &exchange) { cancel(exchange); };
    server.add(std::move(remove));
}

void StreamRoutes::speak(const ExchangePtr &exchange) {
    const std::string &body = exchange->request().body;
    const QJsonValue named = QJsonDocument::fromJson(QByteArray::fromRawData(body.data(), qsizetype(body.size())))
                                 .object()
                                 .value(QStringLiteral("response_format"));
    const auto format = named.isUndefined() || named.isNull()
                            ? std::optional(engine::audio::StreamFormat::Wav)
                            : engine::audio::streamFormatFromString(named.toString().toStdString());
    if (!format || !engine::audio::canStream(*format))
        return exchange->fail(400, "response_format can be wav, pcm, flac, opus, or mp3 where this machine writes it.");
    std::vector<engine::Request> parts = ttsParts(exchange, m_uses, TextLength::Whole);
    if (parts.empty())
        return;
    SoundAnswer answer;
    answer.headers = {{"X-Voice-Id", parts.front().voice.id}, {"X-Sample-Rate", std::to_string(engine::kSampleRate)}};
    answer.parts = std::move(parts);
    answer.format = *format;
    m_sounds.give(std::move(answer), exchange);
}

void StreamRoutes::cancel(const ExchangePtr &exchange) {
    const std::string id = smallLetters(exchange->request().parameters.at("id")); // as requestId() keeps it
    if (!m_desk.cancel(id))
        return exchange->fail(404, "Nothing is said for a request of this id.");
    exchange->answer(HttpResponse::json(R"({"request_id":")" + id + R"(","status":"cancelled"})", 202));
}

} // namespace app::server

#include "moc_stream_routes.cpp"
