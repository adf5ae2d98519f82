#include "ui/server/activity_card.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <vector>

#include "ui/server/server_words.h"
#include "ui/shared/plain_tip.h"
#include "ui/shared/watched_figure.h"
#include "ui/theme.h"

namespace ui::server {

using app::server::ServerClient;
using app::server::ServerFigures;
using app::server::ServerTrouble;
using app::server::SpeechServer;

namespace {

constexpr int kLookEvery = 500; // ms, while it is seen
constexpr int kColumns = 2;
constexpr int kMostHeight = 260; // px of the table

struct Group { // the same, several times running
    ServerTrouble trouble;
    int times = 1;
};

std::vector<Group> grouped(const std::vector<ServerTrouble> &troubles) {
    std::vector<Group> groups;
    for (const ServerTrouble &each : troubles) {
        if (!groups.empty() && groups.back().trouble.route == each.route &&
            groups.back().trouble.status == each.status && groups.back().trouble.sentence == each.sentence)
            ++groups.back().times;
        else
            groups.push_back({each});
    }
    return groups;
}

} // namespace

ActivityCard::ActivityCard(const SpeechServer &server, QWidget *parent) : QFrame(parent), m_server(server) {
    setRole(this, "card");
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * kGrid);
    grid->setVerticalSpacing(kGrid);
    m_live = add(tr("running"), tr("Requests that the Studio works on now"), grid);
    m_waiting =
        add(tr("to be spoken"), tr("Texts of other programs that wait for their speech or are being spoken"), grid);
    m_clients = add(tr("connected"), tr("Connections of programs; 64 at most"), grid);
    m_streams = add(tr("listening"), tr("Programs that follow the chat's queue as it goes on; 32 at most"), grid);
    m_answered = add(tr("answered"), tr("Requests since the server was turned on"), grid);
    m_refused =
        add(tr("refused"), tr("Those that were not let in: without the token, from strange pages, malformed"), grid);
    m_failed = add(tr("failed"), tr("Those that the Studio could not do"), grid);
    m_cutOff = add(tr("cut off"), tr("Connections that were too slow, or had to make room for others"), grid);
    m_who = new QLabel(this);
    m_who->setTextFormat(Qt::PlainText);
    m_who->setWordWrap(true);
    m_who->setMinimumWidth(120);
    setRole(m_who, "quiet");
    m_none = new QLabel(tr("No request was refused and none has failed."), this);
    m_none->setWordWrap(true);
    setRole(m_none, "quiet");
    m_troubles = new QTableWidget(0, kColumns, this);
    m_troubles->setHorizontalHeaderLabels({tr("Request"), tr("What it means")});
    m_troubles->setAccessibleName(tr("Last errors"));
    m_troubles->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_troubles->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_troubles->setTabKeyNavigation(false);
    m_troubles->setShowGrid(false);
    m_troubles->setAlternatingRowColors(true);
    m_troubles->verticalHeader()->hide();
    m_troubles->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_troubles->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_troubles->horizontalHeader()->setSectionResizeMode(kColumns - 1, QHeaderView::Stretch);
    m_troubles->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents); // also in another width
    m_troubles->horizontalHeader()->setHighlightSections(false);
    m_troubles->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_troubles->setMaximumHeight(kMostHeight);
    auto *heading = new QLabel(tr("Requests"), this);
    setRole(heading, "heading");
    auto *errors = new QLabel(tr("Last errors"), this);
    setRole(errors, "heading");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(kGrid);
    layout->addWidget(heading);
    layout->addLayout(grid);
    layout->addWidget(m_who);
    layout->addWidget(errors);
    layout->addWidget(m_none);
    layout->addWidget(m_troubles);
    m_timer.setInterval(kLookEvery);
    connect(&m_timer, &QTimer::timeout, this, &ActivityCard::follow);
    fillTroubles();
}

