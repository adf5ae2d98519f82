#include "app/script/undo_history.h"

#include <QHash>

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace app::script {

namespace {

constexpr qint64 kPause = 1000; // ms
constexpr qsizetype kLongestPortion = 60;

qint64 bytesOfLine(const Line &line) {
    return qint64(sizeof(Line)) + 2 * (line.id.size() + line.text.size() + line.voiceId.size());
}

void exchange(QList<Line> &lines, int first, qsizetype removed, const QList<Line> &inserted) {
    if (removed == inserted.size()) {
        std::copy(inserted.begin(), inserted.end(), lines.begin() + first);
        return;
    }
    QList<Line> made = lines.mid(0, first);
    made << inserted << lines.mid(first + removed);
    lines = std::move(made);
}

// Behind the part of `now` that `then` has not.
Place cursorAfter(int first, const QList<Line> &then, const QList<Line> &now) {
    if (now.isEmpty())
        return {std::max(first - 1, 0), 0};
    if (then.isEmpty())
        return {first, 0};
    const QString &was = then.first().text;
    const QString &is = now.first().text;
    const auto [a, b] = std::mismatch(was.begin(), was.end(), is.begin(), is.end());
    if (then.size() != 1 || now.size() != 1)
        return {first, int(b - is.begin())};
    const auto tails =
        std::mismatch(was.rbegin(), std::make_reverse_iterator(a), is.rbegin(), std::make_reverse_iterator(b));
    return {first, int(tails.second.base() - is.begin())};
}

template <class Same> Change differenceBy(const QList<Line> &before, const QList<Line> &after, Same same) {
    if (before.isSharedWith(after))
        return {};
    const auto [a, b] = std::mismatch(before.begin(), before.end(), after.begin(), after.end(), same);
    const auto tails = std::mismatch(before.rbegin(), std::make_reverse_iterator(a), after.rbegin(),
                                     std::make_reverse_iterator(b), same);
    return {int(a - before.begin()), int(tails.first.base() - a), int(tails.second.base() - b)};
}

} // namespace

Change difference(const QList<Line> &before, const QList<Line> &after) {
    return differenceBy(before, after, std::equal_to<>());
}

Change textDifference(const QList<Line> &before, const QList<Line> &after) {
    return differenceBy(before, after, [](const Line &one, const Line &other) { return one.text == other.text; });
}

void UndoHistory::clear() {
    m_steps.clear();
    m_done = 0;
    m_bytes = 0;
    m_open = false;
}

qint64 UndoHistory::bytesOf(const Step &step) {
    qint64 bytes = sizeof(Step);
    for (const QList<Line> &lines : {step.before, step.after})
        for (const Line &line : lines)
            bytes += bytesOfLine(line);
    return bytes;
}

bool UndoHistory::joins(EditKind kind, const Change &change, const QList<Line> &before,
                        const QList<Line> &after) const {
    if (!m_open || m_done == 0 || m_done != m_steps.size() || m_sinceOpen.elapsed() > kPause)
        return false;
    const Step &last = m_steps.back();
    if (last.kind != kind || last.first != change.first || last.after.size() != change.removed ||
        change.removed != change.inserted)
        return false;
    if (kind == EditKind::Speed)
        return true;
    if (kind != EditKind::Typing || change.removed != 1)
        return false;
    const qsizetype growth = after.at(change.first).text.size() - before.at(change.first).text.size();
    return (growth >= 0) == m_adding &&
           std::abs(last.after.first().text.size() - last.before.first().text.size()) < kLongestPortion;
}

void UndoHistory::record(EditKind kind, const Change &change, const QList<Line> &before, const QList<Line> &after,
                         quint64 revisionBefore, quint64 revisionAfter) {
    const bool join = joins(kind, change, before, after);
    forgetRedo();
    if (join) {
        Step &last = m_steps.back();
        m_bytes -= bytesOf(last);
        last.after = after.mid(change.first, change.inserted);
        last.revisionAfter = revisionAfter;
    } else {
        m_steps.push_back({kind, change.first, before.mid(change.first, change.removed),
                           after.mid(change.first, change.inserted), revisionBefore, revisionAfter});
        m_done = m_steps.size();
    }
    m_bytes += bytesOf(m_steps.back());
    const bool typing = kind == EditKind::Typing && change.removed == 1 && change.inserted == 1;
    m_open = typing || kind == EditKind::Speed;
    if (typing)
        m_adding = after.at(change.first).text.size() >= before.at(change.first).text.size();
    if (m_open)
        m_sinceOpen.start();
    shrink();
}

void UndoHistory::forgetRedo() {
    while (m_steps.size() > m_done) {
        m_bytes -= bytesOf(m_steps.back());
        m_steps.pop_back();
    }
}

void UndoHistory::shrink() {
    while (m_steps.size() > 1 && (m_steps.size() > kMostSteps || m_bytes > kMostBytes)) {
        m_bytes -= bytesOf(m_steps.front());
        m_steps.pop_front();
        --m_done;
    }
}

bool UndoHistory::giveAway(const QSet<QString> &ids) {
    QHash<QString, QString> others;
    for (const QString &id : ids)
        others.insert(id, newLine().id);
    bool any = false;
    for (Step &step : m_steps) {
        for (QList<Line> *lines : {&step.before, &step.after}) {
            for (qsizetype i = 0; i < lines->size(); ++i) {
                if (const auto other = others.constFind(lines->at(i).id); other != others.constEnd()) {
                    (*lines)[i].id = *other;
                    any = true;
                }
            }
        }
    }
    return any;
}

std::optional<EditKind> UndoHistory::undoKind() const {
    return m_done == 0 ? std::nullopt : std::optional(m_steps[m_done - 1].kind);
}

std::optional<EditKind> UndoHistory::redoKind() const {
    return m_done == m_steps.size() ? std::nullopt : std::optional(m_steps[m_done].kind);
}

std::optional<UndoHistory::Outcome> UndoHistory::undo(QList<Line> &lines) {
    if (m_done == 0)
        return {};
    const Step &step = m_steps[--m_done];
    m_open = false;
    exchange(lines, step.first, step.after.size(), step.before);
    return Outcome{{step.first, int(step.after.size()), int(step.before.size())},
                   step.revisionBefore,
                   cursorAfter(step.first, step.after, step.before)};
}

std::optional<UndoHistory::Outcome> UndoHistory::redo(QList<Line> &lines) {
    if (m_done == m_steps.size())
        return {};
    const Step &step = m_steps[m_done++];
    m_open = false;
    exchange(lines, step.first, step.before.size(), step.after);
    return Outcome{{step.first, int(step.before.size()), int(step.after.size())},
                   step.revisionAfter,
                   cursorAfter(step.first, step.before, step.after)};
}

} // namespace app::script
