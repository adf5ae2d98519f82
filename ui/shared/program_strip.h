// The program in the transport: whether it is on air, how loud it is, and its level. As long as no program device is
// chosen only the button is there, which says how to choose one.
#pragma once

#include <QWidget>

namespace app {
class Settings;
}
namespace app::speech {
class Player;
}

class QSlider;
class QToolButton;

namespace ui::shared {

class LevelMeter;

class ProgramStrip : public QWidget {
    Q_OBJECT

public:
    ProgramStrip(app::speech::Player &player, app::Settings &settings, QWidget *parent = nullptr);

    void toggle(); // on air or off; nothing happens without a chosen device
    bool canToggle() const;
    bool isOnAir() const;

Q_SIGNALS:
    void changed(); // what canToggle() and isOnAir() say

private:
    void follow();
    void followLevel();

    app::speech::Player &m_player;
    app::Settings &m_settings;
    QToolButton *m_onAir;
    LevelMeter *m_meter;
    QSlider *m_level;
};

} // namespace ui::shared
