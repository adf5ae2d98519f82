#include "app/server/danmaku_routes.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "app/danmaku/live_stage.h"
#include "app/server/danmaku_wire.h"
#include "app/server/voice_routes.h"
#include "app/voices/voice_library.h"

namespace app::server {

using danmaku::DanmakuEvent;

namespace {

const QString kTwitch = QStringLiteral("twitch");
constexpr qsizetype kMostJudged = 4096;   // messages of which nothing is known yet
constexpr int kReadTooLittle = 1008;      // code of a WebSocket's end: against the rules
constexpr qint64 kLongestJudged = 60'000; // ms
constexpr int kLateLook = 5000;           // likewise

std::string text(const QJsonObject &json) {
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

QByteArray bodyOf(const Exchange &exchange) {
    const std::string &body = exchange.request().body;
    return QByteArray::fromRawData(body.data(), qsizetype(body.size()));
}

// With its kind: what says what was paid is judged for itself, beside a copy that did not say so.
QString keyOf(const chat::Message &message) {
    return message.source + QLatin1Char('\n') + QString::number(int(message.kind)) + QLatin1Char('\n') +
           message.nativeId();
}

// As iShowTTS reads it: what follows twitch.tv/, in small letters.
QString channelFrom(const QString &given) {
    if (const QString known = danmaku::LiveStage::channelOf(given); !known.isEmpty())
        return known;
    QString channel = given.trimmed().toLower();
    if (const qsizetype at = channel.indexOf(u"twitch.tv/"); at >= 0)
        channel = channel.sliced(at + 10);
    while (channel.startsWith(u'/'))
        channel.remove(0, 1);
    for (const QChar end : {u'/', u'?', u'&', u' '})
        channel = channel.section(end, 0, 0);
    return channel;
}

// What start and stop have in common. JSON of another shape is 422, as the original's library says it.
struct ChannelForm {
    QString platform; // in small letters
    QString channel;
    std::optional<QString> voice, engine;
};
std::variant<ChannelForm, FormFlaw> channelFormFrom(const QByteArray &bytes) {
    QJsonParseError error{};
    const QJsonDocument body = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return FormFlaw{400, "The body is no JSON."};
    for (const char *needed : {"platform", "channel"})
        if (!body[QLatin1String(needed)].isString())
            return FormFlaw{422, "'" + std::string(needed) + "' must be a string."};
    const auto given = [&body](const char *key) {
        const QJsonValue value = body[QLatin1String(key)];
        return value.isString() ? std::optional(value.toString()) : std::nullopt;
    };
    for (const char *optional : {"voice_id", "engine"})
        if (const QJsonValue value = body[QLatin1String(optional)];
            !value.isString() && !value.isNull() && !value.isUndefined())
            return FormFlaw{422, "'" + std::string(optional) + "' must be a string, or left out."};
    return ChannelForm{body[QStringLiteral("platform")].toString().toLower(),
                       channelFrom(body[QStringLiteral("channel")].toString()), given("voice_id"), given("engine")};
}

// "f5" and the names of the two engines that have no voices here; none: it is no engine of iShowTTS.
std::optional<QString> engineFrom(const QString &given) {
    static const QHash<QString, QString> known{{QStringLiteral("f5"), QStringLiteral("f5")},
                                               {QStringLiteral("index_tts"), QStringLiteral("index_tts")},
                                               {QStringLiteral("index-tts"), QStringLiteral("index_tts")},
                                               {QStringLiteral("indextts"), QStringLiteral("index_tts")},
                                               {QStringLiteral("shimmy"), QStringLiteral("shimmy")}};
    const auto found = known.constFind(given.toLower());
    return found == known.constEnd() ? std::nullopt : std::optional(*found);
}

QString answered(const QString &status, const QString &channel) {
    return QString::fromStdString(
        text({{QStringLiteral("status"), status},
              {QStringLiteral("channel"), channel.isNull() ? QJsonValue() : QJsonValue(channel)}}));
}

Verdict duplicate() {
    const QString word = QStringLiteral("duplicate");
    return {word, 0, word, {}, false};
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

    connect(&m_stage, &danmaku::LiveStage::event, this, &DanmakuRoutes::follow);
    connect(&m_stage, &danmaku::LiveStage::known, this, [this](const chat::MessagePtr &message) {
        for (const Judged &each : m_judged.take(keyOf(*message)))
            each.done(duplicate());
    });
    m_lateLook.setInterval(kLateLook);
    connect(&m_lateLook, &QTimer::timeout, this, &DanmakuRoutes::dropOldJudged);
    connect(&m_stage, &danmaku::LiveStage::soundMade, this, [this](quint64 item) {
        if (m_onAir.id == item)
            sendSound(m_onAir);
    });
}

void DanmakuRoutes::start(const ExchangePtr &exchange) {
    const auto read = channelFormFrom(bodyOf(*exchange));
    if (const auto *flaw = std::get_if<FormFlaw>(&read))
        return exchange->fail(flaw->status, flaw->sentence);
    const auto &form = std::get<ChannelForm>(read);
    if (form.platform == u"youtube")
        return exchange->fail(501, "YouTube's chat is not read yet; send its messages to /api/danmaku/messages.");
    if (form.platform != kTwitch)
        return exchange->fail(400, "'platform' can be twitch.");
    const auto engine = form.engine ? engineFrom(*form.engine) : QLatin1String(kEngine);
    if (!engine)
        return exchange->fail(400, "'engine' can be one of f5, index_tts, shimmy.");
    // Whatever else keeps it from starting is 502 there.
    const QString channel = form.channel;
    if (channel.isEmpty())
        return exchange->fail(502, "'channel' is not the name of a channel.");
    const QString voice = form.voice.value_or(QString());
    if (form.voice && !m_uses.voices.find(voice))
        return exchange->fail(502, "There is no such voice.");
    if (*engine != QLatin1String(kEngine))
        return exchange->fail(502, "The voice is of another engine.");
    const QStringList channels = m_stage.channels();
    if (channels.contains(channel))
        return exchange->fail(502, "This channel is being read already; stop it first.");
    if (channels.size() >= danmaku::LiveStage::kMostChannels)
        return exchange->fail(502, "As many channels are being read as Twitch allows; stop one first.");
    forgetChannel(channel);
    danmaku::TwitchChoice choice;
    choice.channel = channel;
    choice.voice = voice;
    m_stage.connectTwitch(choice);
    exchange->answer(HttpResponse::json(answered(QStringLiteral("started"), channel).toStdString(), 202));
}

void DanmakuRoutes::stop(const ExchangePtr &exchange) {
    const auto read = channelFormFrom(bodyOf(*exchange));
    if (const auto *flaw = std::get_if<FormFlaw>(&read))
        return exchange->fail(flaw->status, flaw->sentence);
    const auto &form = std::get<ChannelForm>(read);
    if (form.platform == u"youtube")
        return exchange->fail(501, "YouTube's chat is not read yet.");
    if (form.platform != kTwitch)
        return exchange->fail(400, "'platform' can be twitch.");
    const QString channel = form.channel;
    if (channel.isEmpty())
        return exchange->fail(400, "'channel' is not the name of a channel.");
    forgetChannel(channel);
    if (m_onAir.message && m_onAir.message->channel == channel)
        m_onAir = {}; // its sound is not whole yet: nobody gets it
    if (m_stage.leaveChannel(channel))
        return exchange->answer(HttpResponse::json(answered(QStringLiteral("stopped"), channel).toStdString(), 202));
    exchange->answer(HttpResponse::json(answered(QStringLiteral("idle"), {}).toStdString()));
}

// What a client gets that comes later: not what was read of a channel that is over, or begins anew.
void DanmakuRoutes::forgetChannel(const QString &channel) {
    for (Kept &each : m_kept)
        if (each.channel == channel)
            each.packet.reset();
}

quint64 DanmakuRoutes::judge(const chat::MessagePtr &message, std::function<void(const Verdict &)> done) {
    if (!m_ids.isNew(*message, m_stage.now())) {
        done(duplicate());
        return 0;
    }
    if (m_judged.size() >= kMostJudged) { // a flood that the chat thread has dropped
        m_ids.forget(*message);
        const QString dropped = QStringLiteral("dropped");
        done({dropped, 0, dropped, {}, false});
        return 0;
    }
    if (!m_lateLook.isActive())
        m_lateLook.start();
    const quint64 number = ++m_lastJudged;
    m_judged[keyOf(*message)].push_back({number, m_stage.now(), message, std::move(done)});
    m_stage.inject(message);
    return number;
}

void DanmakuRoutes::judge(const chat::MessagePtr &message, const ExchangePtr &exchange,
                          std::function<void(const Verdict &)> done) {
    const quint64 number = judge(message, std::move(done));
    if (number != 0)
        exchange->onGone([routes = QPointer(this), message, number] {
            if (routes)
                routes->forget(message, number);
        });
}

// Its client was told that it took too long, or is gone: sent again it is no duplicate.
void DanmakuRoutes::forget(const chat::MessagePtr &message, quint64 number) {
    const auto waiting = m_judged.find(keyOf(*message));
    if (waiting == m_judged.end() ||
        std::erase_if(*waiting, [number](const Judged &each) { return each.number == number; }) == 0)
        return;
    mayComeAgain(message);
    if (waiting->empty())
        m_judged.erase(waiting);
}

void DanmakuRoutes::mayComeAgain(const chat::MessagePtr &message) {
    m_ids.forget(*message);
    m_stage.forget(message); // the chat thread may have taken it, and dropped it since
}

void DanmakuRoutes::dropOldJudged() {
    const qint64 old = m_stage.now() - kLongestJudged;
    std::vector<Judged> dropped;
    m_judged.removeIf([&](auto entry) {
        for (Judged &each : *entry)
            if (each.since < old)
                dropped.push_back(std::move(each));
        std::erase_if(*entry, [old](const Judged &each) { return each.since < old; });
        return entry->empty();
    });
    if (m_judged.isEmpty())
        m_lateLook.stop();
    for (const Judged &each : dropped) {
        mayComeAgain(each.message);
        each.done({QStringLiteral("dropped"), 0, QStringLiteral("late"), {}, false});
    }
}

void DanmakuRoutes::enqueue(const ExchangePtr &exchange) {
    auto read = normalizedMessage(bodyOf(*exchange), m_stage.now());
    if (const auto *wrong = std::get_if<FormFlaw>(&read))
        return exchange->fail(wrong->status, wrong->sentence);
    const chat::MessagePtr message = std::get<ChatForm>(read).message;
    if (!message)
        return exchange->answer(HttpResponse::empty(204));
    judge(message, exchange, [exchange](const Verdict &verdict) {
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
    judge(std::get<ChatForm>(read).message, exchange, [exchange](const Verdict &verdict) {
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
            const auto to = weak.lock();
            if (to && !to->send(text(json), MessageSocket::Kind::Text))
                to->close(kReadTooLittle); // each message is answered, or the bridge knows that it was not
        };
        auto read = bridgeMessage(QByteArray::fromStdString(bytes), m_stage.now());
        if (const auto *wrong = std::get_if<FormFlaw>(&read))
            return answer({{QStringLiteral("status"), QStringLiteral("refused")},
                           {QStringLiteral("reason"), QString::fromStdString(wrong->sentence)}},
                          wrong->id);
        const chat::MessagePtr message = std::get<ChatForm>(read).message;
        judge(message, [answer, id = message->id](const Verdict &verdict) { answer(jsonOf(verdict), id); });
    });
}

void DanmakuRoutes::stream(const ExchangePtr &exchange) {
    if (!exchange->request().upgrade)
        return listen(exchange);
    const std::shared_ptr<MessageSocket> socket = exchange->socket();
    for (const Kept &kept : m_kept)
        if (kept.packet)
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
        for (const Judged &each : m_judged.take(keyOf(*event.item.message)))
            each.done({danmaku::wordFor(event.what), event.item.id, read ? QString() : event.item.rule,
                       read ? QString() : event.item.reason, read});
    }
    if (event.what == What::Received && event.item.message) // a bridge may bring what a source has brought
        (void)m_ids.isNew(*event.item.message, m_stage.now());
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
    const SpokenPacket packet = spokenPacket(item, wavOf(clips));
    Kept kept{item.id, packet.channel, packet.wav, std::make_shared<const std::string>(packetOf(packet))};
    std::erase_if(m_sockets, [](const auto &each) { return !each->isLive(); });
    for (const auto &socket : m_sockets)
        if (!socket->send(kept.packet, MessageSocket::Kind::Binary) && socket->isLive()) // as the original says it
            qWarning("A WebSocket of the chat reads too slowly: item %llu is not sent to it.", item.id);
    std::erase_if(m_kept, [&](const Kept &each) { return each.item == item.id; });
    m_kept.push_back(std::move(kept));
    m_onAir = {};
    const auto bytes = [this] {
        std::size_t sum = 0;
        for (const Kept &each : m_kept)
            sum += each.packet ? each.packet->size() : each.wav.size();
        return sum;
    };
    while (m_kept.size() > kMostKept || (m_kept.size() > 1 && bytes() > kMostKeptBytes))
        m_kept.pop_front();
}

} // namespace app::server

#include "moc_danmaku_routes.cpp"
