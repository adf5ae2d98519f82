// What is refused before anybody looks at it. A server on this machine is next to a browser in which pages of strangers
// run: they can send requests here, and after DNS rebinding read what comes back. So: a request must name us exactly
// (Host), must come from no page but our own (Origin, Sec-Fetch-Site), and beyond this machine must have the token.
// Pure functions over what was read; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/server/http_message.h"
#include "app/server/route.h"

namespace app::server {

struct Refusal {
    int status = 400;
    std::string sentence; // for people; says nothing of the request's own words
    Headers headers = {};
};

// The bytes of a head, whole or as far as they have come: HTTP/1.1 or 1.0, lines end in CRLF, no control characters, no
// folded lines, no blank before a colon. What HTTP libraries read in different ways is refused here (RFC
// 9112, 2.2, 5.1, 5.2, 11.2).
std::optional<Refusal> refuseBytes(std::string_view head);

// A head as the library has read it.
struct RequestHead {
    std::string method;
    std::string target;
    int version = 11;
    Headers headers;

    const std::string *find(std::string_view name) const { return findHeader(headers, name); }
    std::optional<std::uint64_t> length() const; // Content-Length; none: there is none
    bool isChunked() const { return find("Transfer-Encoding") != nullptr; }
    bool onlyReads() const { return method == "GET" || method == "HEAD"; }
    bool hasBody() const { return isChunked() || length().value_or(0) > 0; }
    bool wantsWebSocket() const;
};

// At most 64 headers; those that say who, whence and how long at most once each, and Host once; one length, of digits,
// or chunked and nothing else, which HTTP/1.0 does not know; the key of a WebSocket is one.
std::optional<Refusal> refuseFraming(const RequestHead &head);

struct Target {
    std::vector<std::string> parts; // of the path, decoded, valid UTF-8 without control characters; none is . or .. or
                                    // has a slash or a backslash
    std::string path;
    std::map<std::string, std::string> query;
};
// Origin form alone ("/api/voices?x=y"), at most 2,048 bytes.
std::variant<Target, Refusal> readTarget(std::string_view target);

// All in small letters.
struct GuardRules {
    std::vector<std::string> hosts;   // "127.0.0.1:27121"
    std::vector<std::string> origins; // "http://127.0.0.1:27121": our own
    // Further ones that may ask: their answers say so (CORS). "null" is what pages from files say, but every page can
    // say it (a frame in a sandbox): it is one only where a token is needed.
    std::vector<std::string> guests;
    std::string token;
    bool tokenNeeded = false;
};

// 128 to 4,096 bits of printable ASCII that nobody can guess, if generateToken() made it.
bool isToken(std::string_view token);

// Takes as long for every text of the same length.
bool sameSecret(std::string_view given, std::string_view expected);

// `own`: the connection's own end, "192.168.0.7:27121", which is a name too: where all addresses are listened on, a new
// one may have come since the start.
std::optional<Refusal> refuseHost(const GuardRules &rules, const RequestHead &head, std::string_view own = {});
// `lasts`: what is asked for stays open. A page could then take all places with pictures whose browser says nothing.
// What a browser says without saying whence, neither writes nor becomes a WebSocket.
std::optional<Refusal> refuseSite(const GuardRules &rules, const RequestHead &head, std::string_view own = {},
                                  bool lasts = false);
// `inQuery`: what the query calls "token", where the route takes it there; browsers can write no header for streams.
std::optional<Refusal> refuseToken(const GuardRules &rules, const RequestHead &head, std::string_view inQuery);
std::optional<Refusal> refuseBody(const Route &route, const RequestHead &head);
Refusal tooLarge(const Route &route); // of a body that turns out to be

// As a browser writes it, of what a person wrote: "http://localhost:8080" of "HTTP://localhost:8080/"; "null". None: it
// is no origin.
std::optional<std::string> originFrom(std::string_view text);
// Likewise of a name with its port ("tts.lan:27121"), or without.
std::optional<std::string> hostFrom(std::string_view text);

// The guest's origin, when it is one; for Access-Control-Allow-Origin.
std::optional<std::string> guestOrigin(const GuardRules &rules, const RequestHead &head);

} // namespace app::server
