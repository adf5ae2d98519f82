// Opens the Settings window and keeps it true while voices and output devices come and go.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/settings/setting_edits.h"

class QAction;
class QWidget;

namespace app {
class Settings;
}
namespace app::speech {
class Player;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::settings {

class SettingsWindow;

class SettingsDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::speech::Player &player;
        QAction &shortcuts; // opens their window
    };

    SettingsDesk(Uses uses, QWidget *window);

    SettingsWindow *open(); // the one there is, brought to the front, or a new one

private:
    const Uses m_uses;
    QWidget *m_window;
    SettingEdits m_edits;
    QPointer<SettingsWindow> m_open;
};

} // namespace ui::settings
