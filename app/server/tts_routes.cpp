#include "app/server/tts_routes.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "app/server/speech_parts.h"
#include "app/server/voice_json.h"
#include "app/server/voice_routes.h"
#include "app/settings/settings.h"
#include "app/settings/speech_purposes.h"
#include "app/voices/voice_library.h"
#include "engine/audio/wav_bytes.h"
#include "engine/error.h"

namespace app::server {

namespace {

constexpr qsizetype kMostWords = 77;
constexpr qsizetype kLongestStreamed = 20'000;             // some 25 minutes
constexpr auto kSpeechDeadline = std::chrono::minutes(10); // waiting for its turn is part of it

// What is wrong with a body: JSON that is none is 400, JSON of another shape 422, as the original's library says it.
struct Fault {
    int status = 422;
    std::string sentence;
};

class Fields {
public:
    explicit Fields(QJsonObject object) : m_object(std::move(object)) {}

    std::optional<QString> text(const char *name) {
        const QJsonValue value = take(name);
        if (value.isString())
            return value.toString();
        if (!value.isUndefined() && !value.isNull())
            throw Fault{422, std::string(name) + " must be text."};
        return {};
    }
    std::optional<double> number(const char *name) {
        const QJsonValue value = take(name);
        if (value.isDouble())
            return value.toDouble();
        if (!value.isUndefined() && !value.isNull())
            throw Fault{422, std::string(name) + " must be a number."};
        return {};
    }
    std::optional<quint64> whole(const char *name, quint64 most) {
        constexpr double kBeyond = 18446744073709551616.0; // 2^64
        const std::optional<double> given = number(name);
        if (!given)
            return {};
        const qint64 exact = take(name).toInteger(-1); // of what is beyond 2^63 there is the double only
        const bool is = *given == std::floor(*given) && *given >= 0 && *given < kBeyond;
        const quint64 result = !is ? 0 : exact >= 0 ? quint64(exact) : quint64(*given);
        if (!is || result > most)
            throw Fault{422, std::string(name) + " must be a whole number, at most " + std::to_string(most) + "."};
        return result;
    }
    bool flag(const char *name) {
        const QJsonValue value = take(name);
        if (!value.isUndefined() && !value.isNull() && !value.isBool())
            throw Fault{422, std::string(name) + " must be true or false."};
        return value.toBool();
    }

private:
    QJsonValue take(const char *name) const { return m_object.value(QLatin1String(name)); }

    const QJsonObject m_object;
};

struct TtsCall {
    QString text;
    std::optional<QString> voiceId, engine;
    std::optional<double> speed, crossFade, sway, cfg;
    std::optional<quint64> steps, seed;
};

TtsCall read(const std::string &body) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(body), &error);
    if (error.error != QJsonParseError::NoError)
        throw Fault{400, "The body is not JSON."};
    if (!document.isObject() || !document.object().value(QLatin1String("text")).isString())
        throw Fault{422, "The body must be an object with a text."};
    Fields fields(document.object());
    TtsCall call;
    call.text = fields.text("text").value_or(QString());
    call.voiceId = fields.text("voice_id");
    call.engine = fields.text("engine");
    call.speed = fields.number("speed");
    call.crossFade = fields.number("cross_fade_duration");
    call.sway = fields.number("sway_sampling_coef");
    call.cfg = fields.number("cfg_strength");
    call.steps = fields.whole("nfe_step", std::numeric_limits<quint32>::max());
    call.seed = fields.whole("seed", std::numeric_limits<quint64>::max());
    (void)fields.text("shimmy_model"); // these have no meaning here, and their shape must be right all the same
    (void)fields.number("target_rms");
    (void)fields.number("fix_duration");
    (void)fields.flag("remove_silence");
    return call;
}

void apply(const TtsCall &call, engine::Request &request) {
    const auto set = [](auto &target, const auto &value) {
        if (value)
            target = static_cast<std::decay_t<decltype(target)>>(*value);
    };
    set(request.speed, call.speed);
    set(request.crossFadeSeconds, call.crossFade);
    set(request.swayCoefficient, call.sway);
    set(request.cfgStrength, call.cfg);
    set(request.seed, call.seed);
    if (call.steps)
        request.nfeStep = int(std::min<quint64>(*call.steps, std::numeric_limits<int>::max()));
}

} // namespace

QString cutAsOriginal(const QString &text) {
    static const QRegularExpression word(QStringLiteral("\\S+"), QRegularExpression::UseUnicodePropertiesOption);
    QStringList words;
    for (auto found = word.globalMatch(text); found.hasNext();) { // no further than it must: a body may have 1 MiB
        if (words.size() == kMostWords)
            return words.join(u' ');
        words << found.next().captured();
    }
    return text;
}

