// What can be done with the performance pane, for its buttons, the View menu and the command palette.
#pragma once

#include "ui/shared/acts.h"

namespace ui::performance {

class PerformanceActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act {
        Hold, // may be on
        Now,
        AsTable, // may be on
        SavePicture,
        SaveTable,
        OpenMeasure,
        OpenClocks,
    };

    explicit PerformanceActs(QObject *parent);

    using Acts::setMissing;
    QList<QAction *> all() const;
};

} // namespace ui::performance
