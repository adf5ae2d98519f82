// What can be done with the chosen takes.
#pragma once

#include "ui/shared/acts.h"

namespace ui::studio {

class TakeActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act { Play, Again, NewSeed, Compare, Star, Rename, Note, Save, Remove };

    explicit TakeActs(QObject *parent);

    std::vector<QList<QAction *>> groups() const;         // for a menu: to hear, to keep, to remove
    void follow(qsizetype chosen, bool newestCanBeSaved); // Save is for that one too
};

} // namespace ui::studio
