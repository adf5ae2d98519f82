// What can be done with a listening test.
#pragma once

#include "ui/shared/acts.h"

namespace ui::listening {

class ListeningActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act {
        New,
        Edit,
        Duplicate,
        Remove,
        Make,
        MakeAll,
        Pause,
        Listen,
        SaveSounds,
        RemoveSounds,
        RemoveUnused,
        SaveTable,
        SaveSessions,
        SaveLog,
        SaveForm,
        Merge,
        ImportPairs,
        MeasureWith,
        Batch,
        Apply,
        WriteToml,
        RollBack,
    };

    explicit ListeningActs(QObject *parent);

    using Acts::setMissing;                       // the desks know what is missing
    std::vector<QList<QAction *>> groups() const; // for a menu
};

} // namespace ui::listening
