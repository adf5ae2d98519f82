// Twitch's chat on this machine, as far as a reader of channels sees it, each on a connection of its own: IRC over TCP
// or TLS (with the certificate of tests/data/tls, for "localhost"), log-in, CAP, JOIN, ROOMSTATE, PING both ways, and
// everything that goes wrong there. It has a thread of its own; every function may be called from any other.
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QList>
#include <QSslCertificate>
#include <QString>
#include <QThread>

#include <memory>
#include <vector>

#include "app/chat/message.h"
#include "app/chat/twitch_source.h"

struct FakeTwitchHabits {
    bool tls = false;
    bool welcomes = true;     // 001 after the log-in
    bool confirmsJoin = true; // ROOMSTATE; as for a channel that is not there: nothing
    bool refusesLogin = false;
    bool suspended = false; // the channel
    bool answersPing = true;
    int slowByMs = 0; // before each answer
    int port = 0;     // 0: any that is free
};

class FakeTwitch {
public:
    explicit FakeTwitch(FakeTwitchHabits habits = {});
    ~FakeTwitch();

    app::chat::TwitchAddress address() const;
    void change(const FakeTwitchHabits &habits); // what comes next is done so; not the port or TLS

    // To everybody who has joined.
    void send(const QByteArray &bytes); // as it is
    void say(const QByteArray &user, const QString &text, const QByteArray &id = {}, const QByteArray &tags = {});
    void say(const app::chat::Message &message); // as Twitch would put it
    // In one channel, to those who have joined it.
    void sendIn(const QByteArray &channel, const QByteArray &bytes);
    void sayIn(const QByteArray &channel, const QByteArray &user, const QString &text, const QByteArray &id = {},
               const QByteArray &tags = {});
    void dropIn(const QByteArray &channel);
    int joinedIn(const QByteArray &channel) const;
    QByteArray roomOf(const QByteArray &channel) const; // its id; 77 is that of the first that anybody joined
    static QByteArray lineOf(const app::chat::Message &message, const QByteArray &channel);
    void ping(); // and waits for the PONG, see pongs()

    void drop();             // closes every connection
    void reset();            // likewise, with an RST
    void setOpen(bool open); // whether it listens at all

    int connections() const; // so far
    int mostAtOnce() const;
    int joined() const;                // now
    QByteArrayList lines() const;      // that were received
    std::vector<double> pongs() const; // ms from ping() to its PONG
    int missedPongs() const;           // pings without one
    static QByteArray certificateOf(); // PEM

private:
    class Room;

    const bool m_tls;
    QThread m_thread;
    Room *m_room = nullptr;
    quint16 m_port = 0;
};
