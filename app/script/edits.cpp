#include "app/script/edits.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace app::script {

namespace {

int rowIn(const Script &script, int row) {
    return std::clamp(row, 0, int(script.lines.size()) - 1);
}

Place placeIn(const Script &script, Place place) {
    const int row = rowIn(script, place.line);
    const QString &text = script.lines.at(row).text;
    int position = place.line == row ? std::clamp(place.position, 0, int(text.size())) : 0;
    if (position > 0 && position < text.size() && text.at(position).isLowSurrogate() &&
        text.at(position - 1).isHighSurrogate())
        --position;
    return {row, position};
}

// Chinese, Japanese and Thai, among others, put nothing between sentences.
bool writesSpaces(QChar c) {
    switch (c.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return false;
    default:
        return !(c.unicode() >= 0x3000 && c.unicode() <= 0x303F) && !(c.unicode() >= 0xFF00 && c.unicode() <= 0xFF65);
    }
}

template <typename Change> Edited changeLines(Script script, const QList<int> &rows, Change change) {
    int last = -1;
    for (const int row : rows) {
        if (row < 0 || row >= script.lines.size())
            continue;
        change(script.lines[row]);
        last = row;
    }
    return {std::move(script), {std::max(last, 0), 0}};
}

} // namespace

bool wantSpaceBetween(const QString &left, const QString &right) {
    if (left.isEmpty() || right.isEmpty() || left.back().isSpace() || right.front().isSpace())
        return false;
    return writesSpaces(left.back()) && writesSpaces(right.front());
}

void appendWords(QString &text, const QString &more) {
    if (wantSpaceBetween(text, more))
        text += u' ';
    text += more;
}

Edited setText(Script script, int line, const QString &text) {
    const int row = rowIn(script, line);
    script.lines[row].text = cleanText(text);
    return {script, {row, int(text.size())}};
}

Edited splitLine(Script script, Place at) {
    const auto [row, position] = placeIn(script, at);
    Line &first = script.lines[row];
    Line second = newLineLike(first, first.text.mid(position));
    first.text.truncate(position);
    script.lines.insert(row + 1, std::move(second));
    return {std::move(script), {row + 1, 0}};
}

Edited joinWithNext(Script script, int line) {
    const int row = rowIn(script, line);
    QString &text = script.lines[row].text;
    const int end = int(text.size());
    if (row + 1 == script.lines.size())
        return {std::move(script), {row, end}};
    const Line &next = script.lines.at(row + 1);
    appendWords(text, next.text);
    if (std::optional<CueTimes> &cue = script.lines[row].cue; cue && next.cue)
        cue->end = std::max(cue->end, next.cue->end);
    script.lines.removeAt(row + 1);
    return {std::move(script), {row, end}};
}

Edited moveLines(Script script, int first, int count, int before) {
    first = rowIn(script, first);
    count = std::clamp(count, 0, int(script.lines.size()) - first);
    before = std::clamp(before, 0, int(script.lines.size()));
    const auto begin = script.lines.begin();
    if (before < first) {
        std::rotate(begin + before, begin + first, begin + first + count);
        return {std::move(script), {before, 0}};
    }
    if (before > first + count) {
        std::rotate(begin + first, begin + first + count, begin + before);
        return {std::move(script), {before - count, 0}};
    }
    return {std::move(script), {first, 0}};
}

Edited removeLines(Script script, int first, int count) {
    first = rowIn(script, first);
    script.lines.remove(first, std::clamp(count, 0, int(script.lines.size()) - first));
    if (script.lines.isEmpty())
        script.lines << newLine();
    const int row = rowIn(script, first);
    return {std::move(script), {row, 0}};
}

Edited insertText(Script script, Place at, const QString &text) {
    const auto [row, position] = placeIn(script, at);
    const QStringList parts = linesOf(text);
    const QString rest = script.lines.at(row).text.mid(position);
    const bool breakAtEnd = !text.isEmpty() && isLineBreak(text.back()) && !rest.isEmpty();

    QList<Line> added;
    for (qsizetype i = 1; i < parts.size(); ++i)
        added << newLineLike(script.lines.at(row), parts.at(i));
    if (breakAtEnd)
        added << newLineLike(script.lines.at(row), {});
    QString &head = script.lines[row].text;
    head = head.left(position) + parts.first();
    QString &tail = added.isEmpty() ? head : added.last().text;
    const int end = int(tail.size());
    tail += rest;
    const Place cursor{row + int(added.size()), end};

    QList<Line> lines = script.lines.mid(0, row + 1);
    lines << added << script.lines.mid(row + 1);
    script.lines = std::move(lines);
    return {std::move(script), cursor};
}

Edited insertLines(Script script, int before, const QList<Line> &lines) {
    if (lines.isEmpty())
        return {std::move(script), {rowIn(script, before), 0}};
    if (script.lines.size() == 1 && isBlank(script.lines.first())) {
        script.lines = lines;
        return {std::move(script), {0, 0}};
    }
    const int row = std::clamp(before, 0, int(script.lines.size()));
    QList<Line> all = script.lines.mid(0, row);
    all << lines << script.lines.mid(row);
    script.lines = std::move(all);
    return {std::move(script), {row, 0}};
}

Edited setVoice(Script script, const QList<int> &rows, const QString &voiceId) {
    const QString voice = isVoiceId(voiceId) ? voiceId : QString();
    return changeLines(std::move(script), rows, [&](Line &line) { line.voiceId = voice; });
}

Edited setSpeed(Script script, const QList<int> &rows, std::optional<double> speed) {
    if (speed)
        speed = std::isfinite(*speed) ? std::optional(std::clamp(*speed, kSlowest, kFastest)) : std::nullopt;
    return changeLines(std::move(script), rows, [&](Line &line) { line.speed = speed; });
}

Edited setSeed(Script script, const QList<int> &rows, std::optional<quint64> seed) {
    return changeLines(std::move(script), rows, [&](Line &line) { line.seed = seed; });
}

Edited setSeeds(Script script, const QHash<int, quint64> &seeds) {
    for (auto each = seeds.cbegin(); each != seeds.cend(); ++each)
        script = setSeed(std::move(script), {each.key()}, each.value()).script;
    return {std::move(script), {}};
}

Edited setSpeeds(Script script, const QHash<int, double> &speeds) {
    for (auto each = speeds.cbegin(); each != speeds.cend(); ++each)
        script = setSpeed(std::move(script), {each.key()}, each.value()).script;
    return {std::move(script), {}};
}

Edited setCue(Script script, int row, std::optional<CueTimes> cue) {
    if (cue && !(cue->begin >= 0 && cue->begin <= cue->end && cue->end <= kLatestCue))
        cue.reset();
    return changeLines(std::move(script), {row}, [&](Line &line) { line.cue = cue; });
}

Edited clearOwn(Script script, const QList<int> &rows) {
    return changeLines(std::move(script), rows, [](Line &line) {
        line.voiceId.clear();
        line.speed.reset();
        line.seed.reset();
    });
}

} // namespace app::script
