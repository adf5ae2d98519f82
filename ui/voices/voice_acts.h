// What can be done with voices: one action each for the menu, the buttons and the command palette. Those that do not
// apply are off, and their tooltips say what is missing. Ids are those of shortcuts.json.
#pragma once

#include <QList>
#include <QObject>

#include <array>
#include <vector>

#include "ui/voices/voice_card.h"

class QAction;

namespace ui::voices {

class VoiceActs : public QObject {
    Q_OBJECT

public:
    enum Act { Add, Record, Import, Use, Play, Edit, AddStyle, Export, Restore, Remove, ActCount };

    explicit VoiceActs(QObject *parent);

    QAction *operator[](Act act) const { return m_acts[act].action; }
    std::vector<QList<QAction *>> groups() const; // for a menu
    void follow(const VoiceCard *current);        // null: no voice is chosen

private:
    struct Known {
        QAction *action = nullptr;
        QString does;
        QString missing; // empty: nothing
    };

    void add(Act act, const char *id, const QString &name, QStringView iconName, const QString &does);
    void say(const Known &known);

    std::array<Known, ActCount> m_acts;
};

} // namespace ui::voices
