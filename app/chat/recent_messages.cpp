#include "app/chat/recent_messages.h"

namespace app::chat {

namespace {

quint64 keyOf(const QString &place, const QString &id) {
    static const std::size_t seed = QHashSeed::globalSeed();
    return qHash(QString(place + QChar(0) + id), seed);
}

} // namespace

void RecentMessages::dropOld(qint64 now) {
    while (!m_order.empty() && (m_order.front().at + kWindow <= now || m_order.size() >= m_most)) {
        const auto [key, at] = m_order.front();
        if (const auto seen = m_seen.find(key); seen != m_seen.end() && seen->second.at == at)
            m_seen.erase(seen);
        m_order.pop_front();
    }
}

void RecentMessages::remember(quint64 key, What what, qint64 now) {
    Seen &seen = m_seen[key];
    seen.at = now;
    seen.what = what;
    m_order.push_back({key, now});
}

bool RecentMessages::isNews(quint64 key, const Message &message) const {
    const auto seen = m_seen.find(key);
    if (seen == m_seen.end())
        return true;
    const bool isPaid = message.kind == Kind::Paid || message.kind == Kind::Gift || message.kind == Kind::Member;
    return isPaid && seen->second.what == What::PlainCopy;
}

bool RecentMessages::wouldBeNew(const QString &place, const QString &id, const Message &message, qint64 now) {
    dropOld(now);
    return id.isEmpty() || isNews(keyOf(place, id), message);
}

bool RecentMessages::isNew(const QString &place, const QString &id, const Message &message, qint64 now) {
    return id.isEmpty() || take(keyOf(place, id), message.isPlainCopy() ? What::PlainCopy : What::Whole, message, now);
}

bool RecentMessages::take(quint64 key, What what, const Message &message, qint64 now) {
    dropOld(now);
    if (!isNews(key, message))
        return false;
    remember(key, what, now);
    return true;
}

bool RecentMessages::isNew(const Message &message, qint64 now) {
    bool isNewHere = true; // as a guest: nothing is paid in its channel
    if (!message.id.isEmpty() && message.id != message.nativeId())
        isNewHere = take(keyOf(message.source, message.id), What::Whole, message, now);
    return isNew(message.source, message.nativeId(), message, now) && isNewHere;
}

void RecentMessages::leaveOut(const Message &copy, qint64 now) {
    if (!wouldBeNew(copy.source, copy.id, copy, now))
        (void)isNew(copy.source, copy.nativeId(), copy, now);
    refuse(copy.source, copy.id, now);
}

void RecentMessages::refuse(const QString &place, const QString &id, qint64 now) {
    dropOld(now);
    if (!id.isEmpty())
        remember(keyOf(place, id), What::Refused, now);
}

void RecentMessages::forget(const Message &message) {
    const What most = message.isPlainCopy() ? What::PlainCopy : What::Whole;
    const auto seen = m_seen.find(keyOf(message.source, message.nativeId()));
    if (seen != m_seen.end() && seen->second.what <= most)
        m_seen.erase(seen);
}

} // namespace app::chat
