// The steps of a script's undo and redo. A step keeps only the lines that differ before and after it (shared with the
// script itself while they are equal), so a step of typing costs some hundred bytes in a script of any length.
// Bounds: kMostSteps steps and kMostBytes of lines; the oldest steps go first, the newest one always stays.
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QSet>
#include <QString>

#include <deque>
#include <optional>

#include "app/script/script.h"

namespace app::script {

enum class EditKind { Typing, Split, Join, Move, Remove, Paste, Voice, Speed, Seed, Cue, Own, Replace, Import };

// The rows [first, first + removed) became [first, first + inserted).
struct Change {
    int first = 0;
    int removed = 0;
    int inserted = 0;

    friend bool operator==(const Change &, const Change &) = default;
};

Change difference(const QList<Line> &before, const QList<Line> &after);
Change textDifference(const QList<Line> &before, const QList<Line> &after); // voices, speeds and seeds do not count

class UndoHistory {
public:
    static constexpr int kMostSteps = 1000;
    static constexpr qint64 kMostBytes = 32 << 20;

    struct Outcome {
        Change change;
        quint64 revision = 0; // of the script that is now there
        Place cursor;         // behind what changed
    };

    // `before` became `after`. Typing joins the step before it when that is typing in the same line, at most a second
    // ago, in the same direction (adding or taking away) and shorter than 60 characters, and close() came not between.
    // So does a speed the one that was set before it for the same lines: a held arrow key is one step.
    void record(EditKind kind, const Change &change, const QList<Line> &before, const QList<Line> &after,
                quint64 revisionBefore, quint64 revisionAfter);
    void close() { m_open = false; } // the next typing begins a new step
    void clear();

    std::optional<EditKind> undoKind() const; // none: nothing to undo
    std::optional<EditKind> redoKind() const;
    std::optional<Outcome> undo(QList<Line> &lines); // on the lines that the last record() or undo() left
    std::optional<Outcome> redo(QList<Line> &lines);

    // Lines that another script has now: what is undone or redone has others in their place. Whether there were any.
    bool giveAway(const QSet<QString> &ids);

    int steps() const { return int(m_steps.size()); }
    qint64 bytes() const { return m_bytes; }

private:
    struct Step {
        EditKind kind;
        int first;
        QList<Line> before;
        QList<Line> after;
        quint64 revisionBefore;
        quint64 revisionAfter;
    };

    static qint64 bytesOf(const Step &step);
    bool joins(EditKind kind, const Change &change, const QList<Line> &before, const QList<Line> &after) const;
    void forgetRedo();
    void shrink();

    std::deque<Step> m_steps;
    std::size_t m_done = 0; // steps before this one are done, those from it on were taken back
    qint64 m_bytes = 0;
    bool m_open = false;
    bool m_adding = true;
    QElapsedTimer m_sinceOpen;
};

} // namespace app::script
