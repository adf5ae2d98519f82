// Keeps the keys of the actions, opens the window for them, and says what is wrong with their file.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/shortcuts/action_keys.h"

namespace ui::shared {
class NoticeBar;
}

namespace ui::shortcuts {

class ShortcutWindow;

class ShortcutDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Shortcuts &shortcuts;
        QMenuBar &menus;
        shared::NoticeBar &notices;
        QAction &open; // opens the window
    };

    ShortcutDesk(Uses uses, QWidget *window);

    void open(); // the window there is, brought to the front, or a new one

private:
    void connectNotices();
    void sayWhatIsWrong();

    const Uses m_uses;
    QWidget *m_window;
    ActionKeys m_keys;
    QPointer<ShortcutWindow> m_open;
    QString m_said; // of the keys in the file
};

} // namespace ui::shortcuts
