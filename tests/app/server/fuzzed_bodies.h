// What is in requests and frames of clients, made hostile, for handlers that are the real ones: JSON, forms,
// WebSockets. Heads are right, as fuzzed_requests.h has the wrong ones.
#pragma once

#include <QByteArray>

#include <memory>
#include <random>

#include "tests/app/server/raw_client.h"

namespace fuzzed_bodies {

struct Sent {
    QByteArray bytes;
    int requests = 1;     // or frames
    bool frames = false;  // a WebSocket and what comes over it
    bool refused = false; // may be answered with 501, 502: it starts a chat
};

// For a server that listens as `host`. One of 200 or so is spoken.
Sent make(std::mt19937_64 &random, const QByteArray &host);

// A client that sends one after another. Not on the handlers' thread.
class Client {
public:
    explicit Client(quint16 port) : m_port(port) {}
    // What is wrong with the answer: none, one that fails, one that does not end; empty: nothing.
    QByteArray flawOf(const Sent &sent);

private:
    QByteArray flawOfSocket(const Sent &sent) const;

    const quint16 m_port;
    std::unique_ptr<RawClient> m_client;
};

} // namespace fuzzed_bodies
