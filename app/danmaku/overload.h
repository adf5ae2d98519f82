// The ladder that is climbed as more waits: faster, no names, shorter, nothing of plain chat. A rung is taken when so
// many wait as its rule says and let go two below. What was made already stays as it is.
#pragma once

#include "app/danmaku/rules.h"

namespace app::danmaku {

class Overload {
public:
    enum Rung { Calm, Faster, NoNames, Shorter, PriorityOnly };

    // Returns whether the rung is another one now.
    bool update(int waiting, const OverloadRules &rules);
    int rung() const { return m_rung; }
    // Of an item that is made now: the speed of the rules, times 1 at Calm up to mostSpeed where Shorter begins.
    double speed(const Rules &rules) const;
    bool names() const { return !m_on[NoNames]; }
    // How long a text may be that is made now (see shortened()); 0: as it is. Falls in proportion as more wait, so that
    // all of them together take about as long as at the beginning of the rung.
    int mostLength(const OverloadRules &rules) const;
    bool priorityOnly() const { return m_on[PriorityOnly]; }

private:
    bool m_on[PriorityOnly + 1] = {};
    int m_rung = Calm; // the highest that is on
    int m_waiting = 0;
};

// At most so many code points, of which a Chinese one counts as four, as it takes as long to say; cut between words
// where a space is near.
QString shortened(const QString &text, int most);

} // namespace app::danmaku
