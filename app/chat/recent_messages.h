// Which messages came in the last ten minutes, by a name of the place where they were written and their id there.
// Bounded: of more than `most` the oldest are forgotten; 500 lines a second of all channels are kept in full (a copy of
// a shared chat that is read is two). Ids are kept as 64 bits of a keyed hash, so that a long id costs no more than a
// short one: among the 240,000 of a busy chat's ten minutes one in 10^8 chats would lose a message by it.
//
// A plain copy may not say what was paid: the message that says so (Paid, Gift, Member) is new all the same, once.
#pragma once

#include <QHashFunctions>
#include <QString>

#include <deque>
#include <unordered_map>

#include "app/chat/message.h"

namespace app::chat {

class RecentMessages {
public:
    static constexpr qint64 kWindow = 10 * 60'000; // ms

    explicit RecentMessages(std::size_t most = 300'000) : m_most(most) {}

    // Whether this one was not seen before; remembers it. An empty id is always new. now: ms, never backwards.
    bool isNew(const QString &place, const QString &id, const Message &message, qint64 now);
    bool isNew(const Message &message, qint64 now); // by its source; of a shared chat also by its id where it is read
    bool wouldBeNew(const QString &place, const QString &id, const Message &message, qint64 now); // remembers nothing
    // A copy that is left out: it is known by its own id, and where a bridge had brought it by that, so is what it
    // copies.
    void leaveOut(const Message &copy, qint64 now);
    void refuse(const QString &place, const QString &id, qint64 now); // whatever it is, it is not new any more
    // As if this one had not come (a bridge's: nativeId alone), whoever else brought the same; not if it was refused,
    // or came with more in it.
    void forget(const Message &message);
    std::size_t size() const { return m_order.size(); }

private:
    enum class What : qint64 { PlainCopy, Whole, Refused };
    struct Seen { // small, as there are many
        qint64 at : 61;
        What what : 3;
    };
    static_assert(sizeof(Seen) == 8);
    struct Place {
        quint64 key = 0;
        qint64 at = 0; // another than Seen::at: it was seen again later
    };

    bool take(quint64 key, What what, const Message &message, qint64 now); // whether it was new
    void remember(quint64 key, What what, qint64 now);
    void dropOld(qint64 now);
    bool isNews(quint64 key, const Message &message) const;

    std::size_t m_most;
    std::unordered_map<quint64, Seen> m_seen;
    std::deque<Place> m_order; // oldest first
};

} // namespace app::chat
