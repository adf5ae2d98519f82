#include "ui/server/server_pane.h"

#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <initializer_list>

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
constexpr int kGap = 12;
constexpr int kLowest = 120;

void layOut(QWidget *column, std::initializer_list<QWidget *> cards) {
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    for (QWidget *card : cards)
        layout->addWidget(card);
    layout->addStretch(1);
}

} // namespace

ServerPane::ServerPane(const SpeechServer &server, app::Settings &settings, ServerActs &acts, QWidget *parent)
    : QWidget(parent), m_server(server), m_settings(settings) {
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new QWidget(scroll);
    auto *left = new QWidget(page);
    auto *right = new QWidget(page);
    m_head = new ServerHead(server, acts, left);
    m_access = new AccessCard(server, settings, acts, left);
    m_try = new TryCard(acts, right);
    m_activity = new ActivityCard(server, right);
    layOut(left, {m_head, m_access});
    layOut(right, {m_try, m_activity});
    m_columns = new QBoxLayout(QBoxLayout::TopToBottom, page);
    m_columns->setContentsMargins(kGap, kGap, kGap, kGap);
    m_columns->setSpacing(kGap);
    m_columns->addWidget(left, 1);
    m_columns->addWidget(right, 1);
    scroll->setWidget(page);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    connect(m_head, &ServerHead::switchWanted, this, &ServerPane::switchWanted);
    connect(m_head, &ServerHead::portWanted, this, &ServerPane::portWanted);
    connect(m_access, &AccessCard::addressChanged, this, &ServerPane::follow);
    connect(m_access, &AccessCard::wrongShown, scroll,
            [this, scroll] { scroll->ensureWidgetVisible(m_access->wrong()); });
    follow();
}

void ServerPane::follow() {
    const bool on = m_server.state() == SpeechServer::State::On;
    const bool network = m_settings.value(QStringLiteral("serverReach")).toString() == u"network";
    m_access->follow();
    m_head->follow(network, m_settings.value(QStringLiteral("serverPort")).toInt(), address());
    m_try->parentWidget()->setVisible(on);
    if (on) {
        m_try->show({address(), m_server.token(), m_settings.voiceId()}, m_access->isTokenShown());
        m_activity->follow();
    }
    arrange();
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

// Around and between the columns, and the scroll bar.
int ServerPane::besides() const {
    return 3 * kGap + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
}

QSize ServerPane::minimumSizeHint() const {
    const int widest =
        std::max(m_head->parentWidget()->minimumSizeHint().width(), m_try->parentWidget()->minimumSizeHint().width());
    return {widest + besides(), kLowest};
}

// As many columns as there is room for, none wider than is good to read.
void ServerPane::arrange() {
    const QWidget *left = m_head->parentWidget();
    const QWidget *right = m_try->parentWidget();
    const int needed = left->minimumSizeHint().width() + right->minimumSizeHint().width() + besides();
    const bool both = !right->isHidden() && width() >= needed;
    m_columns->setDirection(both ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const int wanted = (both ? 2 * kWidest : kWidest) + besides();
    const int side = kGap + std::max(0, width() - wanted) / 2;
    m_columns->setContentsMargins(side, kGap, side, kGap);
}

void ServerPane::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace ui::server

#include "moc_server_pane.cpp"
