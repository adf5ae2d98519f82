// The theme as the settings and the View menu have it: follows the setting, checks the menu's entry, and sets it.
#pragma once

#include <QObject>

#include "ui/theme.h"

class QActionGroup;

namespace app {
class Settings;
}

namespace ui {

class ThemeDesk : public QObject {
    Q_OBJECT

public:
    explicit ThemeDesk(app::Settings &settings, QObject *parent = nullptr);

    void connectMenu(QActionGroup &themes); // QAction::data() is an Appearance as int

private:
    void follow();

    app::Settings &m_settings;
    Theme m_theme;
    QActionGroup *m_themes = nullptr;
};

} // namespace ui
