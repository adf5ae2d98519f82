// What the server does: who is connected, what runs, how many were answered, and the last ones that were not.
#pragma once

#include <QFrame>
#include <QTimer>

#include "app/server/speech_server.h"

class QGridLayout;
class QLabel;
class QTableWidget;

namespace ui::shared {
class WatchedFigure;
}

namespace ui::server {

class ActivityCard : public QFrame {
    Q_OBJECT

public:
    explicit ActivityCard(const app::server::SpeechServer &server, QWidget *parent = nullptr);

    void follow();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    static QString addressOf(const app::server::ServerClient &client);
    shared::WatchedFigure *add(const QString &caption, const QString &tip, QGridLayout *grid);
    void fillTroubles();

    const app::server::SpeechServer &m_server;
    shared::WatchedFigure *m_live, *m_waiting, *m_clients, *m_streams, *m_answered, *m_refused, *m_failed, *m_cutOff;
    int m_figures = 0;
    QLabel *m_who;
    QLabel *m_none;
    QTableWidget *m_troubles;
    QString m_shown; // of the newest trouble, to know whether there are others
    QTimer m_timer;
};

} // namespace ui::server
