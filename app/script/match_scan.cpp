#include "app/script/match_scan.h"

#include <algorithm>
#include <tuple>

namespace app::script {

void MatchScan::begin(const Script &script, const QString &what) {
    m_finder = LineFinder(what);
    m_matches.clear();
    m_next = 0;
    m_lines = m_finder.isEmpty() ? QList<Line>() : script.lines;
}

bool MatchScan::advance(std::chrono::nanoseconds budget) {
    const auto end = std::chrono::steady_clock::now() + budget;
    while (!isFinished()) {
        m_matches << m_finder.of(int(m_next), m_lines.at(m_next).text);
        ++m_next;
        if (std::chrono::steady_clock::now() >= end) {
            break;
        }
    }
    if (isFinished()) {
        m_lines.clear(); // the script is free to change without a copy
        m_next = 0;
    }
    return isFinished();
}

MatchScan::Neighbour MatchScan::next(Place from) const {
    const auto after = std::lower_bound(m_matches.begin(), m_matches.end(), from, [](const Match &one, Place place) {
        return std::tuple(one.line, one.position) < std::tuple(place.line, place.position);
    });
    if (after != m_matches.end()) {
        return {Answer::Found, *after, false};
    }
    if (!isFinished()) {
        return {};
    }
    return m_matches.isEmpty() ? Neighbour{Answer::Nowhere, {}, false}
                               : Neighbour{Answer::Found, m_matches.first(), true};
}

MatchScan::Neighbour MatchScan::previous(Place from) const {
    if (!isFinished() && m_next <= from.line) {
        return {};
    }
    const auto after = std::partition_point(m_matches.begin(), m_matches.end(), [from](const Match &one) {
        return std::tuple(one.line, one.position + one.length) <= std::tuple(from.line, from.position);
    });
    if (after != m_matches.begin()) {
        return {Answer::Found, *std::prev(after), false};
    }
    if (!isFinished()) {
        return {};
    }
    return m_matches.isEmpty() ? Neighbour{Answer::Nowhere, {}, false}
                               : Neighbour{Answer::Found, m_matches.last(), true};
}

} // namespace app::script
