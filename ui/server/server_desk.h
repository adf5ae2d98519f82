// Turns the server on and off as the settings say, finds out who has its port when it cannot start, and copies what
// other programs need. What asks the system for long is done on a thread of its own.
#pragma once

#include <QObject>

#include <optional>

#include "app/server/speech_server.h"
#include "app/storage/file_thread.h"

class QMenu;

namespace app {
class Settings;
}

namespace ui::shared {
class NoticeBar;
}

namespace ui::server {

class ServerActs;
class ServerPane;

class ServerDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::server::SpeechServer &server;
        app::Settings &settings; // serverPort, serverReach, serverStarts, serverOrigins, serverHosts
        shared::NoticeBar &notices;
    };

    // Turns it on in a moment when the settings say that it starts with the Studio.
    ServerDesk(Uses uses, QWidget *window, QWidget *docks);

    ServerPane &pane() { return *m_pane; }
    ServerActs &acts() { return *m_acts; }
    void fillMenu(QMenu &menu) const;
    void turnOn();
    void turnOff();

Q_SIGNALS:
    void wanted(); // the pane is to be seen

private:
    void follow();
    void followSetting(const QString &key);
    void lookAtNetwork();
    void tellOfFailure();
    void copy(const QString &what, const QString &said);
    void say(const QString &what);

    const Uses m_uses;
    ServerActs *m_acts;
    ServerPane *m_pane;
    app::server::SpeechServer::State m_state = app::server::SpeechServer::State::Off; // as it was seen last
    std::optional<QString> m_oldToken;                                                // while a new one is made
    bool m_byItself = false;                                                          // it was not turned on by hand
    app::storage::FileThread m_thread{"network"}; // last: it ends before what it uses
};

} // namespace ui::server
