#include "app/script/script_document.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace app::script {

namespace {

qint64 bytesOf(const QList<Line> &lines, int first, int count) {
    qint64 bytes = 0;
    for (int i = first; i < first + count; ++i)
        bytes += lines.at(i).text.toUtf8().size();
    return bytes;
}

QSet<QString> idsOf(const QList<Line> &lines, qsizetype from, qsizetype to) {
    QSet<QString> ids;
    for (qsizetype i = from; i < to; ++i)
        ids.insert(lines.at(i).id);
    return ids;
}

EditKind kindOf(const Change &change, const QList<Line> &before, const QList<Line> &after) {
    const int grown = change.inserted - change.removed;
    if (grown == 1 && (change.removed == 1 || after.at(change.first).text.isEmpty()))
        return EditKind::Split;
    if (grown == -1 && (change.inserted == 1 || before.at(change.first).text.isEmpty()))
        return EditKind::Join;
    if (grown < 0)
        return EditKind::Remove;
    const bool sameLines = grown == 0 && change.removed > 1 &&
                           idsOf(before, change.first, change.first + change.removed) ==
                               idsOf(after, change.first, change.first + change.inserted);
    return sameLines ? EditKind::Move : EditKind::Paste;
}

} // namespace

ScriptDocument::ScriptDocument(QObject *parent) : QObject(parent), m_script(newScript()) {}

int ScriptDocument::rowOf(const QString &lineId) const {
    if (m_rows.isEmpty()) {
        for (int row = 0; row < count(); ++row)
            m_rows.insert(line(row).id, row);
    }
    return m_rows.value(lineId, -1);
}

void ScriptDocument::load(const Script &script, const QString &path, bool modified) {
    const bool wasModified = isModified();
    const Change change{0, count(), int(script.lines.size())};
    m_script = script;
    m_rows.clear();
    m_history.clear();
    m_bytes = bytesOf(m_script.lines, 0, count());
    m_revision = ++m_lastRevision;
    m_savedRevision = modified ? 0 : m_revision;
    const bool otherPath = std::exchange(m_path, path) != path;
    Q_EMIT changed(change);
    Q_EMIT undoChanged();
    if (otherPath)
        Q_EMIT pathChanged(m_path);
    if (modified != wasModified)
        Q_EMIT modifiedChanged(modified);
    Q_EMIT loaded();
}

bool ScriptDocument::fits(const Script &next, const Change &change, qint64 &bytes) const {
    if (next.lines.size() > kMostLines)
        return false;
    const int end = change.first + change.inserted;
    for (int i = change.first; i < end; ++i) {
        const qsizetype length = next.lines.at(i).text.size(); // a UTF-16 unit makes at most three bytes
        if (length * 3 > kLongestLine && next.lines.at(i).text.toUtf8().size() > kLongestLine)
            return false;
    }
    bytes += bytesOf(next.lines, change.first, change.inserted) - bytesOf(m_script.lines, change.first, change.removed);
    return bytes <= kLongestScript;
}

Place ScriptDocument::apply(EditKind kind, Edited edited, Place otherwise) {
    const Change change = difference(m_script.lines, edited.script.lines);
    if (change.removed == 0 && change.inserted == 0)
        return edited.cursor;
    qint64 bytes = m_bytes;
    if (!fits(edited.script, change, bytes)) {
        Q_EMIT refused(
            {tr("That would make the script too long, so it was not done."),
             tr("A script holds up to %L1 lines and %L2 MB of text, a line up to %L3 kB: use several scripts.")
                 .arg(kMostLines)
                 .arg(kLongestScript / 1'000'000)
                 .arg(kLongestLine / 1000),
             {}});
        return otherwise;
    }
    const quint64 before = m_revision;
    m_history.record(kind, change, m_script.lines, edited.script.lines, before, ++m_lastRevision);
    m_script = std::move(edited.script);
    m_rows.clear();
    m_bytes = bytes;
    const bool wasModified = isModified();
    m_revision = m_lastRevision;
    Q_EMIT changed(change);
    Q_EMIT undoChanged();
    if (isModified() != wasModified)
        Q_EMIT modifiedChanged(isModified());
    return edited.cursor;
}

Place ScriptDocument::type(int row, const QString &text) {
    const int in = std::clamp(row, 0, count() - 1);
    return apply(EditKind::Typing, setText(m_script, in, text), {in, int(line(in).text.size())});
}

Place ScriptDocument::split(Place at) {
    return apply(EditKind::Split, splitLine(m_script, at), at);
}

Place ScriptDocument::join(int row) {
    return apply(EditKind::Join, joinWithNext(m_script, row), {row, 0});
}

Place ScriptDocument::move(int first, int count, int before) {
    return apply(EditKind::Move, moveLines(m_script, first, count, before), {first, 0});
}

Place ScriptDocument::remove(int first, int count) {
    return apply(EditKind::Remove, removeLines(m_script, first, count), {first, 0});
}

Place ScriptDocument::paste(Place at, const QString &text) {
    return apply(EditKind::Paste, insertText(m_script, at, text), at);
}

Place ScriptDocument::insert(int before, const QList<Line> &lines) {
    QSet<QString> taken = idsOf(m_script.lines, 0, m_script.lines.size());
    QList<Line> own = lines;
    for (Line &each : own) {
        if (canonicalId(each.id) != each.id || taken.contains(each.id))
            each.id = newLine().id;
        taken.insert(each.id);
        each.text = cleanText(each.text);
    }
    return apply(EditKind::Import, insertLines(m_script, before, own), {before, 0});
}

