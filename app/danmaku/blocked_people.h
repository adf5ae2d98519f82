// Whom moderators stopped in this run: the platform lets them write nothing more, but what they wrote before may still
// be on its way. A mass ban of thousands costs each one time; the oldest are forgotten beyond so many.
#pragma once

#include <QHash>
#include <QString>

#include <deque>
#include <optional>
#include <utility>

namespace app::danmaku {

class BlockedPeople {
public:
    static constexpr std::size_t kMost = 20'000;

    // person: Message::person(). until: ms since 1970 UTC; 0: for good.
    void insert(const QString &person, qint64 until);
    void remove(const QString &person) { m_people.remove(person); }
    bool contains(const QString &person, qint64 now) const;
    std::optional<qint64> until(const QString &person) const; // nothing: nobody stopped them

private:
    struct Stop {
        qint64 until = 0;
        quint64 number = 0;
    };
    QHash<QString, Stop> m_people;
    std::deque<std::pair<quint64, QString>> m_order; // as they came; also those that were removed or stopped again
    quint64 m_next = 0;
};

} // namespace app::danmaku
