// What can be done with the server, for its pane, the View menu and the command palette.
#pragma once

#include "ui/shared/acts.h"

namespace ui::server {

class ServerActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act {
        Switch, // may be on
        CopyAddress,
        CopyToken,
        CopyCurl,
        CopyPython,
        NewToken,
    };

    explicit ServerActs(QObject *parent);

    using Acts::setMissing;
    QList<QAction *> all() const;
};

} // namespace ui::server
