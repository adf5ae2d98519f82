#include "app/chat/twitch_company.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/chat/twitch_source.h"

namespace app::chat {

std::vector<TwitchCompany::Copy> TwitchCompany::taken(const std::function<bool(const Copy &)> &which) {
    const auto staying = std::stable_partition(copies.begin(), copies.end(), which);
    std::vector<Copy> gone(std::make_move_iterator(copies.begin()), std::make_move_iterator(staying));
    copies.erase(copies.begin(), staying);
    return gone;
}

void TwitchCompany::letGo(const std::function<bool(const Copy &)> &which) {
    for (const Copy &copy : taken(which)) {
        if (!seen.isNew(copy.room, copy.id, *copy.message, clock.elapsed())) {
            Q_EMIT copy.by->copied(copy.message);
            continue;
        }
        auto message = std::make_shared<Message>(*copy.message);
        message->late = true;
        Q_EMIT copy.by->received(std::move(message));
    }
}

void TwitchCompany::drop(const std::function<bool(const Copy &)> &which) {
    for (const Copy &copy : taken(which))
        Q_EMIT copy.by->copied(copy.message);
}

void TwitchCompany::keepOrigin(const QString &copy, Origin origin) {
    if (copy.isEmpty() || copy.size() + origin.room.size() + origin.id.size() > kLongestOrigin ||
        m_origins.contains(copy))
        return;
    m_origins.insert(copy, std::move(origin));
    m_order.push_back(copy);
    if (m_order.size() > kMostOrigins) {
        m_origins.remove(m_order.front());
        m_order.pop_front();
    }
}

} // namespace app::chat
