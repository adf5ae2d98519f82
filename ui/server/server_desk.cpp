#include "ui/server/server_desk.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSignalBlocker>
#include <QTimer>

#include "app/server/guard.h"
#include "app/server/network_look.h"
#include "app/settings/settings.h"
#include "ui/server/server_acts.h"
#include "ui/server/server_pane.h"
#include "ui/shared/notice_bar.h"

namespace ui::server {

using app::server::PortLook;
using app::server::ServerOptions;
using app::server::SpeechServer;
using shared::Notice;
using State = SpeechServer::State;

namespace {

const QString kSubject = QStringLiteral("server");
const QString kReach = QStringLiteral("serverReach");
const QString kPort = QStringLiteral("serverPort");
const QString kStarts = QStringLiteral("serverStarts");
const QString kOrigins = QStringLiteral("serverOrigins");
const QString kHosts = QStringLiteral("serverHosts");

bool forNetwork(const app::Settings &settings) {
    return settings.value(kReach).toString() == u"network";
}

std::vector<std::string> listed(const QString &text) {
    std::vector<std::string> all;
    for (const QString &each : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString one = each.trimmed(); !one.isEmpty())
            all.push_back(one.toStdString());
    }
    return all;
}

ServerOptions optionsOf(const app::Settings &settings) {
    ServerOptions options;
    options.address = forNetwork(settings) ? "0.0.0.0" : "127.0.0.1";
    options.port = std::uint16_t(settings.value(kPort).toInt());
    options.origins = listed(settings.value(kOrigins).toString());
    options.hosts = listed(settings.value(kHosts).toString());
    if (!isTokenNeeded(options)) // any page can say that it is from a file
        std::erase_if(options.origins, [](const std::string &each) { return app::server::originFrom(each) == "null"; });
    return options;
}

} // namespace

ServerDesk::ServerDesk(Uses uses, QWidget *window, QWidget *docks)
    : QObject(window), m_uses(uses), m_acts(new ServerActs(this)),
      m_pane(new ServerPane(uses.server, uses.settings, *m_acts, docks)) {
    const auto on = [this](ServerActs::Act act, auto what) {
        connect((*m_acts)[act], &QAction::triggered, this, what);
    };
    on(ServerActs::Switch, [this](bool checked) { checked ? turnOn() : turnOff(); });
    on(ServerActs::CopyAddress, [this] { copy(m_pane->address(), tr("The address is copied.")); });
    on(ServerActs::CopyToken, [this] { copy(m_uses.server.token(), tr("The token is copied. Keep it to yourself.")); });
    on(ServerActs::CopyCurl, [this] { copy(m_pane->tryLine(false), tr("The line is copied. It makes hello.wav.")); });
    on(ServerActs::CopyPython, [this] {
        copy(m_pane->tryLine(true),
             tr("The lines are copied. They need the package openai (pip install openai) and make hello.wav."));
    });
    on(ServerActs::NewToken, [this] {
        m_oldToken = m_uses.server.token();
        m_uses.server.renewToken();
    });
    connect(m_pane, &ServerPane::switchWanted, this, [this] {
        const State state = m_uses.server.state();
        state == State::Off || state == State::Failed ? turnOn() : turnOff();
    });
    connect(m_pane, &ServerPane::portWanted, this, [this](int port) { m_uses.settings.setValue(kPort, port); });
    connect(&m_uses.server, &SpeechServer::changed, this, &ServerDesk::follow);
    connect(&m_uses.server, &SpeechServer::tokenNotRenewed, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject + QStringLiteral(".token"), problem, {});
    });
    connect(&m_uses.settings, &app::Settings::changed, this, &ServerDesk::followSetting);
    follow();
    if (m_uses.settings.value(kStarts).toBool())
        QTimer::singleShot(0, this, [this] {
            m_byItself = true;
            m_uses.server.turnOn(optionsOf(m_uses.settings));
        });
}

void ServerDesk::fillMenu(QMenu &menu) const {
    menu.setToolTipsVisible(true);
    menu.addActions(m_acts->all());
}

void ServerDesk::turnOn() {
    m_byItself = false;
    m_uses.server.turnOn(optionsOf(m_uses.settings));
    Q_EMIT wanted();
}

void ServerDesk::turnOff() {
    m_uses.server.turnOff();
}

void ServerDesk::followSetting(const QString &key) {
    if (key == kPort || key == kReach || key == kOrigins || key == kHosts) {
        m_byItself = false;
        if (m_uses.server.state() != State::Off)
            m_uses.server.turnOn(optionsOf(m_uses.settings));
    }
    if (key == kPort || key == kReach || key == kStarts || key == kOrigins || key == kHosts || key == u"voice")
        m_pane->follow();
}

void ServerDesk::follow() {
    const State state = m_uses.server.state();
    const bool on = state == State::On;
    const QString off = on ? QString() : tr("the server is off");
    const bool needed = m_uses.server.isTokenNeeded();
    const QString tokenless = !on ? off : needed ? QString() : tr("on this machine no token is needed");
    for (const auto act : {ServerActs::CopyAddress, ServerActs::CopyCurl, ServerActs::CopyPython})
        m_acts->setMissing(act, off);
    m_acts->setMissing(ServerActs::CopyToken, tokenless);
    m_acts->setMissing(ServerActs::NewToken, state == State::Failed && needed ? QString() : tokenless);
    (*m_acts)[ServerActs::Switch]->setChecked(on || state == State::Starting);
    m_pane->follow();
    if (state == State::Failed || on)
        lookAtNetwork();
    if (state != State::Failed)
        m_uses.notices.withdraw(kSubject + QStringLiteral(".failed"));
    else if (m_state != State::Failed)
        tellOfFailure();
    if (on && m_oldToken && !m_uses.server.token().isEmpty() && *m_oldToken != m_uses.server.token()) {
        m_oldToken.reset();
        m_uses.notices.withdraw(kSubject + QStringLiteral(".token"));
        say(tr("There is a new token: whoever has the old one is refused."));
    }
    m_state = state;
}

// Who has the port, or how others may call us.
void ServerDesk::lookAtNetwork() {
    const bool failed = m_uses.server.state() == State::Failed;
    const int port = m_uses.settings.value(kPort).toInt();
    if (!failed && !forNetwork(m_uses.settings))
        return;
    m_thread.post([this, failed, port] {
        const PortLook look = failed ? app::server::lookAtPort(port) : PortLook{};
        const QStringList own = failed ? QStringList() : app::server::networkAddresses();
        QMetaObject::invokeMethod(this, [this, failed, port, look, own] {
            if (failed && port == m_uses.settings.value(kPort).toInt())
                m_pane->setPort(port, look);
            else if (!failed)
                m_pane->setOwnAddresses(own);
        });
    });
}

// Only of what the person did not just ask for: then the pane says it.
void ServerDesk::tellOfFailure() {
    if (!m_byItself)
        return;
    m_uses.notices.post(Notice::Kind::Attention, kSubject + QStringLiteral(".failed"), m_uses.server.problem(),
                        {{tr("Show the server"), [this] { Q_EMIT wanted(); }}});
}

void ServerDesk::copy(const QString &what, const QString &said) {
    QGuiApplication::clipboard()->setText(what);
    say(said);
}

void ServerDesk::say(const QString &what) {
    m_uses.notices.post({Notice::Kind::Good, what, {}, {}, {}, kSubject});
}

} // namespace ui::server

#include "moc_server_desk.cpp"
