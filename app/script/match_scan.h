// All matches in a script (line_search.h), found in slices, so that a window goes on living while a huge script is
// searched. What is known so far can be asked at any time. Of one thread.
#pragma once

#include <QList>

#include <chrono>
#include <optional>

#include "app/script/line_search.h"

namespace app::script {

class MatchScan {
public:
    enum class Answer { Found, Nowhere, NotYet };
    struct Neighbour {
        Answer answer = Answer::NotYet;
        Match match;         // when it is Found
        bool around = false; // on the other side of the end or the beginning
    };

    void begin(const Script &script, const QString &what);
    // One line at least, then on until the time is over. True: all is known.
    bool advance(std::chrono::nanoseconds budget);
    bool isFinished() const { return m_next >= m_lines.size(); }

    const QList<Match> &matches() const { return m_matches; } // so far, in order
    // The first match that begins at `from` or after it, and the last that ends there or before it, going on at the
    // other end; as far as the lines looked through can tell.
    Neighbour next(Place from) const;
    Neighbour previous(Place from) const;

private:
    QList<Line> m_lines; // empty again once all of them were looked through
    LineFinder m_finder{QString()};
    qsizetype m_next = 0;
    QList<Match> m_matches;
};

} // namespace app::script
