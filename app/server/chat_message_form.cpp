#include "app/server/chat_message_form.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "app/chat/twitch_channel.h"

namespace app::server {

namespace {

using chat::Kind;
using chat::Message;
using chat::Role;

constexpr qsizetype kLongestName = 200;  // UTF-16 units
constexpr qsizetype kLongestText = 5000; // likewise; the rules of the queue cut what is read far below
constexpr double kMostMoney = 1e6;       // of one message, in its currency

FormFlaw flaw(std::string sentence, int status = 422) {
    return {status, std::move(sentence)};
}

std::variant<QJsonObject, FormFlaw> objectFrom(const QByteArray &bytes) {
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return flaw("The body is no JSON: " + error.errorString().toStdString() + ".", 400);
    if (!document.isObject())
        return flaw("The body is no JSON object.");
    return document.object();
}

// Without a lone half of a pair at its end.
QString cut(QString text, qsizetype longest) {
    if (text.size() > longest) {
        text.truncate(longest);
        if (text.back().isHighSurrogate())
            text.chop(1);
    }
    return text;
}

class Reader {
public:
    explicit Reader(QJsonObject json) : m_json(std::move(json)) {}

    QString text(const char *key, bool needed, qsizetype longest = kLongestName) {
        const QJsonValue value = m_json.value(QLatin1String(key));
        if (value.isString())
            return cut(value.toString(), longest);
        if (needed)
            note("'" + std::string(key) + "' must be a string.");
        else if (!value.isNull() && !value.isUndefined())
            note("'" + std::string(key) + "' must be a string, or left out.");
        return {};
    }
    QJsonValue value(const char *key) const { return m_json.value(QLatin1String(key)); }
    void note(std::string wrong) {
        if (!m_wrong)
            m_wrong = std::move(wrong);
    }
    const std::optional<std::string> &wrong() const { return m_wrong; }

private:
    QJsonObject m_json;
    std::optional<std::string> m_wrong;
};

QString colourFrom(const QString &text) {
    const bool good =
        text.size() == 7 && text.front() == u'#' && std::all_of(text.cbegin() + 1, text.cend(), [](QChar c) {
            return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
        });
    return good ? text : QString();
}

chat::Money moneyFrom(double amount, const QString &currency) {
    if (!std::isfinite(amount) || !(amount > 0) || currency.isEmpty())
        return {};
    return {qint64(std::min(amount, kMostMoney) * 1e6), cut(currency, 8)};
}

void addBadges(Message &message, const QJsonArray &badges) {
    for (const QJsonValue &each : badges) {
        const QString name = each.toString().section(u'/', 0, 0);
        if (name == u"broadcaster")
            message.roles |= Role::Broadcaster;
        else if (name == u"moderator")
            message.roles |= Role::Moderator;
        else if (name == u"vip")
            message.roles |= Role::Vip;
        else if (name == u"subscriber" || name == u"founder")
            message.roles |= Role::Member;
    }
}

// Positions count code points, the last one included.
void addEmotes(Message &message, const QJsonArray &emotes) {
    const auto points = message.text.toUcs4();
    for (const QJsonValue &each : emotes) {
        for (const QJsonValue &place : each[QStringLiteral("positions")].toArray()) {
            const double begin = place[QStringLiteral("start")].toDouble(-1);
            const double end = place[QStringLiteral("end")].toDouble(-1) + 1;
            if (!(begin >= 0 && begin < end && end <= double(points.size())) || message.emotes.size() >= 500)
                continue;
            const auto name = points.sliced(qsizetype(begin), qsizetype(end) - qsizetype(begin));
            message.emotes.push_back(
                {each[QStringLiteral("id")].toString(),
                 QString::fromUcs4(reinterpret_cast<const char32_t *>(name.constData()), name.size()), int(begin),
                 int(end)});
        }
    }
    std::sort(message.emotes.begin(), message.emotes.end(),
              [](const chat::Emote &one, const chat::Emote &other) { return one.begin < other.begin; });
    const auto overlaps = [&](const chat::Emote &one, const chat::Emote &other) { return other.begin < one.end; };
    if (std::adjacent_find(message.emotes.begin(), message.emotes.end(), overlaps) != message.emotes.end())
        message.emotes.clear();
}

void addMetadata(Message &message, const QJsonObject &metadata) {
    addBadges(message, metadata.value(QStringLiteral("badges")).toArray());
    addEmotes(message, metadata.value(QStringLiteral("emotes")).toArray());
    message.colour = colourFrom(metadata.value(QStringLiteral("color")).toString());
    if (metadata.value(QStringLiteral("first_msg")).toBool())
        message.roles |= Role::FirstTime;
    if (metadata.value(QStringLiteral("subscriber")).toBool())
        message.roles |= Role::Member;
    message.paid = moneyFrom(metadata.value(QStringLiteral("bits")).toDouble(), QStringLiteral("bits"));
    const QJsonObject chat = metadata.value(QStringLiteral("super_chat")).toObject();
    const QJsonValue micros = chat.value(QStringLiteral("amountMicros")); // YouTube sends a string
    const double amount = (micros.isString() ? micros.toString().toDouble() : micros.toDouble()) / 1e6;
    if (const chat::Money paid = moneyFrom(amount, chat.value(QStringLiteral("currency")).toString()); paid.micros > 0)
        message.paid = paid;
}

std::optional<Role> roleFrom(const QString &word) {
    static const std::pair<const char *, Role> kWords[] = {
        {"broadcaster", Role::Broadcaster}, {"moderator", Role::Moderator}, {"vip", Role::Vip},
        {"member", Role::Member},           {"first", Role::FirstTime},     {"bot", Role::Bot}};
    for (const auto &[name, role] : kWords)
        if (word == QLatin1String(name))
            return role;
    return std::nullopt;
}

// A name in addresses, records and rules.
bool isPlainName(const QString &text) {
    return !text.isEmpty() && text.size() <= 32 && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
    });
}

