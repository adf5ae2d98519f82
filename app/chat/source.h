// Where messages come from: one face for every platform. A source lives on the chat thread (chat_reader.h) and never
// blocks it. There is at most one attempt to connect in flight; start() twice is start() once.
//
// Proof on paper that it fits: Twitch IRC (one connection, lines), EventSub (a second connection taken over without
// loss: still one source, duplicates dropped by id), YouTube (polling: Waiting with nextTry is its normal pause,
// remaining quota in `detail`; its first page is history), Bilibili open-live (HTTP start, heartbeat, socket: Joining
// until the auth reply), replay, crowd, and lines typed by the operator (always Live).
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "app/chat/message.h"
#include "app/problem.h"

namespace app::chat {

struct SourceState {
    enum class Phase {
        Off,        // not started, or stopped, or a replay at its end
        Connecting, // address, TLS
        Joining,    // logged in or about to be; the channel has not confirmed
        Live,       // messages come
        Waiting,    // lost or refused for now; tries again at nextTry
        Failed,     // will not try again by itself: wrong token, no such channel, unreadable file
    };

    Phase phase = Phase::Off;
    QString name;   // which one, as it was started (ChatReader::start), which fills it in
    QString source; // as Message::source; several may have one
    QString channel;
    Problem problem;      // Waiting and Failed: why, what to do; else empty
    qint64 nextTry = 0;   // Waiting: ms since 1970 UTC
    int attempts = 0;     // since it was last Live
    int roundTripMs = -1; // of the last own PING; -1: unknown
    double done = -1;     // a replay: 0…1; -1: has no end
    QString detail;       // e.g. the server's address
};

QString wordFor(SourceState::Phase phase); // "live": as on the wire

class Source : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    virtual void stop() = 0;                 // nothing is received after it returned
    virtual void reconnectNow() { start(); } // in Waiting: now; in Live: anew

Q_SIGNALS:
    void received(const app::chat::MessagePtr &message);
    void copied(const app::chat::MessagePtr &message); // left out: another brought it, or it was deleted
    void removed(const app::chat::Removal &removal);
    void stateChanged(const app::chat::SourceState &state);
};

} // namespace app::chat

Q_DECLARE_METATYPE(app::chat::SourceState)
