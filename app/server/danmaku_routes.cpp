#include "app/server/danmaku_routes.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

#include "app/danmaku/live_stage.h"
#include "app/server/danmaku_wire.h"
#include "app/voices/voice_library.h"

namespace app::server {

using danmaku::DanmakuEvent;

namespace {

const QString kTwitch = QStringLiteral("twitch");
constexpr qsizetype kMostJudged = 4096; // messages of which nothing is known yet

std::string text(const QJsonObject &json) {
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

QByteArray bodyOf(const Exchange &exchange) {
    const std::string &body = exchange.request().body;
    return QByteArray::fromRawData(body.data(), qsizetype(body.size()));
}

QString keyOf(const chat::Message &message) {
    return message.source + QLatin1Char('\n') + message.id;
}

// As iShowTTS reads it: what follows twitch.tv/, in small letters.
QString channelFrom(const QString &given) {
    QString channel = given.trimmed();
    if (const qsizetype at = channel.indexOf(u"twitch.tv/"); at >= 0)
        channel = channel.sliced(at + 10);
    for (const QChar end : {u'/', u'?', u'&', u' '})
        channel = channel.section(end, 0, 0);
    return channel.toLower();
}

QString answered(const QString &status, const QString &channel) {
    return QString::fromStdString(
        text({{QStringLiteral("status"), status},
              {QStringLiteral("channel"), channel.isNull() ? QJsonValue() : QJsonValue(channel)}}));
}

QJsonObject jsonOf(const Verdict &verdict) {
    QJsonObject json{{QStringLiteral("status"), verdict.word}};
    if (verdict.item != 0)
        json.insert(QStringLiteral("item"), double(verdict.item));
    if (!verdict.rule.isEmpty())
        json.insert(QStringLiteral("rule"), verdict.rule);
    if (!verdict.reason.isEmpty())
        json.insert(QStringLiteral("reason"), verdict.reason);
    return json;
}

} // namespace

DanmakuRoutes::DanmakuRoutes(HttpServer &server, ServerUses uses, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)), m_stage(*m_uses.danmaku), m_events(m_stage) {
    using Member = void (DanmakuRoutes::*)(const ExchangePtr &);
    const auto add = [&](Method method, const char *pattern, Access access, Member member, auto shape) {
        Route route;
        route.method = method;
        route.pattern = pattern;
        route.access = access;
        route.body = method == Method::Post ? BodyKind::Json : BodyKind::None;
        route.handle = [this, member](const ExchangePtr &exchange) { (this->*member)(exchange); };
        shape(route);
        server.add(std::move(route));
    };
    const auto plain = [](Route &) {};
    const auto streams = [](Route &route) { route.stream = route.webSocket = true; };
    add(Method::Post, "/api/danmaku/start", Access::Write, &DanmakuRoutes::start, plain);
    add(Method::Post, "/api/danmaku/stop", Access::Write, &DanmakuRoutes::stop, plain);
    add(Method::Post, "/api/danmaku/enqueue", Access::Write, &DanmakuRoutes::enqueue, plain);
    add(Method::Post, "/api/danmaku/messages", Access::Write, &DanmakuRoutes::takeMessage, plain);
    // Browsers always say where a WebSocket comes from, so that pages of other sites are refused here too.
    add(Method::Get, "/api/danmaku/messages", Access::Read, &DanmakuRoutes::takeMessages, streams);
    add(Method::Get, "/api/danmaku/stream", Access::Read, &DanmakuRoutes::stream, streams);
    Route sound;
    sound.pattern = "/api/danmaku/items/{id}/audio";
    sound.access = Access::Read;
    sound.tokenInAddress = true;
    sound.handle = [this](const ExchangePtr &exchange) { giveSound(exchange); };
    server.add(std::move(sound));

    connect(&m_stage, &danmaku::LiveStage::sourceChanged, this, [this](const chat::SourceState &source) {
        if (source.source == kTwitch)
            m_started.clear();
    });
    connect(&m_stage, &danmaku::LiveStage::event, this, &DanmakuRoutes::follow);
    connect(&m_stage, &danmaku::LiveStage::soundMade, this, [this](quint64 item) {
        if (m_onAir.id == item)
            sendSound(m_onAir);
    });
}

void DanmakuRoutes::start(const ExchangePtr &exchange) {
    const QJsonDocument body = QJsonDocument::fromJson(bodyOf(*exchange));
    if (!body.isObject())
        return exchange->fail(400, "The body is no JSON object.");
    const QString platform = body[QStringLiteral("platform")].toString();
    if (platform == u"youtube")
        return exchange->fail(501, "YouTube's chat is not read yet; send its messages to /api/danmaku/messages.");
    if (platform != kTwitch)
        return exchange->fail(400, "'platform' can be twitch.");
    const QString channel = channelFrom(body[QStringLiteral("channel")].toString());
    if (channel.isEmpty())
        return exchange->fail(400, "'channel' is missing.");
    const QString voice = body[QStringLiteral("voice_id")].toString();
    if (!voice.isEmpty() && !m_uses.voices.find(voice))
        return exchange->fail(400, "There is no such voice.");
    static const QStringList engines{QStringLiteral("f5"), QStringLiteral("index_tts"), QStringLiteral("index-tts"),
                                     QStringLiteral("indextts"), QStringLiteral("shimmy")};
    const QJsonValue engine = body[QStringLiteral("engine")];
    if (!engine.isUndefined() && !engine.isNull() && !engines.contains(engine.toString().toLower()))
        return exchange->fail(400, "'engine' can be one of f5, index_tts, shimmy.");
    for (const chat::SourceState &source : m_stage.sources())
        if (source.source == kTwitch && source.phase != chat::SourceState::Phase::Failed)
            return exchange->fail(502, "A chat is being read; stop it first, as there is one at a time.");
    if (!m_started.isEmpty())
        return exchange->fail(502, "A chat is being started; stop it first, as there is one at a time.");
    m_started = channel;
    danmaku::TwitchChoice choice;
    choice.channel = channel;
    choice.voice = voice;
    m_stage.connectTwitch(choice);
    exchange->answer(HttpResponse::json(answered(QStringLiteral("started"), channel).toStdString(), 202));
}

void DanmakuRoutes::stop(const ExchangePtr &exchange) {
    const QJsonDocument body = QJsonDocument::fromJson(bodyOf(*exchange));
    const QString platform = body[QStringLiteral("platform")].toString();
    if (platform == u"youtube")
        return exchange->fail(501, "YouTube's chat is not read yet.");
    if (!body.isObject() || platform != kTwitch)
        return exchange->fail(400, "'platform' can be twitch.");
    const QString channel = channelFrom(body[QStringLiteral("channel")].toString());
    if (channel.isEmpty())
        return exchange->fail(400, "'channel' is missing.");
    const QList<chat::SourceState> &sources = m_stage.sources();
    const bool reads = std::any_of(sources.begin(), sources.end(), [&](const chat::SourceState &source) {
        return source.source == kTwitch && channelFrom(source.channel) == channel;
    });
    if (reads || m_started == channel) {
        m_started.clear();
        m_stage.stopSource(kTwitch);
        return exchange->answer(HttpResponse::json(answered(QStringLiteral("stopped"), channel).toStdString(), 202));
    }
    exchange->answer(HttpResponse::json(answered(QStringLiteral("idle"), {}).toStdString()));
}

void DanmakuRoutes::judge(const chat::MessagePtr &message, std::function<void(const Verdict &)> done) {
    if (!m_ids.isNew(message->source, message->id, m_stage.now()))
        return done({QStringLiteral("duplicate"), 0, QStringLiteral("duplicate"), {}, false});
    if (m_judged.size() >= kMostJudged) // of a flood that the chat thread has dropped
        m_judged.clear();
    m_judged[keyOf(*message)].push_back(std::move(done));
    m_stage.inject(message);
}

void DanmakuRoutes::enqueue(const ExchangePtr &exchange) {
    auto read = normalizedMessage(bodyOf(*exchange), m_stage.now());
    if (const auto *wrong = std::get_if<FormFlaw>(&read))
        return exchange->fail(wrong->status, wrong->sentence);
    const chat::MessagePtr message = std::get<ChatForm>(read).message;
    if (!message)
        return exchange->answer(HttpResponse::empty(204));
    judge(message, [exchange](const Verdict &verdict) {
        HttpResponse response = HttpResponse::empty(verdict.read ? 202 : 204);
        if (!verdict.rule.isEmpty())
            response.headers.emplace_back("X-Danmaku-Rule", verdict.rule.toStdString());
        exchange->answer(std::move(response));
    });
}

void DanmakuRoutes::takeMessage(const ExchangePtr &exchange) {
    auto read = bridgeMessage(bodyOf(*exchange), m_stage.now());
    if (const auto *wrong = std::get_if<FormFlaw>(&read))
        return exchange->fail(wrong->status, wrong->sentence);
    judge(std::get<ChatForm>(read).message, [exchange](const Verdict &verdict) {
        exchange->answer(HttpResponse::json(text(jsonOf(verdict)), verdict.read ? 202 : 200));
    });
}

void DanmakuRoutes::takeMessages(const ExchangePtr &exchange) {
    if (!exchange->request().upgrade)
        return exchange->fail(426, "Ask for a WebSocket here, or POST one message.", {{"Upgrade", "websocket"}});
    const std::shared_ptr<MessageSocket> socket = exchange->socket();
    std::erase_if(m_bridges, [](const auto &each) { return !each->isLive(); });
    m_bridges.push_back(socket);
    socket->onMessage([this, weak = std::weak_ptr(socket)](const std::string &bytes, MessageSocket::Kind) {
        const auto answer = [weak](QJsonObject json, const QString &id) {
            if (!id.isEmpty())
                json.insert(QStringLiteral("id"), id);
            if (const auto to = weak.lock())
                to->send(text(json), MessageSocket::Kind::Text);
        };
        auto read = bridgeMessage(QByteArray::fromStdString(bytes), m_stage.now());
        if (const auto *wrong = std::get_if<FormFlaw>(&read))
            return answer({{QStringLiteral("status"), QStringLiteral("refused")},
                           {QStringLiteral("reason"), QString::fromStdString(wrong->sentence)}},
                          {});
        const chat::MessagePtr message = std::get<ChatForm>(read).message;
        judge(message, [answer, id = message->id](const Verdict &verdict) { answer(jsonOf(verdict), id); });
    });
}

void DanmakuRoutes::stream(const ExchangePtr &exchange) {
    if (!exchange->request().upgrade)
        return listen(exchange);
    const std::shared_ptr<MessageSocket> socket = exchange->socket();
    for (const Kept &kept : m_kept)
        socket->send(kept.packet, MessageSocket::Kind::Binary);
    std::erase_if(m_sockets, [](const auto &each) { return !each->isLive(); });
    m_sockets.push_back(socket);
}

void DanmakuRoutes::listen(const ExchangePtr &exchange) {
    std::string_view known = exchange->request().header("Last-Event-ID");
    if (known.empty())
        known = exchange->request().queryValue("last_event_id");
    m_events.add(exchange->events({{"Cache-Control", "no-store"}}), known);
}

void DanmakuRoutes::giveSound(const ExchangePtr &exchange) const {
    const QString id = QString::fromStdString(exchange->request().parameters.at("id"));
    const auto kept =
        std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &each) { return QString::number(each.item) == id; });
    if (kept == m_kept.end())
        return exchange->fail(404, "The sound of this item is not kept (any more).");
    exchange->answer({200, "audio/wav", kept->wav, {{"Cache-Control", "no-store"}}});
}

