#include "app/chat/person_history.h"

#include "app/chat/filter_words.h"

namespace app::chat {

StepOutcome PersonHistory::judge(const FilterRules &rules, const Message &message, qint64 now) const {
    const QString person = message.person();
    const auto when = m_when.constFind(person);
    if (when != m_when.constEnd() && rules.personSeconds > 0 && now - *when < rules.personSeconds * 1000LL) {
        const int seconds = int((rules.personSeconds * 1000LL - (now - *when) + 999) / 1000);
        return {true, say(QT_TRANSLATE_N_NOOP("chat", "%1 was read a moment ago, and may be again in %Ln s."), seconds)
                          .arg(message.user)};
    }
    if (rules.personShare <= 0 || m_last.size() < kLeast)
        return {};
    const double share = double(m_count.value(person)) / double(m_last.size());
    if (share < rules.personShare)
        return {};
    return {true, say(QT_TRANSLATE_NOOP("chat", "%1 has their share: %2 % of the last %3."))
                      .arg(message.user, QString::number(qRound(share * 100)), QString::number(m_last.size()))};
}

void PersonHistory::wasRead(const QString &person, qint64 now) {
    if (m_when.size() >= kMostPeople)
        m_when.removeIf([now](QHash<QString, qint64>::iterator each) { return now - each.value() > 3'600'000; });
    if (m_when.size() >= 2 * kMostPeople) // all within the hour
        m_when.clear();
    m_when[person] = now;
    if (m_last.size() == kLast) {
        if (const auto oldest = m_count.find(m_last.front()); --oldest.value() == 0)
            m_count.erase(oldest);
        m_last.pop_front();
    }
    m_last.push_back(person);
    ++m_count[person];
}

} // namespace app::chat
