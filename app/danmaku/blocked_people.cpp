#include "app/danmaku/blocked_people.h"

namespace app::danmaku {

void BlockedPeople::insert(const QString &person, qint64 until) {
    const quint64 number = m_next++;
    m_people.insert(person, {until, number});
    m_order.emplace_back(number, person);
    while (m_order.size() > kMost) {
        const auto oldest = m_people.constFind(m_order.front().second);
        if (oldest != m_people.constEnd() && oldest->number == m_order.front().first)
            m_people.erase(oldest);
        m_order.pop_front();
    }
}

bool BlockedPeople::contains(const QString &person, qint64 now) const {
    const std::optional<qint64> end = until(person);
    return end && (*end == 0 || now < *end);
}

std::optional<qint64> BlockedPeople::until(const QString &person) const {
    const auto found = m_people.constFind(person);
    return found == m_people.constEnd() ? std::nullopt : std::optional(found->until);
}

} // namespace app::danmaku