TtsRoutes::TtsRoutes(HttpServer &server, ServerUses uses, SpeechDesk &desk, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)), m_desk(desk) {
    Route route{.method = Method::Post, .pattern = "/api/tts", .access = Access::Write, .body = BodyKind::Json};
    route.deadline = kSpeechDeadline;
    route.handle = [this](const ExchangePtr &exchange) { speak(exchange); };
    server.add(std::move(route));
}

TtsRoutes::~TtsRoutes() {
    m_encoding.flush();
}

std::vector<engine::Request> partsOf(const QString &text, const QString &voiceId, const ServerUses &uses) {
    const SpeechSteps steps = stepsFor(uses.settings, SpeechPurpose::Api);
    std::vector<engine::Request> parts;
    const QStringList texts = speechParts(text);
    for (const QString &part : texts) {
        if (texts.size() > 1 && !engine::isSpeakable(part.toStdString()))
            continue;
        engine::Request &request = parts.emplace_back(uses.request(part, voiceId));
        request.nfeStep = steps.nfeStep;
        request.schedule = steps.schedule;
    }
    if (parts.empty())
        parts.push_back(uses.request(texts.front(), voiceId)); // validate() says what is wrong with it
    return parts;
}

std::vector<engine::Request> ttsParts(const ExchangePtr &exchange, const ServerUses &uses, TextLength length) {
    const auto refused = [&exchange](int status, std::string_view sentence) {
        exchange->fail(status, sentence);
        return std::vector<engine::Request>();
    };
    TtsCall call;
    try {
        call = read(exchange->request().body);
    } catch (const Fault &fault) {
        return refused(fault.status, fault.sentence);
    }
    const QString voiceId = call.voiceId.value_or(uses.settings.voiceId());
    if (!uses.voices.find(voiceId))
        return refused(400, "There is no such voice.");
    if (call.engine && call.engine->toLower() != QLatin1String(kEngine))
        return refused(400, "The voice is of another engine.");
    const QString text = length == TextLength::Whole ? call.text : cutAsOriginal(call.text);
    if (length == TextLength::Whole ? text.size() > kLongestStreamed : text.size() > kLongestWhole)
        return refused(400, length == TextLength::Whole
                                ? "The text has more than 20,000 characters. Split it into several texts."
                                : "The text has more than 5,000 characters. /api/tts/stream takes longer ones.");
    std::vector<engine::Request> parts = partsOf(text, voiceId, uses);
    try {
        for (engine::Request &request : parts) {
            apply(call, request);
            engine::validate(request);
        }
    } catch (const engine::Error &error) {
        exchange->failQuoting(400, error.what(), "The text, or a number beside it, is none that can be spoken.");
        return {};
    }
    return parts;
}

void TtsRoutes::speak(const ExchangePtr &exchange) {
    std::vector<engine::Request> parts = ttsParts(exchange, m_uses, TextLength::AsOriginal);
    if (parts.empty())
        return;
    const QString voiceId = QString::fromStdString(parts.front().voice.id);
    SpokenCall spoken;
    spoken.parts = std::move(parts);
    spoken.done = [this, exchange, voiceId](const engine::ClipPtr &clip) { deliver(exchange, clip, voiceId); };
    spoken.failed = [exchange](int status, const Problem &problem) { answerFailed(*exchange, status, problem); };
    spoken.cancelled = [exchange] { exchange->fail(502, "The request was cancelled."); };
    if (const auto turned = m_desk.say(std::move(spoken), exchange))
        answerTurned(*exchange, *turned);
}

void TtsRoutes::deliver(const ExchangePtr &exchange, const engine::ClipPtr &clip, const QString &voiceId) {
    m_encoding.post([this, exchange, clip, voiceId] {
        HttpResponse response;
        try {
            QJsonObject object{{QStringLiteral("request_id"), QString::fromStdString(exchange->request().id)},
                               {QStringLiteral("voice_id"), voiceId},
                               {QStringLiteral("engine"), QLatin1String(kEngine)},
                               {QStringLiteral("engine_label"), QLatin1String(kEngineLabel)},
                               {QStringLiteral("sample_rate"), clip->sampleRate},
                               {QStringLiteral("waveform_len"), qint64(clip->samples.size())},
                               {QStringLiteral("format"), QStringLiteral("audio/wav")}};
            const QByteArray wav = QByteArray::fromStdString(engine::audio::wavBytes(*clip));
            object[QStringLiteral("audio_base64")] = QString::fromLatin1(wav.toBase64());
            response = HttpResponse::json(jsonBytes(object).toStdString());
        } catch (const std::exception &error) {
            response = HttpResponse::text(error.what(), 502);
        }
        QMetaObject::invokeMethod(
            this, [exchange, response = std::move(response)] { exchange->answer(response); }, Qt::QueuedConnection);
    });
}

} // namespace app::server

#include "moc_tts_routes.cpp"
