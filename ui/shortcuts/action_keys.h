// The keys of every action in the menus: the shipped ones, and what the person chose instead
// (app/settings/shortcuts.h). Gives them to the actions, also to those that come later (presets, recent files). No two
// actions have the same keys where both would hear them: what the person chose goes before what is shipped. (Letters of
// two lists are each list's own.) Keys in the file that make no sense are named and do not count; they stay in the file
// until the action gets others.
#pragma once

#include <QMap>
#include <QObject>
#include <QPointer>

#include <optional>
#include <vector>

#include "app/problem.h"
#include "ui/shortcuts/key_rules.h"

class QAction;
class QMenu;
class QMenuBar;

namespace app {
class Shortcuts;
}

namespace ui::shortcuts {

struct KeyedAction {
    QPointer<QAction> action;
    QString id; // its object name; stays the same in every version and language
    QString name;
    QString place; // "View › Theme"
    Keys shipped;
    Keys keys;
    bool local = false; // as shipped it works only where its widget has the keyboard

    bool isChanged() const { return keys != shipped; }
};

class ActionKeys : public QObject {
    Q_OBJECT

public:
    using Chosen = QMap<QString, QStringList>; // by id

    ActionKeys(app::Shortcuts &shortcuts, QMenuBar &menus, QObject *parent);

    const std::vector<KeyedAction> &all() const { return m_all; }                        // in the menus' order
    const KeyedAction *find(const QString &id) const;                                    // null when there is none
    const KeyedAction *holderOf(const QKeySequence &keys, const QString &besides) const; // another action; null = free

    // Why this action may not have them; empty when it may. What it is shipped with it may always have.
    QString objectionTo(const KeyedAction &action, const QKeySequence &keys) const;

    // In place of the first it has; its other keys (of keyboards with a play button) stay. Whoever has them loses them.
    void give(const QString &id, const QKeySequence &keys);
    void clear(const QString &id);
    void restore(const QString &id); // whoever has them loses them
    void restoreAll();               // also what does not make sense
    Chosen chosen() const;
    void choose(const Chosen &chosen); // exactly these; actions that are not here at the moment stay as they are

    const std::optional<app::Problem> &problem() const { return m_problem; } // with the file

Q_SIGNALS:
    void changed(); // all() or problem()

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setKeys(const QString &id, const Keys &keys);
    void watch(QMenu &menu);
    void collectSoon();
    void collect();
    void apply();
    void bind(const KeyedAction &each);

    app::Shortcuts &m_shortcuts;
    QMenuBar &m_menus;
    std::vector<KeyedAction> m_all;
    QList<QPointer<QAction>> m_atHome; // for the keys there of actions that have others which work everywhere
    std::optional<app::Problem> m_problem;
    bool m_collecting = false;
};

} // namespace ui::shortcuts