void ScriptDocument::setVoice(const QList<int> &rows, const QString &voiceId) {
    apply(EditKind::Voice, script::setVoice(m_script, rows, voiceId), {});
}

void ScriptDocument::setSpeed(const QList<int> &rows, std::optional<double> speed) {
    apply(EditKind::Speed, script::setSpeed(m_script, rows, speed), {});
}

void ScriptDocument::setSeed(const QList<int> &rows, std::optional<quint64> seed) {
    apply(EditKind::Seed, script::setSeed(m_script, rows, seed), {});
}

void ScriptDocument::setSeeds(const QHash<int, quint64> &seeds) {
    apply(EditKind::Seed, script::setSeeds(m_script, seeds), {});
}

void ScriptDocument::setSpeeds(const QHash<int, double> &speeds) {
    apply(EditKind::Speed, script::setSpeeds(m_script, speeds), {});
}

void ScriptDocument::setCue(int row, std::optional<CueTimes> cue) {
    apply(EditKind::Cue, script::setCue(m_script, row, cue), {});
}

void ScriptDocument::clearOwn(const QList<int> &rows) {
    apply(EditKind::Own, script::clearOwn(m_script, rows), {});
}

Place ScriptDocument::replace(const Match &match, const QString &with) {
    return apply(EditKind::Replace, replaceMatch(m_script, match, with), {match.line, match.position});
}

int ScriptDocument::replaceAll(const QString &what, const QString &with) {
    ReplacedAll replaced = script::replaceAll(m_script, what, with);
    const quint64 before = m_revision;
    apply(EditKind::Replace, {std::move(replaced.script), {}}, {});
    return m_revision != before ? replaced.count : 0;
}

bool ScriptDocument::edit(const QList<Line> &lines, bool typing) {
    Script next{m_script.id, lines.isEmpty() ? QList<Line>{newLine()} : lines};
    const Change touched = difference(m_script.lines, next.lines);
    const int end = touched.first + touched.inserted;
    QSet<QString> taken = idsOf(next.lines, 0, touched.first) + idsOf(next.lines, end, next.lines.size());
    for (int row = touched.first; row < end; ++row) {
        Line &each = next.lines[row];
        if (canonicalId(each.id) != each.id || taken.contains(each.id))
            each.id = newLine().id;
        taken.insert(each.id);
        each.text = cleanText(each.text);
    }
    const Change change = difference(m_script.lines, next.lines);
    const bool oneLine = change.removed == 1 && change.inserted == 1;
    const EditKind kind = typing && oneLine ? EditKind::Typing : kindOf(change, m_script.lines, next.lines);
    const quint64 before = m_revision;
    const bool something = change.removed + change.inserted > 0;
    apply(kind, {std::move(next), {}}, {});
    return !something || m_revision != before;
}

std::optional<Place> ScriptDocument::step(std::optional<UndoHistory::Outcome> outcome) {
    if (!outcome)
        return {};
    m_rows.clear();
    m_bytes = bytesOf(m_script.lines, 0, count());
    const bool wasModified = isModified();
    m_revision = outcome->revision;
    Q_EMIT changed(outcome->change);
    Q_EMIT undoChanged();
    if (isModified() != wasModified)
        Q_EMIT modifiedChanged(isModified());
    return outcome->cursor;
}

void ScriptDocument::giveAway(QSet<QString> ids) {
    ids.removeIf([this](const QString &id) { return rowOf(id) >= 0; });
    if (!ids.isEmpty() && m_history.giveAway(ids) && isModified())
        m_savedRevision = 0; // no state from before is what the file holds
}

std::optional<Place> ScriptDocument::undo() {
    return step(m_history.undo(m_script.lines));
}

std::optional<Place> ScriptDocument::redo() {
    return step(m_history.redo(m_script.lines));
}

void ScriptDocument::markSaved(quint64 revision, const QString &path) {
    const bool wasModified = isModified();
    m_savedRevision = revision;
    if (std::exchange(m_path, path) != path)
        Q_EMIT pathChanged(m_path);
    if (isModified() != wasModified)
        Q_EMIT modifiedChanged(isModified());
}

QString ScriptDocument::undoText() const {
    return nameOf(m_history.undoKind());
}

QString ScriptDocument::redoText() const {
    return nameOf(m_history.redoKind());
}

QString ScriptDocument::nameOf(std::optional<EditKind> kind) {
    if (!kind)
        return {};
    switch (*kind) {
    case EditKind::Typing:
        return tr("typing");
    case EditKind::Split:
        return tr("split line");
    case EditKind::Join:
        return tr("join lines");
    case EditKind::Move:
        return tr("move lines");
    case EditKind::Remove:
        return tr("delete lines");
    case EditKind::Paste:
        return tr("paste");
    case EditKind::Voice:
        return tr("voice of lines");
    case EditKind::Speed:
        return tr("speed of lines");
    case EditKind::Seed:
        return tr("seed of lines");
    case EditKind::Cue:
        return tr("cue of a line");
    case EditKind::Own:
        return tr("settings of lines");
    case EditKind::Replace:
        return tr("replace");
    case EditKind::Import:
        return tr("import");
    }
    return {};
}

} // namespace app::script

#include "moc_script_document.cpp"
