#include "app/server/openai_form.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace app::server {

namespace {

OpenAiRefusal refusal(std::string sentence, std::string code = "invalid_value", int status = 400) {
    return {status, std::move(sentence), std::move(code)};
}

std::string possibleFormats() {
    std::string names;
    for (const char *name : {"mp3", "opus", "flac", "wav", "pcm"})
        if (engine::audio::canStream(*engine::audio::streamFormatFromString(name)))
            names += (names.empty() ? "" : ", ") + std::string(name);
    return names;
}

// A text that must be there; "" and the refusal otherwise.
std::variant<QString, OpenAiRefusal> textOf(const QJsonObject &json, const char *key) {
    const QJsonValue value = json.value(QLatin1String(key));
    if (value.isUndefined() || value.isNull())
        return refusal("Missing required parameter: '" + std::string(key) + "'.", "missing_required_parameter");
    if (!value.isString())
        return refusal("Invalid type for '" + std::string(key) + "': expected a string.", "invalid_type");
    return value.toString();
}

} // namespace

bool isModelOfOpenAi(const QString &name) {
    static const QStringList names{QStringLiteral("tts-1"), QStringLiteral("tts-1-hd"),
                                   QStringLiteral("gpt-4o-mini-tts")};
    return names.contains(name) || name.startsWith(u"gpt-4o-mini-tts-") || name.startsWith(u"tts-1-");
}

bool isVoiceOfOpenAi(const QString &name) {
    static const QStringList names{QStringLiteral("alloy"), QStringLiteral("ash"),   QStringLiteral("ballad"),
                                   QStringLiteral("cedar"), QStringLiteral("coral"), QStringLiteral("echo"),
                                   QStringLiteral("fable"), QStringLiteral("marin"), QStringLiteral("nova"),
                                   QStringLiteral("onyx"),  QStringLiteral("sage"),  QStringLiteral("shimmer"),
                                   QStringLiteral("verse")};
    return names.contains(name);
}

std::variant<OpenAiSpeech, OpenAiRefusal> openAiSpeechFrom(const QByteArray &bytes) {
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    if (!document.isObject())
        return refusal("The body is no JSON object.", "invalid_json");
    const QJsonObject json = document.object();
    OpenAiSpeech form;
    for (const auto &[key, to] : {std::pair{"model", &form.model}, std::pair{"input", &form.input}}) {
        auto text = textOf(json, key);
        if (auto *wrong = std::get_if<OpenAiRefusal>(&text))
            return std::move(*wrong);
        *to = std::get<QString>(text);
    }
    const QJsonValue voice = json.value(QStringLiteral("voice"));
    auto named = voice.isObject() ? textOf(voice.toObject(), "id") : textOf(json, "voice");
    if (auto *wrong = std::get_if<OpenAiRefusal>(&named))
        return std::move(*wrong);
    form.voice = std::get<QString>(named);

    if (form.input.trimmed().isEmpty())
        return refusal("'input' has nothing that could be said.", "empty_string");
    if (form.input.toUcs4().size() > kLongestInput)
        return refusal("'input' has more than " + std::to_string(kLongestInput) + " characters.",
                       "string_above_max_length");

    const QJsonValue format = json.value(QStringLiteral("response_format"));
    if (!format.isUndefined() && !format.isNull()) {
        const auto known = engine::audio::streamFormatFromString(format.toString().toStdString());
        if (!known)
            return refusal("'response_format' can be one of " + possibleFormats() + ".");
        form.format = *known;
    }
    if (!engine::audio::canStream(form.format))
        return refusal("This machine cannot write " + engine::audio::toString(form.format) +
                       "; 'response_format' can be one of " + possibleFormats() + ".");

    const QJsonValue speed = json.value(QStringLiteral("speed"));
    if (!speed.isUndefined() && !speed.isNull()) {
        if (!speed.isDouble())
            return refusal("Invalid type for 'speed': expected a number.", "invalid_type");
        if (!(speed.toDouble() >= 0.25 && speed.toDouble() <= 4))
            return refusal("'speed' must be from 0.25 to 4.");
        form.speed = std::clamp(speed.toDouble(), 0.3, 3.0);
    }
    const QJsonValue sends = json.value(QStringLiteral("stream_format"));
    if (!sends.isUndefined() && !sends.isNull()) {
        if (sends.toString() != u"audio" && sends.toString() != u"sse")
            return refusal("'stream_format' can be one of audio, sse.");
        form.events = sends.toString() == u"sse";
    }
    const QJsonValue instructions = json.value(QStringLiteral("instructions"));
    if (!instructions.isUndefined() && !instructions.isNull() && !instructions.isString())
        return refusal("Invalid type for 'instructions': expected a string.", "invalid_type");
    form.instructions = !instructions.toString().isEmpty();
    return form;
}

} // namespace app::server
