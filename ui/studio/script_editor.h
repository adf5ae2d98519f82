// The script as people write it: one paragraph is one line, with a gutter that says for each line who speaks it, how it
// stands, how long it is and how fast it was made. Typing, splitting (Enter), joining (Backspace), pasting many lines
// and moving lines (Alt+Up, Alt+Down) all end in edited(); what is undone comes back through setLines().
#pragma once

#include <QHash>
#include <QList>
#include <QPlainTextEdit>
#include <QSet>

class QHelpEvent;

#include <optional>

#include "app/problem.h"
#include "app/script/line_search.h"
#include "app/script/script.h"
#include "ui/studio/line_clipboard.h"
#include "ui/studio/line_status.h"

namespace ui::studio {

inline constexpr int kLongestText = 200'000; // bytes of UTF-8; the engine refuses more, and layout would take seconds

class LineGutter;
class SpokenRows;

class ScriptEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit ScriptEditor(QWidget *parent = nullptr);

    const QList<app::script::Line> &lines() const { return m_lines; }
    // Only paragraphs that differ are replaced, so that the cursor and the view stay where they are.
    void setLines(const QList<app::script::Line> &lines);
    SpokenRows &spokenRows() { return *m_rows; }
    void setStatus(const QString &lineId, const LineStatus &status);
    void forgetStatus(); // of all lines
    LineStatus status(const QString &lineId) const { return m_status.value(lineId); }

    int currentLine() const;          // index
    QString currentLineId() const;    // never empty: there is always a line
    QList<int> selectedLines() const; // those the selection touches, else the current one
    void goToLine(int index, int column = 0);
    void select(const app::script::Match &match);
    void setMarked(const QString &what);                  // wherever it stands, until something else or "" is
    void moveLines(int by);                               // the selected ones, -1 up, +1 down
    void insertScript(const QString &text, bool instead); // what was dropped or opened as plain text
    LineClipboard &clipboard() { return *m_clipboard; }

    QSize minimumSizeHint() const override { return {320, 72}; } // two lines

public Q_SLOTS: // the Edit menu knows them by name
    void undo();
    void redo();

Q_SIGNALS:
    void edited(const QList<app::script::Line> &lines, bool typing); // typing: within one line, so that steps can merge
    void currentLineChanged(const QString &lineId);
    void chosenLinesChanged(); // selectedLines()
    void playRequested(const QString &lineId);
    void makeRequested(const QString &lineId);
    void voiceRequested(const QString &lineId, const QPoint &globalPosition);
    void ownRequested(const QString &lineId);  // the sign for settings of its own was pressed
    void linesTaken(const QSet<QString> &ids); // cut here, and in another script now; before undoRequested()
    void undoRequested();
    void redoRequested();
    void filesDropped(const QStringList &files); // no sounds among them
    void soundDropped(const QStringList &files, const app::Problem &problem);
    void refused(const app::Problem &problem); // a sound was dropped
    void cutShort(qsizetype pasted);           // the clipboard held more characters than there was room for

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void inputMethodEvent(QInputMethodEvent *event) override;

private:
    friend class LineGutter;
    struct Row { // a paragraph that can be seen
        int index;
        QRectF area; // in the viewport
    };

    void textEdited(int position);
    QList<app::script::Line> withPasted(const QList<app::script::Line> &lines);
    void followSelection();
    void sayLine();
    QString wordsOf(int row) const; // all there is to say of a line, a thing in each line of text
    bool showTip(QHelpEvent *event);
    void paintMarks(QPainter &painter, const Row &row);
    void placeGutter();
    void fitGutter(); // the numbers need more room, or less
    bool joinWithSpace(const QKeyEvent &event);
    QList<Row> visibleRows() const;

    QList<app::script::Line> m_lines;
    QHash<QString, LineStatus> m_status;
    SpokenRows *m_rows = nullptr;
    LineGutter *m_gutter;
    app::script::LineFinder m_marked{QString()};
    QList<int> m_chosen{0};
    std::optional<int> m_changedAt; // the first paragraph touched since the last edited()
    struct Pasted {
        int first; // paragraph
        CopiedLines lines;
    };
    LineClipboard *m_clipboard;
    std::optional<Pasted> m_pasted; // until the text has it
    bool m_setting = false;
    QString m_current;
};

} // namespace ui::studio
