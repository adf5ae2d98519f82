// Whom moderators stopped in this run, and in which channel: the platform lets them write nothing more there, but what
// they wrote before may still be on its way. A mass ban of thousands costs each one time; the oldest are forgotten
// beyond 20,000 bans, each of which may be up to four stops: by name and by id, of the channel and of its room.
#pragma once

#include <QMap>
#include <QString>

#include <deque>
#include <utility>
#include <vector>

namespace app::danmaku {

class BlockedPeople {
public:
    static constexpr std::size_t kMost = 4 * 20'000;       // stops
    using Stops = std::vector<std::pair<QString, qint64>>; // channel, until

    // What stands for a channel of which the id is known; no name of one.
    static QString room(const QString &id) { return u'#' + id; }

    // person: Message::person(). channel: "" is every one. until: ms since 1970 UTC; 0: for good.
    void insert(const QString &person, const QString &channel, qint64 until);
    void remove(const QString &person); // in every channel
    // Without a channel, what may be of any: stopped anywhere.
    bool contains(const QString &person, const QString &channel, qint64 now) const;
    bool isAnywhere(const QString &person, qint64 now) const;
    Stops of(const QString &person) const; // in no order

private:
    struct Stop {
        qint64 until = 0;
        quint64 number = 0;
    };
    QMap<QString, Stop> m_people;                    // by person and channel
    std::deque<std::pair<quint64, QString>> m_order; // as they came; also those that were removed or stopped again
    quint64 m_next = 0;
};

} // namespace app::danmaku
