#include "ui/studio/line_matching.h"

#include <algorithm>

namespace ui::studio {

using app::script::Line;

namespace {

// The text is the editor's, as it is: the document cleans it, and the editor is told.
Line with(Line line, const QString &text) {
    line.text = text;
    return line;
}

Line likeAbove(const QList<Line> &above, const QString &text) {
    return with(app::script::newLineLike(above.isEmpty() ? Line{} : above.last(), {}), text);
}

// The part that changed: `old` lines became `now` texts. Equal texts stay themselves; the rest goes by place.
void matchMiddle(QList<Line> &result, const QList<Line> &old, const QStringList &now) {
    if (old.size() == now.size()) {
        for (qsizetype i = 0; i < now.size(); ++i)
            result << with(old[i], now[i]);
        return;
    }
    if (old.size() == 1) { // split: the first half with text is the line
        const auto owner = std::find_if(now.begin(), now.end(), [](const QString &text) { return !text.isEmpty(); });
        const qsizetype at = owner == now.end() ? 0 : owner - now.begin();
        for (qsizetype i = 0; i < now.size(); ++i) {
            result << with(i == at ? old.first() : app::script::newLineLike(old.first(), {}), now[i]);
        }
        return;
    }
    if (now.size() == 1) { // joined
        const auto owner = std::find_if(old.begin(), old.end(), [](const Line &line) { return !line.text.isEmpty(); });
        result << with(owner == old.end() ? old.first() : *owner, now.first());
        return;
    }
    qsizetype next = 0; // the first old line that is still free
    for (const QString &text : now) {
        const auto same =
            std::find_if(old.begin() + next, old.end(), [&](const Line &line) { return line.text == text; });
        if (same == old.end()) {
            result << likeAbove(result, text);
        } else {
            result << *same;
            next = same - old.begin() + 1;
        }
    }
}

} // namespace

QList<Line> matchLines(const QList<Line> &before, const QStringList &texts, qsizetype changed) {
    const qsizetype shorter = std::min(before.size(), texts.size());
    qsizetype head = 0;
    while (head < std::min(shorter, std::max<qsizetype>(changed, 0)) && before[head].text == texts[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail].text == texts[texts.size() - 1 - tail])
        ++tail;
    QList<Line> result = before.first(head);
    const QList<Line> old = before.sliced(head, before.size() - head - tail);
    const QStringList now = texts.sliced(head, texts.size() - head - tail);
    if (old.isEmpty()) {
        for (const QString &text : now)
            result << likeAbove(result, text);
    } else {
        matchMiddle(result, old, now);
    }
    return result + before.last(tail);
}

} // namespace ui::studio
