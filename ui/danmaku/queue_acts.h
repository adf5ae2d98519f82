// What can be done with the queue that is read aloud, and with one item of it.
#pragma once

#include "ui/shared/acts.h"

namespace ui::danmaku {

class DanmakuActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act {
        Pause, // these four may be on
        Skip,
        Mute,
        HoldAll,
        Clear,
        Undo,
        Connect,
        Reconnect,
        Rehearse,
        Replay,
        Record, // may be on
        StopSources,
        Type,
        Approve,
        ReadNext,
        Hold,
        Up,
        Down,
        Edit,
        Preview,
        Voice,
        BanPerson,
        BanPhrase,
        Remove,
        Requeue,
        Copy,
        Rules,
        Compact,
        KeysElsewhere, // may be on
        Listen,        // may be on
        Microphone,
    };

    explicit DanmakuActs(QObject *parent);

    using Acts::setMissing;
    using Acts::setWords;
    std::vector<QList<QAction *>> groups() const; // for a menu, without those of an item
    std::vector<QList<QAction *>> ofItem() const;
    QList<QAction *> keysOfItem() const; // that work in lists
};

} // namespace ui::danmaku
