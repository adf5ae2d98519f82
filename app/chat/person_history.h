// Who was read when: for the pause between two of one person, and for their share. Bounded: people who were read more
// than an hour ago are forgotten when 4,096 are known.
#pragma once

#include <QHash>
#include <QString>

#include <deque>

#include "app/chat/filter_rules.h"
#include "app/chat/filter_steps.h"

namespace app::chat {

class PersonHistory {
public:
    StepOutcome judge(const FilterRules &rules, const Message &message, qint64 now) const;
    void wasRead(const QString &person, qint64 now);

private:
    static constexpr std::size_t kLast = 50;  // of whom a share is reckoned
    static constexpr std::size_t kLeast = 10; // with fewer nobody has a share yet
    static constexpr qsizetype kMostPeople = 4096;

    QHash<QString, qint64> m_when;
    std::deque<QString> m_last;
    QHash<QString, int> m_count; // among m_last
};

} // namespace app::chat
