// The server: whether it is on and where, who may ask, lines to try it with, and what it does.
#pragma once

#include <QWidget>

#include "app/server/network_look.h"
#include "app/server/speech_server.h"

class QBoxLayout;

namespace app {
class Settings;
}

namespace ui::server {

class AccessCard;
class ActivityCard;
class ServerActs;
class ServerHead;
class TryCard;

class ServerPane : public QWidget {
    Q_OBJECT

public:
    ServerPane(const app::server::SpeechServer &server, app::Settings &settings, ServerActs &acts,
               QWidget *parent = nullptr);

    void follow(); // the server and its settings
    void setPort(int port, const app::server::PortLook &look);
    void setOwnAddresses(const QStringList &addresses);
    QString address() const;
    QString tryLine(bool python) const;
    void focusSwitch();

    QSize sizeHint() const override { return {420, 560}; }
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void switchWanted();
    void portWanted(int port);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int besides() const;
    void arrange();

    const app::server::SpeechServer &m_server;
    app::Settings &m_settings;
    QBoxLayout *m_columns; // side by side where there is room
    ServerHead *m_head;
    AccessCard *m_access;
    TryCard *m_try;
    ActivityCard *m_activity;
};

} // namespace ui::server
