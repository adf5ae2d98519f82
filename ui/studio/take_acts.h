// What can be done with the chosen takes: one action each for the menu, the buttons, the keys and the command palette.
// Those that do not apply are off, and their tooltips say what is missing. Ids are those of shortcuts.json.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>

#include <array>
#include <vector>

class QAction;

namespace ui::studio {

class TakeActs : public QObject {
    Q_OBJECT

public:
    enum Act { Play, Again, NewSeed, Compare, Star, Rename, Note, Save, Remove, ActCount };

    explicit TakeActs(QObject *parent);

    QAction *operator[](Act act) const { return m_acts[act].action; }
    std::vector<QList<QAction *>> groups() const;         // for a menu: to hear, to keep, to remove
    void follow(qsizetype chosen, bool newestCanBeSaved); // Save is for that one too

private:
    struct Known {
        QAction *action = nullptr;
        QString does;
        QString missing; // empty: nothing
    };

    void add(Act act, const char *id, const QString &name, QStringView iconName, const QString &does,
             const QList<QKeySequence> &keys = {});
    void say(const Known &known);

    std::array<Known, ActCount> m_acts;
};

} // namespace ui::studio
