// What all connections of a running server share. The server's thread, unless it says otherwise.
#pragma once

#include <QDateTime>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/guard.h"
#include "app/server/http_server.h"
#include "app/server/route.h"

namespace app::server {

// A connection, as those see it that end it.
class Peer {
public:
    virtual ~Peer() = default;
    virtual void cut() = 0;
    // Since when the client keeps us waiting, for bytes of a request or for room for an answer; none: it does not.
    std::optional<std::chrono::steady_clock::time_point> waitsSince;
    std::chrono::steady_clock::time_point letInUntil; // its request has passed the guard, and its body comes meanwhile
    bool wasServed = false;                           // a request of it came to a handler
    bool isServed = false;                            // and its answer is not yet written
};

struct ServerState {
    std::shared_ptr<const RouteTable> table;
    GuardRules guard;
    Limits limits;
    std::function<void(std::function<void()>)> post; // onto the services' thread; any thread

    std::set<Peer *> peers;
    std::set<std::string> ids; // of the requests that are live
    std::size_t uploads = 0;   // bytes that bodies above kBodyLimit may take, at most kMostUploads
    static constexpr std::size_t kMostUploads = 64 * 1024 * 1024;
    int turnedAway = 0; // connections beyond the limit that are told so now, at most kMostTurnedAway
    static constexpr int kMostTurnedAway = 32;

    std::atomic<int> connections = 0, live = 0, streams = 0;
    std::atomic<std::uint64_t> requests = 0, refused = 0, failed = 0, cutOff = 0;

    void note(const Route *route, int status, std::string_view sentence); // an answer of 400 or more
    std::vector<ServerTrouble> noted() const;                             // any thread
    void come(const std::string &client);                                 // a connection of this address
    void go(const std::string &client);
    std::vector<ServerClient> clients() const; // any thread

private:
    static constexpr std::size_t kMostNoted = 20;
    mutable std::mutex m_mutex;
    std::deque<ServerTrouble> m_troubles;
    std::map<std::string, int> m_clients; // connections by address
};

// "POST /api/tts"
std::string nameOf(const Route &route);
std::string_view reasonOf(int status); // "Not Found"
std::string newRequestId();
// The client's own id, where it is a UUID that no live request has; else a new one.
std::string requestId(const ServerState &state, std::string_view asked);

// The head of an answer; `length` none: its body is as long as it gets, in chunks or until the connection ends. What
// would end a line is left out of values.
enum class Framing { Chunks, UntilTheEnd };
std::string headText(const HttpResponse &response, const std::string &id, std::optional<std::size_t> length,
                     bool keepAlive, const std::optional<std::string> &guest, Framing framing = Framing::Chunks);

} // namespace app::server