void DanmakuRoutes::follow(const DanmakuEvent &event) {
    using What = DanmakuEvent::What;
    if (event.item.message && (event.what == What::Filtered || event.what == What::Dropped ||
                               event.what == What::Queued || event.what == What::Review)) {
        const bool read = event.what == What::Queued || event.what == What::Review || event.item.rule == u"combo";
        for (const auto &done : m_judged.take(keyOf(*event.item.message)))
            done({danmaku::wordFor(event.what), event.item.id, read ? QString() : event.item.rule,
                  read ? QString() : event.item.reason, read});
    }
    if (event.what == What::Received && event.item.message) // a bridge may bring what a source has brought
        (void)m_ids.isNew(event.item.message->source, event.item.message->id, m_stage.now());
    if (event.what == What::Playing) {
        m_onAir = event.item;
        sendSound(event.item);
    } else if (event.item.id == m_onAir.id && danmaku::isOver(event.item.stage)) {
        m_onAir = {};
    }
}

void DanmakuRoutes::sendSound(const danmaku::Item &item) {
    const std::vector<engine::ClipPtr> clips = m_stage.soundOf(item.id);
    if (clips.empty())
        return;
    Kept kept{item.id, wavOf(clips), {}};
    kept.packet = packetOf(spokenPacket(item, kept.wav));
    std::erase_if(m_sockets, [](const auto &each) { return !each->isLive(); });
    for (const auto &socket : m_sockets)
        socket->send(kept.packet, MessageSocket::Kind::Binary);
    std::erase_if(m_kept, [&](const Kept &each) { return each.item == item.id; });
    m_kept.push_back(std::move(kept));
    m_onAir = {};
    const auto bytes = [this] {
        std::size_t sum = 0;
        for (const Kept &each : m_kept)
            sum += each.packet.size();
        return sum;
    };
    while (m_kept.size() > kMostKept || (m_kept.size() > 1 && bytes() > kMostKeptBytes))
        m_kept.pop_front();
}

} // namespace app::server

#include "moc_danmaku_routes.cpp"
