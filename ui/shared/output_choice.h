// The button with the menu of output devices: the monitor, which the person hears, and the program, which a stream
// hears. What is chosen is a setting; a chosen device that is not there stays in the menu and says so. A device is
// offered for one of the two only.
#pragma once

#include <QToolButton>

namespace app {
class Settings;
}
namespace app::speech {
class Player;
}

class QActionGroup;
class QMenu;

namespace ui::shared {

class OutputChoice : public QToolButton {
    Q_OBJECT

public:
    OutputChoice(app::speech::Player &player, app::Settings &settings, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void addDevices(QActionGroup *group, const QByteArray &chosen, const QByteArray &taken, const QString &takenFor);
    void follow();

    app::speech::Player &m_player;
    app::Settings &m_settings;
    QMenu *m_menu;
};

} // namespace ui::shared
