// Between the handler's end of a request (exchange.h) and the connection that moves its bytes: what is to be sent waits
// here, and what the client does is told from here. Any thread; callbacks are posted to the services' thread.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/server/http_message.h"

namespace app::server {

class Wire : public std::enable_shared_from_this<Wire> {
public:
    struct Piece {
        enum class Kind {
            Answer,  // response, whole
            Head,    // response without its length: what follows are Bytes
            Bytes,   // of a body
            End,     // of a body
            Cut,     // of a body that is not whole
            Upgrade, // becomes a WebSocket
            Text,    // a message
            Binary,  // a message
            Close,   // of the WebSocket, with `code`
        };
        Kind kind = Kind::Bytes;
        std::string bytes = {};
        std::shared_ptr<const std::string> shared = {}; // instead of `bytes`, where several wires send the same
        HttpResponse response = {};
        int code = 0;

        const std::string &what() const { return shared ? *shared : bytes; }
    };
    using Post = std::function<void(std::function<void()>)>; // runs something on the services' thread, or never

    explicit Wire(Post post) : m_post(std::move(post)) {}

    // The handler's end.
    bool push(Piece piece); // false: gone, or ended by an earlier piece
    bool isLive() const;    // not gone and not ended
    bool isGone() const;
    std::size_t waitingBytes() const;
    std::size_t waitingPieces() const;
    void onRoom(std::size_t below, std::function<void()> then); // once, when fewer bytes wait
    void onGone(std::function<void()> then);                    // each once; at once (posted) when it is already
    void onMessage(std::function<void(const std::string &, bool binary)> then);
    void setEvents(); // heartbeats are wanted
    bool isEvents() const;

    // The connection's end.
    void setWake(std::function<void()> wake); // called on whatever thread pushes, outside of the lock
    std::optional<Piece> take();
    void sent(std::size_t bytes); // of pieces that were taken: they wait no more
    // The client is gone, or it is too late: whatever is pushed from now on is thrown away. False: it was so before, or
    // (unless evenIfBegun) an answer has begun.
    bool leave(bool evenIfBegun = true);
    void done(); // all was sent; nobody is told anything any more
    void message(std::string bytes, bool binary);
    std::size_t unread() const; // messages that the services have not had yet
    bool hasBegun() const;      // a piece was pushed

private:
    Post m_post;
    mutable std::mutex m_mutex;
    std::deque<Piece> m_pieces;
    std::size_t m_bytes = 0; // of pieces, and of what was taken and is not sent
    std::size_t m_count = 0;
    std::size_t m_unread = 0;
    bool m_begun = false;
    bool m_ended = false;
    bool m_gone = false;
    bool m_events = false;
    std::function<void()> m_wake;
    std::size_t m_roomBelow = 0;
    std::function<void()> m_onRoom;
    std::vector<std::function<void()>> m_onGone;
    std::shared_ptr<const std::function<void(const std::string &, bool)>> m_onMessage;
};

} // namespace app::server
