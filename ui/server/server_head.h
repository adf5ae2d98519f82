// Whether the server runs and where; what keeps it from running, with what mends it; and the button that turns it on.
#pragma once

#include <QFrame>

#include "app/server/network_look.h"
#include "app/server/speech_server.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace ui::shared {
class ElidedLabel;
class IconLabel;
} // namespace ui::shared

namespace ui::server {

class ServerActs;

class ServerHead : public QWidget {
    Q_OBJECT

public:
    ServerHead(const app::server::SpeechServer &server, ServerActs &acts, QWidget *parent = nullptr);

    // As the settings have it; `address`: what other programs are told.
    void follow(bool network, int port, const QString &address);
    void setPort(int port, const app::server::PortLook &look); // who has it; of a server that could not start
    void focusSwitch();

Q_SIGNALS:
    void switchWanted();
    void portWanted(int port);

private:
    void showTrouble(int port);

    const app::server::SpeechServer &m_server;
    ServerActs &m_acts;
    app::server::PortLook m_look;
    int m_port = 0;
    shared::IconLabel *m_icon;
    QLabel *m_heading;
    QLabel *m_words;
    shared::ElidedLabel *m_address;
    QToolButton *m_copy;
    QPushButton *m_switch;
    QFrame *m_trouble;
    QLabel *m_why;
    QPushButton *m_otherPort;
    QPushButton *m_newToken;
};

} // namespace ui::server
