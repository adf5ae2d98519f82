// The handler's end of one request. Lives on the services' thread (that of HttpServer), as do all callbacks; what is
// said to be of any thread may be called from others.
//
// A handler keeps the pointer as long as it works and answers once: whole, as a stream, or by taking the WebSocket that
// was asked for. An exchange that is let go without an answer answers 500. "Gone": the client left, the route's
// deadline has passed (it was told so), or the server stops. What is sent then is thrown away.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/server/http_message.h"
#include "app/server/route.h"

namespace app::server {

class Wire;

// A body that is written while it is made (chunked). Let go without finish(): the client sees that it was cut off.
class BodyStream {
public:
    static constexpr std::size_t kMostWaiting = 1024 * 1024; // bytes that may wait for a slow client

    explicit BodyStream(std::shared_ptr<Wire> wire);
    ~BodyStream();
    BodyStream(const BodyStream &) = delete;
    BodyStream &operator=(const BodyStream &) = delete;

    // False: gone, or there was no room; nothing was taken. A piece is taken whole when there is room for a byte.
    bool write(std::string bytes); // any thread
    bool hasRoom() const;          // any thread
    // Called once, when at most half of the room is used.
    void onRoom(std::function<void()> then);
    void finish();       // all was written; the connection stays
    bool isLive() const; // any thread; false once gone or finished
    void onGone(std::function<void()> then);

private:
    std::shared_ptr<Wire> m_wire;
};

struct ServerEvent {
    std::string id;   // none: leave the last one; no line break, as in `name`
    std::string name; // none: "message"
    std::string data; // may have several lines
};

// Server-sent events. A comment goes out every 15 s without an event. A client for whom more than 256 events or 1 MiB
// wait gets the event `lagged` as its last one, and is gone.
class EventStream {
public:
    static constexpr std::size_t kMostWaiting = 256;

    explicit EventStream(std::shared_ptr<Wire> wire);
    ~EventStream();
    EventStream(const EventStream &) = delete;
    EventStream &operator=(const EventStream &) = delete;

    bool send(const ServerEvent &event);     // any thread; false: gone or lagged
    void onRoom(std::function<void()> then); // once, when all that was sent is with the client's system
    void finish();
    bool isLive() const; // any thread
    void onGone(std::function<void()> then);

private:
    std::shared_ptr<Wire> m_wire;
};

// A WebSocket: messages out, messages in. More than 64 waiting messages of 1 MiB in all, 4,096 short ones, or 16 MiB:
// `send` says false and drops this one; the socket stays, until a message has not gone out in the time of
// Limits::writeTime.
class MessageSocket {
public:
    enum class Kind { Text, Binary };
    static constexpr std::size_t kMostWaiting = 64;
    static constexpr std::size_t kMostShort = 4096;         // messages, while they are less than
    static constexpr std::size_t kShortInAll = 1024 * 1024; // bytes
    static constexpr std::size_t kMostBytes = 16 * 1024 * 1024;
    static constexpr std::size_t kLongestIncoming = 64 * 1024; // bytes; a longer message ends the socket (1009)

    explicit MessageSocket(std::shared_ptr<Wire> wire);
    ~MessageSocket(); // closes
    MessageSocket(const MessageSocket &) = delete;
    MessageSocket &operator=(const MessageSocket &) = delete;

    bool send(std::string bytes, Kind kind); // any thread
    // Likewise; kept once for all sockets that it is sent to.
    bool send(std::shared_ptr<const std::string> bytes, Kind kind);
    void close(int code = 1000);
    bool isLive() const; // any thread
    void onMessage(std::function<void(const std::string &bytes, Kind kind)> then);
    void onGone(std::function<void()> then);

private:
    bool hasRoom() const;

    std::shared_ptr<Wire> m_wire;
};

class Exchange {
public:
    Exchange(HttpRequest request, ErrorForm errors, std::shared_ptr<Wire> wire);
    ~Exchange();
    Exchange(const Exchange &) = delete;
    Exchange &operator=(const Exchange &) = delete;

    const HttpRequest &request() const { return m_request; }
    bool isLive() const; // any thread
    void onGone(std::function<void()> then);

    // Each once, and only one of these:
    void answer(HttpResponse response);
    // `sentence` for people, in the form of the route's family: plain text, or JSON with `code`.
    void fail(int status, std::string_view sentence, Headers headers = {}, std::string_view code = {});
    // Likewise, of a sentence that may repeat what the client sent: ServerTrouble has `noted` instead.
    void failQuoting(int status, std::string_view sentence, std::string_view noted, std::string_view code = {});
    // `head`: status, contentType and headers of the answer; its body is the first piece. The deadline no longer holds.
    std::shared_ptr<BodyStream> stream(HttpResponse head);
    std::shared_ptr<EventStream> events(Headers headers = {});
    std::shared_ptr<MessageSocket> socket(); // only where request().upgrade

private:
    HttpRequest m_request;
    ErrorForm m_errors;
    std::shared_ptr<Wire> m_wire;
    bool m_answered = false;
};

using ExchangePtr = std::shared_ptr<Exchange>;

// An error's answer as `form` has it: text/plain, or {"error":{"message","type","code"}} as OpenAI writes it.
HttpResponse errorAnswer(ErrorForm form, int status, std::string_view sentence, std::string_view code = {});

} // namespace app::server
