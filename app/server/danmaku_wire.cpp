#include "app/server/danmaku_wire.h"

#include <QDateTime>
#include <QJsonDocument>

#include <charconv>
#include <cstdint>
#include <utility>

#include "engine/audio/sound_file.h"

namespace app::server {

namespace {

QString rfc3339(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString platformOf(const chat::Message &message) {
    static const std::pair<const char *, const char *> kKnown[] = {
        {"twitch", "Twitch"}, {"youtube", "YouTube"}, {"bilibili", "Bilibili"}};
    for (const auto &[source, name] : kKnown)
        if (message.source == QLatin1String(source))
            return QString::fromLatin1(name);
    return QStringLiteral("Twitch"); // a strict reader knows the two of iShowTTS alone
}

bool isColour(const QString &text) {
    if (text.size() != 7 || text.front() != u'#')
        return false;
    for (const QChar c : text.sliced(1))
        if (!(c >= u'0' && c <= u'9') && !(c.toUpper() >= u'A' && c.toUpper() <= u'F'))
            return false;
    return true;
}

} // namespace

QJsonObject itemJson(const danmaku::Item &item) {
    QJsonObject json{{QStringLiteral("id"), double(item.id)},
                     {QStringLiteral("stage"), danmaku::wordFor(item.stage)},
                     {QStringLiteral("class"), danmaku::wordFor(item.rank)},
                     {QStringLiteral("text"), item.text}};
    const auto put = [&json](const char *key, const QString &value) {
        if (!value.isEmpty())
            json.insert(QLatin1String(key), value);
    };
    const auto time = [&json](const char *key, qint64 at) {
        if (at > 0)
            json.insert(QLatin1String(key), rfc3339(at));
    };
    if (item.message) {
        const chat::Message &message = *item.message;
        put("source", message.source);
        put("channel", message.channel);
        put("message_id", message.id);
        put("user", message.user.isEmpty() ? message.login : message.user);
        put("color", message.colour);
        put("original_text", message.text);
        if (message.paid.micros > 0)
            json.insert(QStringLiteral("paid"),
                        QJsonObject{{QStringLiteral("amount"), double(message.paid.micros) / 1e6},
                                    {QStringLiteral("currency"), message.paid.currency}});
    }
    put("spoken", item.spoken);
    put("voice_id", item.voice);
    put("rule", item.rule);
    put("reason", item.reason);
    if (item.merged > 1)
        json.insert(QStringLiteral("merged"), item.merged);
    if (item.seconds > 0)
        json.insert(QStringLiteral("seconds"), item.seconds);
    if (item.expectedWait >= 0)
        json.insert(QStringLiteral("expected_wait"), item.expectedWait);
    time("received_at", item.receivedAt);
    time("play_at", item.playAt);
    time("end_at", item.endAt);
    if (item.stage == danmaku::Stage::Playing || item.stage == danmaku::Stage::Played)
        put("audio_url", QStringLiteral("/api/danmaku/items/%1/audio").arg(item.id));
    return json;
}

std::string packetOf(const SpokenPacket &packet) {
    const QJsonObject head{
        {QStringLiteral("channel"), packet.channel},
        {QStringLiteral("color"), isColour(packet.colour) ? QJsonValue(packet.colour) : QJsonValue()},
        {QStringLiteral("display_text"), packet.text},
        {QStringLiteral("format"), QStringLiteral("audio/wav")},
        {QStringLiteral("platform"), packet.platform},
        {QStringLiteral("username"), packet.user}};
    const QByteArray json = QJsonDocument(head).toJson(QJsonDocument::Compact);
    const auto length = std::uint32_t(json.size());
    std::string bytes;
    bytes.reserve(4 + std::size_t(json.size()) + packet.wav.size());
    for (int i = 0; i < 4; ++i)
        bytes.push_back(char((length >> (8 * i)) & 0xff));
    bytes.append(json.constData(), std::size_t(json.size()));
    return bytes += packet.wav;
}

SpokenPacket spokenPacket(const danmaku::Item &item, std::string wav) {
    SpokenPacket packet;
    packet.text = item.text;
    packet.wav = std::move(wav);
    if (item.message) {
        packet.channel = item.message->channel;
        packet.colour = item.message->colour;
        packet.platform = platformOf(*item.message);
        packet.user = item.message->user.isEmpty() ? item.message->login : item.message->user;
    }
    return packet;
}

std::string wavOf(const std::vector<engine::ClipPtr> &clips) {
    engine::Clip whole;
    for (const engine::ClipPtr &clip : clips) {
        whole.sampleRate = clip->sampleRate;
        whole.samples.insert(whole.samples.end(), clip->samples.begin(), clip->samples.end());
    }
    if (whole.samples.empty())
        whole.samples.push_back(0);
    const std::vector<std::byte> bytes =
        engine::audio::encodeSound("message.wav", whole, engine::audio::SoundFormat::Wav16);
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

QByteArray eventJson(const danmaku::DanmakuEvent &event) {
    QJsonObject json{{QStringLiteral("number"), double(event.number)},
                     {QStringLiteral("at"), rfc3339(event.at)},
                     {QStringLiteral("event"), danmaku::wordFor(event.what)}};
    if (!event.by.isEmpty())
        json.insert(QStringLiteral("by"), event.by);
    if (!event.state.isEmpty())
        json.insert(QStringLiteral("state"), event.state);
    if (!event.channel.isEmpty())
        json.insert(QStringLiteral("channel"), event.channel);
    if (event.item.id != 0)
        json.insert(QStringLiteral("item"), itemJson(event.item));
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::string eventId(std::string_view log, quint64 number) {
    return std::string(log) + "-" + std::to_string(number);
}

ServerEvent serverEvent(const danmaku::DanmakuEvent &event, std::string_view log) {
    return {eventId(log, event.number), danmaku::wordFor(event.what).toStdString(), eventJson(event).toStdString()};
}

std::optional<quint64> resumeAfter(const danmaku::EventLog &events, std::string_view log,
                                   std::string_view lastEventId) {
    if (!lastEventId.starts_with(std::string(log) + "-"))
        return std::nullopt;
    lastEventId.remove_prefix(log.size() + 1);
    quint64 number = 0;
    const auto read = std::from_chars(lastEventId.data(), lastEventId.data() + lastEventId.size(), number);
    if (read.ec != std::errc() || read.ptr != lastEventId.data() + lastEventId.size() || number == 0)
        return std::nullopt;
    return events.after(number) ? std::optional(number) : std::nullopt;
}

} // namespace app::server
