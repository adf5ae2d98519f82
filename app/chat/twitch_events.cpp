#include "app/chat/twitch_events.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

#include "app/chat/cheermotes.h"

namespace app::chat {

namespace {

std::optional<qint64> number(const TwitchLine &line, QStringView tag, qint64 least, qint64 most) {
    bool fine = false;
    const qint64 value = line.tag(tag).toLongLong(&fine);
    return fine && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

bool isSet(const TwitchLine &line, QStringView tag) {
    return line.tag(tag) == QLatin1String("1");
}

// Written in another channel of a shared session.
QString otherRoom(const TwitchLine &line) {
    const QString source = line.tag(u"source-room-id");
    return source == line.tag(u"room-id") ? QString() : source;
}

Roles rolesOf(const TwitchLine &line) {
    Roles roles;
    for (const QString &badge : line.tag(u"badges").split(u',', Qt::SkipEmptyParts)) {
        const QString name = badge.section(u'/', 0, 0);
        if (name == QLatin1String("broadcaster"))
            roles |= Role::Broadcaster;
        else if (name == QLatin1String("moderator") || name == QLatin1String("lead_moderator"))
            roles |= Role::Moderator;
        else if (name == QLatin1String("vip"))
            roles |= Role::Vip;
        else if (name == QLatin1String("subscriber") || name == QLatin1String("founder"))
            roles |= Role::Member;
        else if (name == QLatin1String("bot-badge"))
            roles |= Role::Bot;
    }
    roles.setFlag(Role::Moderator, roles.testFlag(Role::Moderator) || isSet(line, u"mod"));
    roles.setFlag(Role::Vip, roles.testFlag(Role::Vip) || isSet(line, u"vip"));
    roles.setFlag(Role::Member, roles.testFlag(Role::Member) || isSet(line, u"subscriber"));
    roles.setFlag(Role::FirstTime, isSet(line, u"first-msg"));
    return roles;
}

// An amount in units of 10^-exponent.
Money money(const TwitchLine &line, const QString &stem) {
    const auto amount = number(line, QString(stem + QLatin1String("amount")), 1, 1'000'000'000'000);
    const auto exponent = number(line, QString(stem + QLatin1String("exponent")), 0, 6).value_or(2);
    const QString currency = line.tag(QString(stem + QLatin1String("currency"))).toUpper();
    if (!amount || currency.size() != 3)
        return {};
    const double micros = double(*amount) * std::pow(10., double(6 - exponent));
    return micros < 9e18 ? Money{qint64(std::llround(micros)), currency} : Money{};
}

Message common(const TwitchLine &line, qint64 receivedAt) {
    static const QRegularExpression colour(QStringLiteral("^#[0-9A-Fa-f]{6}$"));
    Message message;
    message.source = QStringLiteral("twitch");
    message.channel = line.param(0).startsWith(u'#') ? line.param(0).sliced(1).toLower() : line.param(0).toLower();
    message.id = line.tag(u"id");
    message.userId = line.tag(u"user-id");
    message.login = line.tag(u"login").toLower();
    if (message.login.isEmpty())
        message.login = line.nick().toLower();
    message.user = line.tag(u"display-name").trimmed();
    if (message.user.isEmpty())
        message.user = message.login;
    message.roles = rolesOf(line);
    message.text = line.param(1);
    if (colour.match(line.tag(u"color")).hasMatch())
        message.colour = line.tag(u"color");
    message.replyUserId = line.tag(u"reply-parent-user-id");
    message.replyUser = line.tag(u"reply-parent-display-name").trimmed();
    if (message.replyUser.isEmpty())
        message.replyUser = line.tag(u"reply-parent-user-login");
    message.sentAt = number(line, u"tmi-sent-ts", 1, 4'102'444'800'000).value_or(0); // to 2100
    message.receivedAt = receivedAt;
    message.history = isSet(line, u"historical");
    message.fromChannel = otherRoom(line);
    if (!message.fromChannel.isEmpty())
        message.sourceId = line.tag(u"source-id");
    return message;
}

std::optional<ChatEvent> written(const TwitchLine &line, qint64 receivedAt, const QSet<QString> &ours) {
    if (line.params.size() < 2)
        return std::nullopt;
    Message message = common(line, receivedAt);
    static const QString action = QStringLiteral("\001ACTION ");
    if (message.text.startsWith(action)) {
        message.action = true;
        message.text = message.text.sliced(action.size());
        if (message.text.endsWith(u'\001'))
            message.text.chop(1);
    }
    message.emotes = twitchEmotes(line.tag(u"emotes"), message.text);
    if (!message.fromChannel.isEmpty() && !ours.contains(message.fromChannel))
        return message;
    if (const auto bits = number(line, u"bits", 1, 1'000'000'000))
        message.paid = {*bits * 1'000'000, QStringLiteral("bits")};
    else
        message.paid = money(line, QStringLiteral("pinned-chat-paid-"));
    if (message.paid.micros > 0)
        message.kind = Kind::Paid;
    if (message.paid.currency == QLatin1String("bits"))
        addCheermotes(message.paid.micros / 1'000'000, message);
    return message;
}

QString planName(const TwitchLine &line) {
    const QString name = line.tag(u"msg-param-sub-plan-name");
    if (!name.isEmpty())
        return name;
    const QString plan = line.tag(u"msg-param-sub-plan");
    if (plan == QLatin1String("1000"))
        return QStringLiteral("Tier 1");
    if (plan == QLatin1String("2000"))
        return QStringLiteral("Tier 2");
    if (plan == QLatin1String("3000"))
        return QStringLiteral("Tier 3");
    return plan;
}

void makeGift(const TwitchLine &line, const QString &what, Message &message) {
    message.kind = Kind::Gift;
    message.gift = planName(line);
    message.combo = line.tag(u"msg-param-community-gift-id");
    if (what.endsWith(QLatin1String("submysterygift"))) {
        if (message.combo.isEmpty())
            message.combo = line.tag(u"msg-param-origin-id");
        message.giftCount = int(number(line, u"msg-param-mass-gift-count", 1, 1'000'000).value_or(1));
    } else {
        message.giftCount = message.combo.isEmpty() ? 1 : 0;
    }
}

std::optional<ChatEvent> noticed(const TwitchLine &line, qint64 receivedAt, const QSet<QString> &ours) {
    static const QSet<QString> memberships{
        QStringLiteral("sub"),
        QStringLiteral("resub"),
        QStringLiteral("extendsub"),
        QStringLiteral("giftpaidupgrade"),
        QStringLiteral("anongiftpaidupgrade"),
        QStringLiteral("primepaidupgrade"),
        QStringLiteral("standardpayforward"),
        QStringLiteral("communitypayforward"),
    };
    static const QSet<QString> gifts{QStringLiteral("subgift"), QStringLiteral("anonsubgift"),
                                     QStringLiteral("submysterygift"), QStringLiteral("anonsubmysterygift")};
    if (const QString other = otherRoom(line); line.params.isEmpty() || (!other.isEmpty() && !ours.contains(other)))
        return std::nullopt;
    QString what = line.tag(u"msg-id");
    if (what == QLatin1String("sharedchatnotice"))
        what = line.tag(u"source-msg-id");
    Message message = common(line, receivedAt);
    message.kind = Kind::Notice;
    message.said = line.tag(u"system-msg");
    message.emotes = twitchEmotes(line.tag(u"emotes"), message.text);
    if (memberships.contains(what)) {
        message.kind = Kind::Member;
    } else if (gifts.contains(what)) {
        makeGift(line, what, message);
    } else if (what == QLatin1String("raid")) {
        message.kind = Kind::Raid;
        message.viewers = int(number(line, u"msg-param-viewerCount", 0, 100'000'000).value_or(0));
    } else if (what == QLatin1String("charitydonation")) {
        message.paid = money(line, QStringLiteral("msg-param-donation-"));
        if (message.paid.micros > 0)
            message.kind = Kind::Paid;
    }
    return message;
}

Removal removal(Removal::What what, const TwitchLine &line, qint64 receivedAt) {
    Removal removed;
    removed.what = what;
    removed.source = QStringLiteral("twitch");
    removed.channel = line.param(0).startsWith(u'#') ? line.param(0).sliced(1).toLower() : line.param(0).toLower();
    removed.room = line.tag(u"room-id");
    removed.at = receivedAt;
    return removed;
}

std::optional<ChatEvent> cleared(const TwitchLine &line, qint64 receivedAt) {
    if (line.params.isEmpty())
        return std::nullopt;
    const QString login = line.param(1).trimmed().toLower();
    const QString userId = line.tag(u"target-user-id");
    if (login.isEmpty() && userId.isEmpty())
        return removal(Removal::What::Everything, line, receivedAt);
    Removal person = removal(Removal::What::Person, line, receivedAt);
    person.login = login;
    person.userId = userId;
    person.seconds = number(line, u"ban-duration", 1, 100 * 365 * 86'400LL).value_or(0);
    return person;
}

std::optional<ChatEvent> deleted(const TwitchLine &line, qint64 receivedAt) {
    Removal message = removal(Removal::What::Message, line, receivedAt);
    message.messageId = line.tag(u"target-msg-id");
    message.login = line.tag(u"login").toLower();
    return message.messageId.isEmpty() ? std::nullopt : std::optional<ChatEvent>(message);
}

} // namespace

std::optional<ChatEvent> twitchEvent(const TwitchLine &line, qint64 receivedAt, const QSet<QString> &ours) {
    if (line.command == QLatin1String("PRIVMSG"))
        return written(line, receivedAt, ours);
    if (line.command == QLatin1String("USERNOTICE"))
        return noticed(line, receivedAt, ours);
    if (line.command == QLatin1String("CLEARCHAT"))
        return cleared(line, receivedAt);
    if (line.command == QLatin1String("CLEARMSG"))
        return deleted(line, receivedAt);
    return std::nullopt;
}

std::vector<Emote> twitchEmotes(QStringView tag, const QString &text) {
    std::vector<Emote> emotes;
    if (tag.isEmpty())
        return emotes;
    const QList<uint> points = text.toUcs4();
    for (const QStringView emote : tag.split(u'/', Qt::SkipEmptyParts)) {
        const qsizetype colon = emote.indexOf(u':');
        if (colon <= 0)
            continue;
        const QString id = emote.first(colon).toString();
        for (const QStringView span : emote.sliced(colon + 1).split(u',', Qt::SkipEmptyParts)) {
            const qsizetype dash = span.indexOf(u'-');
            bool first = false, last = false;
            const int begin = dash < 0 ? 0 : span.first(dash).toInt(&first);
            const int end = dash < 0 ? 0 : span.sliced(dash + 1).toInt(&last);
            if (first && last && begin >= 0 && end >= begin && end < points.size())
                emotes.push_back({id, {}, begin, end + 1});
        }
    }
    std::stable_sort(emotes.begin(), emotes.end(), [](const Emote &a, const Emote &b) { return a.begin < b.begin; });
    int free = 0; // where the next may begin
    std::erase_if(emotes, [&](const Emote &emote) {
        if (emote.begin < free)
            return true;
        free = emote.end;
        return false;
    });
    for (Emote &emote : emotes)
        emote.name = QString::fromUcs4(reinterpret_cast<const char32_t *>(points.constData()) + emote.begin,
                                       emote.end - emote.begin);
    return emotes;
}

} // namespace app::chat
