#include "ui/server/server_pane.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include "app/settings/settings.h"
#include "ui/server/access_card.h"
#include "ui/server/activity_card.h"
#include "ui/server/server_acts.h"
#include "ui/server/server_head.h"
#include "ui/server/try_card.h"
#include "ui/theme.h"

namespace ui::server {

using app::server::SpeechServer;

namespace {

constexpr int kWidest = 760; // px; longer lines are hard to read

} // namespace

ServerPane::ServerPane(const SpeechServer &server, app::Settings &settings, ServerActs &acts, QWidget *parent)
    : QWidget(parent), m_server(server), m_settings(settings) {
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new QWidget(scroll);
    auto *column = new QWidget(page);
    column->setMaximumWidth(kWidest);
    m_head = new ServerHead(server, acts, column);
    m_access = new AccessCard(server, settings, acts, column);
    m_try = new TryCard(acts, column);
    m_activity = new ActivityCard(server, column);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    layout->addWidget(m_head);
    layout->addWidget(m_access);
    layout->addWidget(m_try);
    layout->addWidget(m_activity);
    layout->addStretch(1);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(column, 100);
    row->addStretch(1);
    scroll->setWidget(page);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    setMinimumHeight(120);
    connect(m_head, &ServerHead::switchWanted, this, &ServerPane::switchWanted);
    connect(m_head, &ServerHead::portWanted, this, &ServerPane::portWanted);
    connect(m_access, &AccessCard::addressChanged, this, &ServerPane::follow);
    follow();
}

void ServerPane::follow() {
    const bool on = m_server.state() == SpeechServer::State::On;
    const bool network = m_settings.value(QStringLiteral("serverReach")).toString() == u"network";
    m_access->follow();
    m_head->follow(network, address());
    m_try->setVisible(on);
    m_activity->setVisible(on);
    if (on) {
        m_try->show({address(), network ? m_server.token() : QString(), m_settings.voiceId()},
                    m_access->isTokenShown());
        m_activity->follow();
    }
}

void ServerPane::setPort(int port, const app::server::PortLook &look) {
    m_head->setPort(port, look);
    follow();
}

void ServerPane::setOwnAddresses(const QStringList &addresses) {
    m_access->setOwnAddresses(addresses);
    follow();
}

QString ServerPane::address() const {
    return m_access->address();
}

QString ServerPane::tryLine(bool python) const {
    return m_try->line(python);
}

void ServerPane::focusSwitch() {
    m_head->focusSwitch();
}

} // namespace ui::server

#include "moc_server_pane.cpp"
