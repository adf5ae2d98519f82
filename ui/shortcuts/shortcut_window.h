// Every action with its keys, searched as one types; other keys by pressing them. Enter on an action listens, Esc
// leaves it as it was. Keys that another action has are given over or left, and every step can be undone and done
// again. It stands beside the main window and blocks nothing.
#pragma once

#include <QDialog>

#include <functional>
#include <vector>

#include "ui/shortcuts/action_keys.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace ui::shortcuts {

class KeyField;
class ShortcutSearch;
class ShortcutTable;

class ShortcutWindow : public QDialog {
    Q_OBJECT

public:
    ShortcutWindow(ActionKeys &keys, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTableView *makeTable();
    QWidget *makeChange();
    QHBoxLayout *makeBottom();
    QString chosenId() const;          // empty: nothing that can be changed
    const KeyedAction *chosen() const; // null = none, or one that cannot be changed
    void listen();
    void leave();
    void hear(const QKeySequence &keys);
    void restore();
    void ask(const QString &what, const QString &answer, std::function<void()> yes);
    void say(const QString &words, const char *role = ""); // beside the field
    void change(const std::function<void()> &step);        // can be undone
    using Steps = std::vector<ActionKeys::Chosen>;
    void goBack(Steps &from, Steps &to);
    void follow();
    void showChosen();

    ActionKeys &m_keys;
    ShortcutTable *m_table;
    ShortcutSearch *m_found;
    QLineEdit *m_search;
    QTableView *m_view;
    QLabel *m_name;
    QLabel *m_now;
    KeyField *m_field;
    QPushButton *m_change;
    QPushButton *m_clear;
    QPushButton *m_restore;
    QLabel *m_words;
    QPushButton *m_yes;
    QPushButton *m_no;
    QPushButton *m_restoreAll;
    QPushButton *m_undo;
    QPushButton *m_redo;
    std::function<void()> m_answer; // of the question
    QString m_asked;                // the id it is about
    Steps m_before;                 // each step, the newest last
    Steps m_after;                  // of those that were undone, likewise
};

} // namespace ui::shortcuts
