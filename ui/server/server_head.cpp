#include "ui/server/server_head.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/server/server_acts.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::server {

using app::server::PortLook;
using app::server::SpeechServer;
using State = SpeechServer::State;

namespace {

QLabel *makeWords(QWidget *parent) {
    auto *words = new QLabel(parent);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    words->setMinimumWidth(120);
    return words;
}

void setLook(QPushButton *button, const char *role) {
    if (button->property("role").toByteArray() == role)
        return;
    setRole(button, role);
}

} // namespace

ServerHead::ServerHead(const SpeechServer &server, ServerActs &acts, QWidget *parent)
    : QWidget(parent), m_server(server), m_acts(acts) {
    m_icon = new shared::IconLabel(shared::icon(u"server", shared::Tone::Quiet), 32, this);
    m_heading = makeWords(this);
    setRole(m_heading, "heading");
    m_words = makeWords(this);
    m_address = new shared::ElidedLabel(this);
    m_address->setTextFormat(Qt::PlainText);
    m_address->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_copy = new QToolButton(this);
    m_copy->setDefaultAction(m_acts[ServerActs::CopyAddress]);
    m_copy->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_copy->setAccessibleName(tr("Copy the address"));
    m_copy->setIconSize(QSize(20, 20));
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_switch = new QPushButton(this);
    connect(m_switch, &QPushButton::clicked, this, &ServerHead::switchWanted);

    auto *where = new QHBoxLayout;
    where->setSpacing(kGrid / 2);
    where->addWidget(m_address, 0, Qt::AlignVCenter);
    where->addWidget(m_copy);
    where->addStretch(1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(kGrid / 2);
    texts->addWidget(m_heading);
    texts->addLayout(where);
    texts->addWidget(m_words);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_switch, 0, Qt::AlignTop);

    m_trouble = new QFrame(this);
    setRole(m_trouble, "card");
    auto *icon = new shared::IconLabel(shared::icon(u"warning", shared::Tone::Attention), 20, m_trouble);
    m_why = makeWords(m_trouble);
    m_otherPort = new QPushButton(m_trouble);
    m_newToken = new QPushButton(tr("Make a new token"), m_trouble);
    connect(m_otherPort, &QPushButton::clicked, this, [this] { Q_EMIT portWanted(m_look.freePort); });
    connect(m_newToken, &QPushButton::clicked, m_acts[ServerActs::NewToken], &QAction::trigger);
    auto *mend = new QHBoxLayout(m_trouble);
    mend->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    mend->setSpacing(kGrid);
    mend->addWidget(icon, 0, Qt::AlignTop);
    mend->addWidget(m_why, 1);
    mend->addWidget(m_otherPort);
    mend->addWidget(m_newToken);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addLayout(row);
    layout->addWidget(m_trouble);
}

void ServerHead::follow(bool network, int port, const QString &address) {
    const State state = m_server.state();
    const bool on = state == State::On;
    m_icon->setIcon(on ? shared::icon(u"server", shared::Tone::Good) : shared::icon(u"server", shared::Tone::Quiet));
    m_address->setText(address);
    m_address->setVisible(on);
    m_copy->setVisible(on);
    m_words->setVisible(!on);
    switch (state) {
    case State::Off:
    case State::Failed:
        m_heading->setText(tr("Let other programs speak through the Studio"));
        m_words->setText(tr("A server takes text over HTTP and answers with speech in your voices: for chat bots, "
                            "overlays, scripts and programs made for OpenAI or for iShowTTS."));
        m_switch->setText(state == State::Off ? tr("Turn on") : tr("Try again"));
        setLook(m_switch, "primary");
        break;
    case State::Starting:
        m_heading->setText(tr("The server starts"));
        m_words->setText(tr("Its token is looked up. A desktop's keychain may ask to be unlocked."));
        m_switch->setText(tr("Cancel"));
        setLook(m_switch, "");
        break;
    case State::On:
        m_heading->setText(network ? tr("On, for the whole network") : tr("On, for this machine"));
        m_switch->setText(tr("Turn off"));
        setLook(m_switch, "");
        break;
    }
    showTrouble(port);
}

void ServerHead::setPort(int port, const PortLook &look) {
    m_port = port;
    m_look = look;
}

void ServerHead::showTrouble(int port) {
    const bool failed = m_server.state() == State::Failed;
    m_trouble->setVisible(failed);
    const bool looked = failed && port == m_port;
    if (!looked) {
        m_look = {};
        m_port = 0;
    }
    if (!failed)
        return;
    QString who;
    if (m_look.taken && m_look.isOurs)
        who = tr("Another iShowTTS listens there (process %1), perhaps “ishowtts serve”. Programs may as well use "
                 "that one.")
                  .arg(m_look.process);
    else if (m_look.taken && !m_look.program.isEmpty())
        who = tr("“%1” listens there (process %2).").arg(m_look.program).arg(m_look.process);
    else if (m_look.taken)
        who = tr("A program of somebody else, or of the system, listens there.");
    else
        who = m_server.problem().remedy;
    m_why->setText(m_server.problem().what + u' ' + who);
    m_otherPort->setVisible(m_look.taken && m_look.freePort > 0);
    m_otherPort->setText(tr("Use port %1").arg(m_look.freePort));
    m_newToken->setVisible(m_server.isTokenNeeded() && looked && !m_look.taken);
}

void ServerHead::focusSwitch() {
    m_switch->setFocus(Qt::ShortcutFocusReason);
}

} // namespace ui::server

#include "moc_server_head.cpp"
