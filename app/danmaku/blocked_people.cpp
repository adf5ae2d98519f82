#include "app/danmaku/blocked_people.h"

#include <algorithm>

namespace app::danmaku {

namespace {

constexpr QChar kThen = u'\n'; // in no name of a channel or person

}

void BlockedPeople::insert(const QString &person, const QString &channel, qint64 until) {
    const quint64 number = m_next++;
    const QString key = person + kThen + channel;
    m_people.insert(key, {until, number});
    m_order.emplace_back(number, key);
    while (m_order.size() > kMost) {
        const auto oldest = m_people.constFind(m_order.front().second);
        if (oldest != m_people.constEnd() && oldest->number == m_order.front().first)
            m_people.erase(oldest);
        m_order.pop_front();
    }
}

void BlockedPeople::remove(const QString &person) {
    for (const auto &[channel, until] : of(person))
        m_people.remove(person + kThen + channel);
}

bool BlockedPeople::contains(const QString &person, const QString &channel, qint64 now) const {
    if (channel.isEmpty())
        return isAnywhere(person, now);
    const auto counts = [&](const QString &where) {
        const auto found = m_people.constFind(person + kThen + where);
        return found != m_people.constEnd() && (found->until == 0 || now < found->until);
    };
    return counts(channel) || counts({});
}

bool BlockedPeople::isAnywhere(const QString &person, qint64 now) const {
    const Stops stops = of(person);
    return std::any_of(stops.begin(), stops.end(),
                       [now](const auto &stop) { return stop.second == 0 || now < stop.second; });
}

BlockedPeople::Stops BlockedPeople::of(const QString &person) const {
    Stops stops;
    const QString theirs = person + kThen;
    for (auto each = m_people.lowerBound(theirs); each != m_people.cend() && each.key().startsWith(theirs); ++each)
        stops.emplace_back(each.key().sliced(theirs.size()), each->until);
    return stops;
}

} // namespace app::danmaku
