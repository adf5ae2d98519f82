#include "app/chat/twitch_company.h"

#include <utility>

#include "app/chat/twitch_source.h"

namespace app::chat {

std::vector<TwitchCompany::Copy> TwitchCompany::taken(const std::function<bool(const Copy &)> &which) {
    std::vector<Copy> gone;
    for (Copy &copy : copies)
        if (which(copy))
            gone.push_back(std::exchange(copy, {}));
    if (!gone.empty())
        std::erase_if(copies, [](const Copy &copy) { return copy.by == nullptr; });
    return gone;
}

void TwitchCompany::letGo(const std::function<bool(const Copy &)> &which) {
    for (const Copy &copy : taken(which)) {
        auto message = std::make_shared<Message>(*copy.message);
        message->late = true;
        if (seen.isNew(copy.room, copy.id, *message, clock.elapsed()))
            Q_EMIT copy.by->received(std::move(message));
        else if (!message->fromChannel.isEmpty()) // else it is its own channel's (leaveCompany()), with that id
            Q_EMIT copy.by->copied(copy.message);
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
