// What can be done with the chosen takes.
#pragma once

#include "ui/shared/acts.h"

namespace ui::studio {

class TakeActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act { Play, Again, NewSeed, Compare, Star, Rename, Note, Facts, Parent, Save, Remove, BringBack };

    explicit TakeActs(QObject *parent);

    std::vector<QList<QAction *>> groups() const; // for a menu: to hear, to keep, to remove
    // Save is for the newest one too. Of `removed` takes only some of it can be done, and to bring them back.
    void follow(qsizetype chosen, bool newestCanBeSaved, bool removed = false);
    void followParent(bool isThere); // after follow(): the chosen one was made from another take
};

} // namespace ui::studio
