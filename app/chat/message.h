// One thing that happened in a chat, the same record for every platform and for what is replayed, rehearsed or typed by
// the operator. Immutable once it left its source; crosses threads as MessagePtr.
//
// Times are ms since 1970 UTC. Emote spans count code points of `text`, `end` not included, and are checked against
// its length. Ids are the platform's own, as text: Twitch has numbers and UUIDs, YouTube and Bilibili (open_id) words.
#pragma once

#include <QFlags>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace app::chat {

enum class Kind {
    Chat,     // somebody wrote something
    Paid,     // with money: cheer, super chat
    Gift,     // gift or gifted memberships; `text` may be empty
    Member,   // became or stayed a member: sub, resub, guard
    Raid,     // brought their viewers along
    Notice,   // of the platform: announcement, ritual, milestone
    Operator, // typed by the operator: goes on air at once
};

enum class Role {
    Broadcaster = 1,
    Moderator = 2,
    Vip = 4,
    Member = 8,
    FirstTime = 16, // never wrote here before
    Bot = 32,
};
Q_DECLARE_FLAGS(Roles, Role)
Q_DECLARE_OPERATORS_FOR_FLAGS(Roles)

struct Emote {
    QString id;   // of the platform
    QString name; // as it is written in the text
    int begin = 0;
    int end = 0;
};

struct Money {
    qint64 micros = 0; // a millionth of the unit; 0: none. Bits: one bit is 1,000,000
    QString currency;  // ISO 4217, or "bits"; never empty with micros
};

struct Message {
    QString source;  // "twitch", "crowd", "replay", "operator"; later "youtube", "bilibili", "bridge"
    QString channel; // login or room, without "#"
    QString id;      // of the platform; empty: it has none, and duplicates cannot be told
    QString userId;  // empty: unknown (then the login counts)
    QString login;   // lower case; empty where the platform has none
    QString user;    // the name as shown
    Roles roles;
    Kind kind = Kind::Chat;
    Money paid;
    QString gift;      // its name, as the platform says it
    int giftCount = 0; // 0: no gift, or counted already by the first of its combo
    QString combo;     // gifts of one combo share it; empty: none
    int viewers = 0;   // of a raid
    QString text;      // what the person wrote; of any length a line can have; plain text
    QString said;      // what the platform says about it ("A subscribed for 3 months"); empty for chat
    std::vector<Emote> emotes;
    bool action = false; // "/me"
    QString replyUserId; // whom it answers; empty: nobody
    QString replyUser;
    QString fromChannel;   // shared chat: the room id of the other channel where it was written; empty: this one
    QString sourceId;      // shared chat: its id there; empty: `id`
    bool late = false;     // shared chat: it was held back, as that channel should have brought it itself
    bool bridged = false;  // a bridge brought it
    QString colour;        // "#RRGGBB" or empty
    qint64 sentAt = 0;     // by the platform's clock; 0: unknown
    qint64 receivedAt = 0; // by ours
    bool history = false;  // from before we came: shown, never spoken

    // What it is among all that bring it: its id where it was written.
    const QString &nativeId() const { return sourceId.isEmpty() ? id : sourceId; }
    // A plain one of a shared chat or a bridge: whether something was paid with it, it may not say.
    bool isPlainCopy() const { return kind == Kind::Chat && (bridged || late || !fromChannel.isEmpty()); }
    // Who wrote it, for rules about people: "twitch:1234", or "twitch:@login" without an id.
    QString person() const {
        return source + QLatin1Char(':') + (userId.isEmpty() ? QLatin1Char('@') + login : userId);
    }
};

using MessagePtr = std::shared_ptr<const Message>;

// A moderator's act, or the platform's: what it names may not be spoken any more.
struct Removal {
    enum class What { Message, Person, Everything };

    What what = What::Message;
    QString source;
    QString channel;
    QString room;      // the channel's id, as Message::fromChannel; empty: unknown
    QString messageId; // What::Message
    QString originId;  // likewise, of a shared chat: its id where it was written; empty: unknown, or not shared
    QString userId;    // What::Person: either of these two
    QString login;
    qint64 seconds = 0; // What::Person: a timeout of so long; 0: banned for good
    qint64 at = 0;      // ms since 1970 UTC

    // Whether it holds where the message was read or written. What names no channel, as a bridge's may, could be of
    // that one; not where a whole chat is cleared.
    bool isThere(const Message &message) const {
        return channel.isEmpty() || message.channel == channel || (!room.isEmpty() && message.fromChannel == room) ||
               (what != What::Everything && message.channel.isEmpty());
    }
    // alsoIds: of messages that were merged into it.
    bool names(const Message &message, const QStringList &alsoIds = {}) const {
        if (message.kind == Kind::Operator || message.source != source)
            return false;
        const auto is = [&](const QString &id) {
            return !id.isEmpty() && (message.id == id || message.sourceId == id || alsoIds.contains(id));
        };
        if (what == What::Message && is(originId)) // whichever channel brought it
            return true;
        if (!isThere(message))
            return false;
        switch (what) {
        case What::Message:
            return is(messageId);
        case What::Person:
            return userId.isEmpty() || message.userId.isEmpty() ? !login.isEmpty() && message.login == login
                                                                : message.userId == userId;
        case What::Everything:
            break;
        }
        return true;
    }
};

} // namespace app::chat

Q_DECLARE_METATYPE(app::chat::MessagePtr)
Q_DECLARE_METATYPE(app::chat::Removal)
