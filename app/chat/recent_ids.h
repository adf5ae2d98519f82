// Which (source, id) were seen in the last ten minutes. Bounded: of more than `most` the oldest are forgotten. Ids are
// kept as 64 bits of a keyed hash, so that a long id costs no more than a short one: among the 120,000 of a busy chat's
// ten minutes one in 10^9 chats would lose a message by it.
#pragma once

#include <QHashFunctions>
#include <QString>

#include <deque>
#include <unordered_set>

#include "app/chat/message.h"

namespace app::chat {

class RecentIds {
public:
    static constexpr qint64 kWindow = 10 * 60'000; // ms

    explicit RecentIds(std::size_t most = 150'000) : m_most(most) {}

    // Whether this one was not seen before; remembers it. An empty id is always new. now: ms, never backwards.
    bool isNew(const QString &source, const QString &id, qint64 now);
    bool forget(const QString &source, const QString &id); // as if it had not been seen; whether it was
    std::size_t size() const { return m_order.size(); }

private:
    struct Seen {
        quint64 key = 0;
        qint64 at = 0;
    };

    std::size_t m_most;
    std::unordered_set<quint64> m_keys;
    std::deque<Seen> m_order; // oldest first
};

// Which messages came in the last ten minutes, by a name of the place where they were written and their id there. A
// plain copy may not say what was paid: the message that says so (Paid, Gift, Member) is new all the same, once.
class RecentMessages {
public:
    bool isNew(const QString &place, const QString &id, const Message &message, qint64 now);
    bool isNew(const Message &message, qint64 now); // by its source; of a shared chat also by its id where it is read
    void refuse(const QString &place, const QString &id, qint64 now); // whatever it is, it is not new any more
    void forget(const QString &place, const QString &id);

private:
    bool saysMore(const QString &place, const QString &id, const Message &message, qint64 now);

    RecentIds m_all, m_plain; // of all, those of which only a plain copy came
};

} // namespace app::chat
