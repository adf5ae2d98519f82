// A channel of Twitch by IRC (dev.twitch.tv/docs/chat/irc): over TLS, anonymous or with a login and its token. Joins,
// says what happens there as messages and removals, answers and sends pings, and comes back after every loss, as
// connection_schedule.h plans it. A refused token and a channel that is not there end in Failed, all else in Waiting.
//
// Each channel has a source and a connection of its own; those of a company share what Twitch allows them together, and
// what comes to several of them (twitch_company.h).
//
// Lives on one thread and blocks it never. The token is in no state, no problem and no message.
#pragma once

#include <QList>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTimer>

#include <memory>

#include "app/chat/connection_schedule.h"
#include "app/chat/line_splitter.h"
#include "app/chat/source.h"
#include "app/chat/twitch_company.h"
#include "app/chat/twitch_line.h"

namespace app::chat {

// Where the server is. Tests name their own.
struct TwitchAddress {
    QString host = QStringLiteral("irc.chat.twitch.tv");
    quint16 port = 6697;
    bool tls = true;
    QList<QSslCertificate> authorities; // trusted besides the system's
    ConnectionLimits limits;

    // With what ISHOWTTS_TWITCH_HOST, ISHOWTTS_TWITCH_PORT (1…65535) and ISHOWTTS_TWITCH_TLS (0: plain) say otherwise.
    static TwitchAddress fromEnvironment();
};

struct TwitchLogin {
    QString channel; // as typed: a name or an address
    QString login;   // empty: anonymous
    QString token;   // with or without "oauth:"; counts with a login only
};

class TwitchSource : public Source {
    Q_OBJECT

public:
    explicit TwitchSource(TwitchLogin login, TwitchAddress address = TwitchAddress::fromEnvironment(),
                          std::shared_ptr<TwitchCompany> company = std::make_shared<TwitchCompany>(),
                          QObject *parent = nullptr);
    ~TwitchSource() override;

    void start() override;
    void stop() override;
    void reconnectNow() override;

    qint64 unreadableLines() const { return m_unreadable; }   // in which there was no command
    qint64 skippedLines() const { return m_lines.skipped(); } // over 64 KiB

private:
    void step(); // what the schedule says is due; sets the timer
    void connectSocket();
    void closeSocket();
    void enterRoom(const QString &room);
    void leaveRoom();
    void letGo();        // what is due of its room
    void leaveCompany(); // what it holds for a live channel is that one's then, and is read
    void logIn();
    void read();
    void take(const TwitchLine &line);
    void takeWritten(const Message &message, const TwitchLine &line);
    void takeRemoval(Removal removal);
    void takeNotice(const TwitchLine &line);
    void send(const QByteArray &line);
    void lose(const Problem &problem);
    void fail(const Problem &problem);
    void tell();
    qint64 now() const { return m_company->clock.elapsed(); }
    Problem whyLost(QAbstractSocket::SocketError error, const QString &detail) const;

    const TwitchLogin m_login;
    const TwitchAddress m_address;
    const QString m_channel; // empty: what was typed is none
    const std::shared_ptr<TwitchCompany> m_company;
    ConnectionSchedule m_schedule;
    QTimer m_timer;
    QTimer m_letGo; // runs while copies of its room are held
    QSslSocket *m_socket = nullptr;
    LineSplitter m_lines;
    QString m_room;     // the channel's id, while it is live: from the first line that says it
    QString m_ours;     // likewise, from start() on if it was live before
    SourceState m_told; // the last that was
    Problem m_problem;
    bool m_failed = false;
    bool m_loggedIn = false;   // in this connection
    bool m_everJoined = false; // since start()
    qint64 m_unreadable = 0;
    qint64 m_pingedAt = -1;
    int m_roundTrip = -1;
};

} // namespace app::chat