// "192.168.0.9", or "127.0.0.1 (3 connections)".
QString ActivityCard::addressOf(const ServerClient &client) {
    const QString address = client.address.empty() ? tr("unknown", "a client") : QString::fromStdString(client.address);
    return client.connections == 1 ? address : tr("%1 (%2 connections)").arg(address).arg(client.connections);
}

shared::WatchedFigure *ActivityCard::add(const QString &caption, const QString &tip, QGridLayout *grid) {
    auto *figure = new shared::WatchedFigure(caption, tip, this);
    figure->setValue(QStringLiteral("0"));
    constexpr int kInRow = 4;
    grid->addWidget(figure, m_figures / kInRow, m_figures % kInRow);
    grid->setColumnStretch(m_figures % kInRow, 1);
    ++m_figures;
    return figure;
}

void ActivityCard::follow() {
    const ServerFigures figures = m_server.figures();
    const QLocale locale;
    m_live->setValue(locale.toString(figures.live));
    m_waiting->setValue(locale.toString(m_server.waitingForSpeech()));
    m_clients->setValue(locale.toString(figures.connections));
    m_streams->setValue(locale.toString(figures.streams));
    m_answered->setValue(locale.toString(qulonglong(figures.requests) - qulonglong(figures.live)));
    m_refused->setValue(locale.toString(qulonglong(figures.refused)));
    m_failed->setValue(locale.toString(qulonglong(figures.failed)));
    m_cutOff->setValue(locale.toString(qulonglong(figures.cutOff)));
    QStringList who;
    for (const ServerClient &client : m_server.clients())
        who << addressOf(client);
    m_who->setText(who.isEmpty() ? tr("Nobody is connected.")
                                 : tr("Connected: %1").arg(who.join(QStringLiteral(", "))));
    fillTroubles();
}

void ActivityCard::fillTroubles() {
    const std::vector<ServerTrouble> troubles = m_server.troubles();
    const QString newest =
        troubles.empty()
            ? QString()
            : troubles.front().when.toString(Qt::ISODateWithMs) + QString::number(m_server.figures().refused) + u' ' +
                  QString::number(m_server.figures().failed) + u' ' + QString::number(troubles.size());
    m_none->setVisible(troubles.empty());
    m_troubles->setVisible(!troubles.empty());
    if (newest == m_shown)
        return;
    m_shown = newest;
    const std::vector<Group> groups = grouped(troubles);
    const int row = m_troubles->currentRow();
    m_troubles->setRowCount(int(groups.size()));
    int at = 0;
    for (const Group &group : groups) {
        const ServerTrouble &trouble = group.trouble;
        const QString time = QLocale().toString(trouble.when.toLocalTime().time(), QStringLiteral("HH:mm:ss"));
        const QString route =
            trouble.route.empty() ? tr("unknown", "a request") : QString::fromStdString(trouble.route);
        const QString said = QString::fromStdString(trouble.sentence);
        const QString status = group.times > 1
                                   ? tr("%1, %n times", "a status, and how often", group.times).arg(trouble.status)
                                   : QString::number(trouble.status);
        const QString request = route + u'\n' + tr("%1: %2", "when a request came, and its status").arg(time, status);
        int column = 0;
        for (const QString &text : {request, meaningOf(trouble)}) { // two columns: what it means needs the room
            auto *item = new QTableWidgetItem(text);
            item->setToolTip(shared::plainTip(said));
            item->setTextAlignment(Qt::AlignLeft | Qt::AlignTop);
            m_troubles->setItem(at, column++, item);
        }
        ++at;
    }
    if (row >= 0)
        m_troubles->setCurrentCell(std::min(row, at - 1), 0);
}

void ActivityCard::showEvent(QShowEvent *event) {
    QFrame::showEvent(event);
    follow();
    m_timer.start();
}

void ActivityCard::hideEvent(QHideEvent *event) {
    m_timer.stop();
    QFrame::hideEvent(event);
}

} // namespace ui::server

#include "moc_activity_card.cpp"
