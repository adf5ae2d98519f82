// What a client asks and what it gets, without a word of the library that moves the bytes. Plain values.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app::server {

// Names as they are written; looked up without regard to case (ASCII).
using Headers = std::vector<std::pair<std::string, std::string>>;

// Null when there is none; the guard lets no header that matters through twice.
const std::string *findHeader(const Headers &headers, std::string_view name);

enum class Method { Get, Post, Delete };
std::string_view nameOf(Method method); // "GET"

std::string smallLetters(std::string_view text); // of ASCII

// Has passed the guard (guard.h) before anybody sees it.
struct HttpRequest {
    std::string id; // UUID of 36 characters, small letters: the client's X-Request-Id where it is one that nobody
                    // uses now, else a new one; stands in the answer's X-Request-Id
    Method method = Method::Get;
    std::string path;                              // decoded, UTF-8 without control characters, begins with /
    std::map<std::string, std::string> query;      // decoded; of a name that stands twice the first counts
    std::map<std::string, std::string> parameters; // of the route's pattern: "id" for /api/voices/{id}
    Headers headers;                               // at most 64
    std::string body;                              // at most the route's limit
    bool upgrade = false;                          // a WebSocket is asked for

    std::string_view header(std::string_view name) const;       // empty when there is none
    std::string_view queryValue(const std::string &name) const; // empty when there is none
};

struct HttpResponse {
    int status = 200;
    std::string contentType; // none without a body
    std::string body;
    Headers headers; // besides Content-Type, Content-Length, Connection, Date and X-Request-Id, which the server writes
    std::string sentence =
        {}; // of an error, for ServerTrouble, so nothing of what was sent; none: a body of plain text is it

    static HttpResponse json(std::string body, int status = 200);
    static HttpResponse text(std::string body, int status = 200);
    static HttpResponse empty(int status);
};

} // namespace app::server
