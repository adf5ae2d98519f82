// What can be done with the things of a list: one action each for the menu, the buttons, the keys and the command
// palette. Those that do not apply are off, and their tooltips say what is missing. Ids are those of shortcuts.json.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>

#include <vector>

class QAction;
class QMenu;

namespace ui::shared {

class Acts : public QObject {
    Q_OBJECT

public:
    explicit Acts(QObject *parent) : QObject(parent) {}

    QAction *operator[](std::size_t act) const { return m_acts[act].action; }

protected:
    // Keys without Ctrl or Alt work in the list only: texts and lists elsewhere need such keys themselves.
    void add(std::size_t act, const char *id, const QString &name, QStringView iconName, const QString &does,
             const QList<QKeySequence> &keys = {});
    void setMissing(std::size_t act, const QString &what); // empty: nothing, it can be done
    void setWords(std::size_t act, const QString &name, const QString &does);

private:
    struct Known {
        QAction *action = nullptr;
        QString does;
        QString missing;
    };

    static void say(const Known &known);

    std::vector<Known> m_acts;
};

// Each with a line behind it; the menu does not show one at its end.
void addGroups(QMenu &menu, const std::vector<QList<QAction *>> &groups);

} // namespace ui::shared
