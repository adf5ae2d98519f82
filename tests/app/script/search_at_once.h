// What MatchScan finds in slices, looked for in the plainest way.
#pragma once

#include <QList>

#include <optional>

#include "app/script/line_search.h"

namespace app::script {

inline QList<Match> findAll(const Script &script, const QString &what) {
    LineFinder matches(what);
    QList<Match> found;
    for (int line = 0; !matches.isEmpty() && line < script.lines.size(); ++line)
        found << matches.of(line, script.lines.at(line).text);
    return found;
}

// The last match that ends at `from` or before it, going on at the end before the first line.
inline std::optional<Match> findPrevious(const Script &script, const QString &what, Place from) {
    LineFinder matches(what);
    const int count = int(script.lines.size());
    if (matches.isEmpty() || count == 0)
        return {};
    const int start = from.line < 0 || from.line >= count ? count - 1 : from.line;
    for (int step = 0; step <= count; ++step) {
        const int line = (start - step + 2 * count) % count;
        const QList<Match> found = matches.of(line, script.lines.at(line).text);
        for (qsizetype i = found.size(); i-- > 0;) {
            if (step > 0 || found.at(i).position + found.at(i).length <= from.position)
                return found.at(i);
        }
    }
    return {};
}

} // namespace app::script
