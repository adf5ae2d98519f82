// What the connections of one thread to Twitch's channels share. Made on any thread, used on theirs.
//
// Shared chat: a message is written in one room and comes to each channel of the session, there with an id of its own.
// What it is, is the room and the id where it was written (Message::fromChannel, sourceId); one of them is read: that
// of its own channel if that is live, else the first. What moderators delete in any of the channels is read of none.
//
// One case is read twice: what first came did not say what was paid, as it was the copy of a room that was not ours, or
// a bridge's, or was held when its guest was stopped; then its channel, or a bridge by its id there, brings it with
// what was paid. That is never left out, though its text was read.
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QSet>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "app/chat/connection_schedule.h"
#include "app/chat/message.h"
#include "app/chat/recent_messages.h"

namespace app::chat {

class TwitchSource;

struct TwitchCompany {
    TwitchCompany() { clock.start(); }

    QElapsedTimer clock;
    std::shared_ptr<ConnectionBudget> budget = std::make_shared<ConnectionBudget>();
    QHash<QString, QString> known; // rooms of the channels that were live once
    QSet<QString> ours;            // rooms of those that are started: what is paid there is ours, also while it is away
    QHash<QString, TwitchSource *> live; // by room
    // By room and id: what was read, or may not be. What is written in the only channel while its chat is not shared
    // is not remembered: receivers know what comes again.
    RecentMessages seen;

    // A copy of what a live channel should bring itself. What it has not brought when that ends, or in time, is read
    // where it came.
    struct Copy {
        TwitchSource *by = nullptr;
        QString room, id;
        MessagePtr message;
        qint64 at = 0;
    };
    static constexpr std::size_t kMostHeld = 3'000;

    qint64 held = 15'000;    // ms; until a dead connection is surely noticed
    std::deque<Copy> copies; // oldest first; the rooms of all are live

    void letGo(const std::function<bool(const Copy &)> &which); // of the copies; reads what nobody brought
    void drop(const std::function<bool(const Copy &)> &which);  // its own channel brought it, or it is deleted

    // Where the newest copies were written, read or not: a moderator names one by its own id.
    struct Origin {
        QString room, id;
    };
    static constexpr std::size_t kMostOrigins = 20'000;
    static constexpr qsizetype kLongestOrigin = 256; // of both ids and the room; Twitch's have less than 100

    void keepOrigin(const QString &copy, Origin origin);
    Origin originOf(const QString &copy) const { return m_origins.value(copy); } // with an empty id: unknown

private:
    std::vector<Copy> taken(const std::function<bool(const Copy &)> &which); // out of the copies

    QHash<QString, Origin> m_origins;
    std::deque<QString> m_order; // oldest first
};

} // namespace app::chat