// As Twitch's own messages have it, so that what is said of the channel holds for it.
QString channelOf(const Message &message) {
    if (message.source != u"twitch")
        return message.channel;
    const QString channel = chat::twitchChannel(message.channel);
    return channel.isEmpty() ? message.channel.trimmed().toLower() : channel;
}

} // namespace

std::variant<ChatForm, FormFlaw> normalizedMessage(const QByteArray &json, qint64 receivedAt) {
    auto read = objectFrom(json);
    if (auto *wrong = std::get_if<FormFlaw>(&read))
        return std::move(*wrong);
    Reader in(std::get<QJsonObject>(read));
    auto message = std::make_shared<Message>();
    message->bridged = true;
    message->id = in.text("id", true);
    const QString platform = in.text("platform", true);
    message->channel = in.text("channel", true);
    message->userId = in.text("user_id", false);
    message->user = in.text("username", true);
    message->login = message->user.toLower();
    const QString priority = in.text("priority", true);
    const QJsonValue content = in.value("content");
    const QString timestamp = in.text("timestamp", true);
    message->receivedAt = receivedAt;
    const QDateTime sent = QDateTime::fromString(timestamp, Qt::ISODateWithMs);
    message->sentAt = sent.isValid() ? std::max<qint64>(sent.toMSecsSinceEpoch(), 0) : 0;
    const QJsonObject text = content.toObject();
    const bool system = text.value(QStringLiteral("System")).isString();
    if (in.wrong())
        return flaw(*in.wrong());
    if (QUuid::fromString(message->id).isNull())
        return flaw("'id' must be a UUID.");
    if (platform != u"Twitch" && platform != u"YouTube")
        return flaw("'platform' can be one of Twitch, YouTube.");
    if (!QStringList{QStringLiteral("Gift"), QStringLiteral("Paid"), QStringLiteral("Moderator"),
                     QStringLiteral("Mention"), QStringLiteral("Normal")}
             .contains(priority))
        return flaw("'priority' can be one of Gift, Paid, Moderator, Mention, Normal.");
    if (text.size() != 1 || (!system && !text.value(QStringLiteral("Text")).isString()))
        return flaw("'content' must be {\"Text\":\"…\"} or {\"System\":\"…\"}.");
    if (!sent.isValid())
        return flaw("'timestamp' must be a time as RFC 3339 has it.");
    if (in.value("metadata").isUndefined())
        return flaw("'metadata' is missing; it may be null.");
    if (system)
        return ChatForm{};

    message->source = platform.toLower();
    message->channel = channelOf(*message);
    message->text = cut(text.value(QStringLiteral("Text")).toString(), kLongestText);
    addMetadata(*message, in.value("metadata").toObject());
    if (priority == u"Moderator")
        message->roles |= Role::Moderator;
    if (priority == u"Gift")
        message->kind = Kind::Gift;
    else if (priority == u"Paid" || message->paid.micros > 0)
        message->kind = Kind::Paid;
    return ChatForm{std::move(message)};
}

std::variant<ChatForm, FormFlaw> bridgeMessage(const QByteArray &json, qint64 receivedAt) {
    auto read = objectFrom(json);
    if (auto *wrong = std::get_if<FormFlaw>(&read))
        return std::move(*wrong);
    Reader in(std::get<QJsonObject>(read));
    auto message = std::make_shared<Message>();
    message->bridged = true;
    message->text = in.text("text", true, kLongestText);
    message->user = in.text("user", false);
    message->login = message->user.toLower();
    message->userId = in.text("user_id", false);
    message->id = in.text("id", false);
    message->channel = in.text("channel", false);
    message->colour = colourFrom(in.text("color", false));
    message->source = in.text("platform", false);
    message->receivedAt = receivedAt;
    if (message->source.isEmpty())
        message->source = QStringLiteral("bridge");
    if (!isPlainName(message->source) || message->source == u"operator")
        in.note("'platform' can have up to 32 of a-z, 0-9, - and _, and is not \"operator\".");
    const QString given = message->id;
    if (given.isEmpty())
        message->id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    message->channel = channelOf(*message);
    const QJsonValue roles = in.value("roles");
    if (!roles.isUndefined() && !roles.isArray())
        in.note("'roles' must be a list.");
    for (const QJsonValue &each : roles.toArray()) {
        if (const auto role = roleFrom(each.toString()))
            message->roles |= *role;
        else
            in.note("'roles' can have broadcaster, moderator, vip, member, first, bot.");
    }
    const QJsonValue paid = in.value("paid");
    if (!paid.isUndefined() && !paid.isNull()) {
        message->paid =
            moneyFrom(paid[QStringLiteral("amount")].toDouble(), paid[QStringLiteral("currency")].toString());
        message->kind = Kind::Paid;
        if (message->paid.micros == 0)
            in.note("'paid' must be {\"amount\":5,\"currency\":\"USD\"}, with more than nothing.");
    }
    if (in.wrong())
        return FormFlaw{422, *in.wrong(), given};
    return ChatForm{std::move(message)};
}

} // namespace app::server
