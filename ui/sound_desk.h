// Sound and the window around the transport: its actions in the menu follow it, and what the player says becomes a
// notice that goes when it is no longer true.
#pragma once

#include <QObject>
#include <QString>

namespace app {
class Settings;
}
namespace app::speech {
class Player;
}

namespace ui {

struct Actions;
enum class WaveAct;

namespace shared {
class NoticeBar;
class Transport;
} // namespace shared

class SoundDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::speech::Player &player;
        app::Settings &settings;
        shared::Transport &transport;
        shared::NoticeBar &notices;
        const Actions &actions; // those of the menu
    };

    SoundDesk(Uses uses, QWidget *window);

private:
    void follow();
    void onWave(WaveAct act);
    void tellOfDevice(const QString &name); // of the monitor; empty = none

    Uses m_uses;
    bool m_silent = false; // there was none
};

} // namespace ui
