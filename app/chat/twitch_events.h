// What a line of Twitch's IRC means for a chat: a message or a removal. Every number of a tag is checked; what is out
// of its range counts as absent. Pure.
//
// Shared chat: what was written in another channel of a shared session arrives in ours with a `source-room-id` that is
// not our room's. A text from there is a message of the chat with `fromChannel` set, never a paid one; its gifts,
// subscriptions and raids are the other channel's and left out. Where that channel is one of `ours`, they are ours too:
// such a copy has what was paid, as far as Twitch says so there.
//
// A gift of several subscriptions ("submysterygift") is one message with their number as giftCount; the single ones
// that follow have the same combo and giftCount 0, as they are counted already. A gift to one person has giftCount 1.
#pragma once

#include <QSet>

#include <optional>
#include <variant>

#include "app/chat/message.h"
#include "app/chat/twitch_line.h"

namespace app::chat {

using ChatEvent = std::variant<Message, Removal>;

// receivedAt: ms since 1970 UTC; ours: ids of rooms. Nothing: the line tells of neither.
std::optional<ChatEvent> twitchEvent(const TwitchLine &line, qint64 receivedAt, const QSet<QString> &ours = {});

// "25:0-4,12-16/1902:6-10" over `text`: in order, inside it, none over another. Offsets count code points.
std::vector<Emote> twitchEmotes(QStringView tag, const QString &text);

} // namespace app::chat
