// Which (source, id) were seen in the last ten minutes. Bounded: of more than `most` the oldest are forgotten. Ids are
// kept as 128 bits of a keyed hash, so that a long id costs no more than a short one.
#pragma once

#include <QHashFunctions>
#include <QString>

#include <deque>
#include <unordered_set>

namespace app::chat {

class RecentIds {
public:
    static constexpr qint64 kWindow = 10 * 60'000; // ms

    explicit RecentIds(std::size_t most = 150'000) : m_most(most) {}

    // Whether this one was not seen before; remembers it. An empty id is always new. now: ms, never backwards.
    bool isNew(const QString &source, const QString &id, qint64 now);
    std::size_t size() const { return m_order.size(); }

private:
    struct Key {
        quint64 first = 0, second = 0;
        bool operator==(const Key &) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key &key) const { return std::size_t(key.first); }
    };
    struct Seen {
        Key key;
        qint64 at = 0;
    };

    std::size_t m_most;
    std::unordered_set<Key, KeyHash> m_keys;
    std::deque<Seen> m_order; // oldest first
};

} // namespace app::chat
