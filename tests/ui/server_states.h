// The server pane in the whole window, state after state: off, on for this machine, after requests that were refused,
// on for the network with its token, and where another program has its port.
#pragma once

#include <QAction>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include <functional>

#include "app/server/network_look.h"
#include "tests/app/server/raw_client.h"
#include "tests/patience.h"
#include "tests/ui/studio_desk.h"
#include "ui/server/server_desk.h"
#include "ui/server/server_pane.h"
#include "ui/shared/status_line.h"

namespace server_states {

inline constexpr int kStates = 5;

inline bool waitUntil(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, kLongEnough);
}

// A port that is listened to, so that nobody else can; freed with this.
class Listener {
public:
    Listener() : m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto *plain = static_cast<sockaddr *>(static_cast<void *>(&address));
        if (::bind(m_socket, plain, length) == 0 && ::listen(m_socket, 1) == 0 &&
            ::getsockname(m_socket, plain, &length) == 0)
            m_port = ntohs(address.sin_port);
    }
    ~Listener() { ::close(m_socket); }
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    quint16 port() const { return m_port; }

private:
    int m_socket;
    quint16 m_port = 0;
};

inline quint16 freePort() {
    return Listener().port();
}

// The token goes into a file of the test's, and into nobody's keychain. Before there is a desk.
inline void withoutKeychain() {
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
}

inline QByteArray ask(quint16 port, const QByteArray &path, const QByteArray &more = {}) {
    RawClient client(port);
    if (!client.isOpen())
        return {};
    client.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                "\r\nConnection: close\r\n" + more + "\r\n");
    return client.answer();
}

inline void show(StudioDesk &desk) {
    desk.window->resize(1280, 720);
    desk.window->findChild<QAction *>(QStringLiteral("view.go_to_server"))->trigger();
}

// False: a state was not reached.
inline bool throughServer(StudioDesk &desk, const std::function<void(const QString &state)> &visit) {
    using State = app::server::SpeechServer::State;
    auto &server = desk.services.server();
    auto &settings = desk.services.settings();
    const auto reaches = [&](State state) { return waitUntil([&] { return server.state() == state; }); };
    if (!waitUntil([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); }))
        return false;
    show(desk);
    if (!waitUntil([&] { return desk.window->size() == QSize(1280, 720); }))
        return false;
    visit(QStringLiteral("server-off"));
    settings.setValue(QStringLiteral("serverPort"), freePort());
    desk.window->server().turnOn();
    if (!reaches(State::On))
        return false;
    visit(QStringLiteral("server-on"));
    ask(server.port(), "/api/health");
    ask(server.port(), "/nowhere");
    ask(server.port(), "/api/voices", "Origin: http://evil.example\r\n");
    if (!waitUntil([&] { return server.troubles().size() >= 2; }))
        return false;
    visit(QStringLiteral("server-refused"));
    settings.setValue(QStringLiteral("serverReach"), QStringLiteral("network"));
    if (!reaches(State::On) || !waitUntil([&] { return server.token().size() == 64; }))
        return false;
    const bool connected = !app::server::networkAddresses().isEmpty();
    if (!waitUntil([&] { return !connected || !desk.window->server().pane().address().contains(u"127.0.0.1"); }))
        return false;
    visit(QStringLiteral("server-network"));
    settings.setValue(QStringLiteral("serverReach"), QStringLiteral("machine"));
    const Listener other;
    settings.setValue(QStringLiteral("serverPort"), other.port());
    if (!reaches(State::Failed))
        return false;
    const auto saysWho = [&] {
        for (const auto *button : desk.window->server().pane().findChildren<QPushButton *>())
            if (button->isVisible() && button->text().contains(QRegularExpression(QStringLiteral("\\d{4,5}"))))
                return true; // another port
        return false;
    };
    if (!waitUntil(saysWho))
        return false;
    visit(QStringLiteral("server-port-taken"));
    desk.window->server().turnOff();
    return true;
}

} // namespace server_states
