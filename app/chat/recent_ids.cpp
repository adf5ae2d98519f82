#include "app/chat/recent_ids.h"

namespace app::chat {

namespace {

quint64 keyOf(const QString &source, const QString &id) {
    static const std::size_t seed = QHashSeed::globalSeed();
    return qHash(QString(source + QChar(0) + id), seed);
}

} // namespace

bool RecentIds::isNew(const QString &source, const QString &id, qint64 now) {
    if (id.isEmpty())
        return true;
    while (!m_order.empty() && (m_order.front().at + kWindow <= now || m_order.size() >= m_most)) {
        m_keys.erase(m_order.front().key);
        m_order.pop_front();
    }
    const quint64 key = keyOf(source, id);
    if (!m_keys.insert(key).second)
        return false;
    m_order.push_back({key, now});
    return true;
}

bool RecentIds::forget(const QString &source, const QString &id) {
    const quint64 key = keyOf(source, id);
    if (m_keys.erase(key) == 0)
        return false;
    std::erase_if(m_order, [key](const Seen &seen) { return seen.key == key; });
    return true;
}

bool RecentMessages::isNew(const QString &place, const QString &id, const Message &message, qint64 now) {
    if (!saysMore(place, id, message, now))
        return false;
    if (message.isPlainCopy())
        (void)m_plain.isNew(place, id, now);
    return true;
}

bool RecentMessages::isNew(const Message &message, qint64 now) {
    const bool isNewHere = message.id == message.nativeId() || saysMore(message.source, message.id, message, now);
    return isNew(message.source, message.nativeId(), message, now) && isNewHere;
}

bool RecentMessages::saysMore(const QString &place, const QString &id, const Message &message, qint64 now) {
    const bool isPaid = message.kind == Kind::Paid || message.kind == Kind::Gift || message.kind == Kind::Member;
    if (!m_all.isNew(place, id, now))
        return isPaid && m_plain.forget(place, id);
    (void)m_plain.forget(place, id); // of one that is forgotten
    return true;
}

void RecentMessages::refuse(const QString &place, const QString &id, qint64 now) {
    (void)m_all.isNew(place, id, now);
    (void)m_plain.forget(place, id);
}

void RecentMessages::forget(const QString &place, const QString &id) {
    (void)m_all.forget(place, id);
    (void)m_plain.forget(place, id);
}

} // namespace app::chat
