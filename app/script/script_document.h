// The script that is open, with undo and redo over everything that is done to it. GUI thread.
//
// Every change goes through one of the functions of app/script/edits.h or line_search.h, is told as one changed() and
// is one step of undo (typing is gathered into portions, see undo_history.h). A change that would break a bound of
// script.h (lines, length of a line, length of all) is not made: refused() says why. 5,000 lines are edited without
// delay: a step costs one walk over the list.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>

#include <optional>

#include "app/problem.h"
#include "app/script/edits.h"
#include "app/script/line_search.h"
#include "app/script/script.h"
#include "app/script/undo_history.h"

namespace app::script {

class ScriptDocument : public QObject {
    Q_OBJECT

public:
    explicit ScriptDocument(QObject *parent = nullptr); // newScript()

    const Script &script() const { return m_script; }
    const Line &line(int row) const { return m_script.lines.at(row); }
    int count() const { return int(m_script.lines.size()); }
    int rowOf(const QString &lineId) const; // -1: there is none. Walks over the list once after a change, not each time

    // Another script in place of this one: undo forgets everything. `path` "" = it has no file yet.
    void load(const Script &script, const QString &path, bool modified);
    void close() { load(newScript(), {}, false); }

    // Each returns where the cursor goes; where it was asked for when nothing changed.
    Place type(int row, const QString &text); // the whole text of the line as it is after a key press
    Place split(Place at);
    Place join(int row); // with the next
    Place move(int first, int count, int before);
    Place moveUp(int first, int count) { return move(first, count, first - 1); }
    Place moveDown(int first, int count) { return move(first, count, first + count + 1); }
    Place remove(int first, int count);
    Place paste(Place at, const QString &text);
    Place insert(int before, const QList<Line> &lines); // from a file; ids that are taken are made anew
    void setVoice(const QList<int> &rows, const QString &voiceId);
    void setSpeed(const QList<int> &rows, std::optional<double> speed);
    void setSeed(const QList<int> &rows, std::optional<quint64> seed);
    void setSeeds(const QHash<int, quint64> &seeds); // by row
    void setSpeeds(const QHash<int, double> &speeds);
    void setCue(int row, std::optional<CueTimes> cue);
    void clearOwn(const QList<int> &rows);
    Place replace(const Match &match, const QString &with);
    int replaceAll(const QString &what, const QString &with); // how many

    // What an editor made of all lines in one go; `typing`: within one line, by keys. The name of the step follows from
    // what differs. Texts are cleaned, and a line whose id is none or is taken gets a new one. False: refused, nothing
    // was done.
    bool edit(const QList<Line> &lines, bool typing);

    bool canUndo() const { return m_history.undoKind().has_value(); }
    bool canRedo() const { return m_history.redoKind().has_value(); }
    QString undoText() const; // what would be undone, translated: "typing", "split line"; "" = nothing
    QString redoText() const;
    std::optional<Place> undo(); // where the cursor goes
    std::optional<Place> redo();
    // Lines that were cut here and are in another script now: undo brings other ones back, with all but their takes.
    void giveAway(QSet<QString> ids);
    void closeStep() { m_history.close(); } // e.g. when the cursor leaves: typing goes on in a new step

    QString path() const { return m_path; }
    bool isModified() const { return m_revision != m_savedRevision; }
    // Names this very state: undoing comes back to the number, no other state ever has it.
    quint64 revision() const { return m_revision; }
    // The state with this number is what the file `path` holds. Later states stay modified.
    void markSaved(quint64 revision, const QString &path);

Q_SIGNALS:
    void changed(const app::script::Change &change); // after it; also after load(), with all rows
    void loaded();                                   // after changed()
    void undoChanged();                              // canUndo, canRedo or their texts
    void modifiedChanged(bool modified);
    void pathChanged(const QString &path);
    void refused(const app::Problem &problem);

private:
    Place apply(EditKind kind, Edited edited, Place otherwise);
    bool fits(const Script &next, const Change &change, qint64 &bytes) const;
    std::optional<Place> step(std::optional<UndoHistory::Outcome> outcome);
    static QString nameOf(std::optional<EditKind> kind);

    Script m_script;
    mutable QHash<QString, int> m_rows; // by id; empty = to be made anew
    UndoHistory m_history;
    QString m_path;
    qint64 m_bytes = 0; // of all texts, as UTF-8
    quint64 m_lastRevision = 1;
    quint64 m_revision = 1;
    quint64 m_savedRevision = 1;
};

} // namespace app::script

Q_DECLARE_METATYPE(app::script::Change)
