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
    const quint64 key = qHash(QString(source + QChar(0) + id), seed);
    if (!m_keys.insert(key).second)
        return false;
    m_order.push_back({key, now});
    return true;
}

} // namespace app::chat
