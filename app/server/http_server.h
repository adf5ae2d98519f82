// The server: a thread of its own that reads requests, refuses what the guard refuses (guard.h), and hands the rest to
// the thread on which this object lives. Nothing of a request is logged.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/problem.h"
#include "app/server/route.h"

namespace app::server {

struct Limits {
    std::size_t head = 8 * 1024; // bytes
    int connections = 64;        // one more: who has not yet asked anything for the longest time makes room, else 503
    int streams = 32;            // event streams and WebSockets; one more: 503
    std::chrono::milliseconds firstTime{10'000}; // from the connection to its first byte
    std::chrono::milliseconds headTime{10'000};  // from there
    std::chrono::milliseconds idleTime{15'000};
    std::chrono::milliseconds bodyTime{30'000};
    std::chrono::milliseconds writeTime{30'000}; // for each kWritePiece, or a message of a WebSocket: see there
    std::chrono::milliseconds heartbeat{15'000}; // of event streams
    // Where all places are taken: behind an answer and of one that reads slowly; of who has just come.
    std::chrono::milliseconds keepsPlace{2'000}, isNew{100};

    static constexpr std::size_t kWritePiece = 64 * 1024; // bytes
    static constexpr std::size_t kSlowReader =
        256 * 1024; // bytes a second: who reads more slowly is behind by what it takes more
    // How long a client may take for a message of a WebSocket, which is written in one go.
    std::chrono::milliseconds timeToWrite(std::size_t bytes) const { return writeTime * (1 + bytes / kWritePiece); }
};

struct ServerOptions {
    std::string address = "127.0.0.1"; // an IP address; 0.0.0.0 and :: are all of the machine's
    std::uint16_t port = 27121;        // 0: a free one
    std::string token = {};            // asked for in `Authorization: Bearer …`; must be there beyond loopback
    bool tokenOnLoopback = false;
    // Further "name:port" that a client may call us. Where one is not this machine's own, something passes on to us
    // what others ask (a proxy), so that the token is needed on loopback too.
    std::vector<std::string> hosts = {};
    // Further origins whose pages may ask ("http://localhost:8080"); "null" (files) only where a token is needed.
    std::vector<std::string> origins = {};
    Limits limits = {};
};

// Counted since the start, but for the first three. Any thread.
struct ServerFigures {
    int connections = 0;
    int live = 0; // requests that a handler has
    int streams = 0;
    std::uint64_t requests = 0; // that were answered, refused ones among them
    std::uint64_t refused = 0;  // before a handler saw them
    std::uint64_t failed = 0;   // answered with 5xx
    std::uint64_t cutOff = 0;   // too slow, or to make room
};

// A machine that is connected.
struct ServerClient {
    std::string address; // "192.168.0.9"; empty: it went before it could be asked
    int connections = 0;
};

// A request that was refused or failed.
struct ServerTrouble {
    QDateTime when;    // UTC
    std::string route; // "POST /api/tts", as declared; empty: it never came so far
    int status = 0;
    std::string sentence; // as the client got it; nothing of what it sent
};

// Whether nobody but this machine reaches what listens there: 127.x.x.x and ::1, however they are written. Anything
// that is no address is not.
bool isThisMachineAlone(const std::string &address);

// Whether whoever asks must have the token: beyond loopback, where it is wanted, and behind a proxy.
bool isTokenNeeded(const ServerOptions &options);

class HttpServer : public QObject {
    Q_OBJECT

public:
    explicit HttpServer(QObject *parent = nullptr);
    ~HttpServer() override; // stop()

    // Before start(). See RouteTable.
    void add(Route route);
    const std::vector<Route> &routes() const;

    // Nothing: it listens. Where isTokenNeeded() it does not start without a token of at least 32 characters.
    std::optional<Problem> start(const ServerOptions &options);
    // From now on this one is asked for instead; whoever is connected is cut off, as who came with the old one may be
    // listening. Runs: nothing else changes.
    void setToken(const std::string &token);
    void stop(); // ends all connections and waits for the thread; handlers are told that their client is gone
    bool isRunning() const { return m_inside != nullptr; }
    std::uint16_t port() const;
    QString address() const; // "http://127.0.0.1:27121"; empty when it does not run
    ServerFigures figures() const;
    std::vector<ServerTrouble> troubles() const; // newest first, at most 20
    std::vector<ServerClient> clients() const;   // by address

private:
    class Inside;
    std::shared_ptr<RouteTable> m_table;
    std::unique_ptr<Inside> m_inside;
};

} // namespace app::server
