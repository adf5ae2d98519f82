// Find and replace in the script, in a bar above it. What is found is marked in the whole text and the one that counts
// is selected; everything that is replaced is a step of undo.
//   Enter, F3            the next one; Shift: the one before. Both go round at the ends and say so
//   Enter (replacing)    replaces the selected one and goes on
//   Esc                  closes; the cursor is in the text, where the search came to
// A long script is searched in slices of a few milliseconds, and what is found first can be gone to before the last.
#pragma once

#include <QFrame>
#include <QTimer>

#include <optional>

#include "app/script/match_scan.h"

class QLineEdit;
class QPushButton;
class QToolButton;

namespace app::script {
class ScriptDocument;
}

namespace ui::shared {
class ElidedLabel;
}

namespace ui::studio {

class ScriptEditor;

class FindBar : public QFrame {
    Q_OBJECT

public:
    FindBar(app::script::ScriptDocument &script, ScriptEditor &editor, QWidget *parent = nullptr);

    void find();    // opens; a selected word is what is looked for
    void replace(); // opens with the row to replace in
    void findNext();
    void findPrevious();
    void leave(); // closes, and the keyboard is in the text again

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeFindRow();
    QWidget *makeReplaceRow();
    void open(bool replacing);
    void showReplaceRow(bool shown);
    void step(bool forward);
    void look(); // the first one from where the search began
    void lookOn();
    void choose();
    void replaceOne();
    void replaceAll();
    void count();
    void say(const QString &more = {});
    app::script::Match selected() const; // as if it were one
    bool isOnMatch() const;
    void select(const app::script::Match &match);

    app::script::ScriptDocument &m_script;
    ScriptEditor &m_editor;
    struct Wanted { // a match to be selected
        bool forward = true;
        bool typing = false; // the word grows: where the search began stays
        app::script::Place from;
    };
    app::script::MatchScan m_scan; // as of the last count()
    bool m_old = true;             // the script is another one by now
    QTimer m_slices;
    std::optional<Wanted> m_wanted; // not found yet
    QString m_besides;              // what else there is to say about what was found
    app::script::Place m_origin;
    QTimer m_recount;
    bool m_selecting = false;

    QLineEdit *m_what;
    shared::ElidedLabel *m_said;
    QPushButton *m_undo; // what "Replace all" did
    QToolButton *m_more;
    QWidget *m_replaceRow;
    QLineEdit *m_with;
};

} // namespace ui::studio
