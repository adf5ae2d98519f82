#include "app/chat/recent_ids.h"

namespace app::chat {

bool RecentIds::isNew(const QString &source, const QString &id, qint64 now) {
    if (id.isEmpty())
        return true;
    while (!m_order.empty() && (m_order.front().at + kWindow <= now || m_order.size() >= m_most)) {
        m_keys.erase(m_order.front().key);
        m_order.pop_front();
    }
    static const std::size_t seed = QHashSeed::globalSeed();
    const QString whole = source + QChar(0) + id;
    const Key key{qHash(whole, seed), qHash(whole, seed ^ 0x9e3779b97f4a7c15ull)};
    if (!m_keys.insert(key).second)
        return false;
    m_order.push_back({key, now});
    return true;
}

} // namespace app::chat
