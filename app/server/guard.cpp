#include "app/server/guard.h"

#include <algorithm>
#include <array>

namespace app::server {

namespace {

constexpr std::size_t kMostHeaders = 64;
constexpr std::size_t kMostDigits = 15;

bool isOneOf(const std::vector<std::string> &known, std::string_view text) {
    return std::find(known.begin(), known.end(), smallLetters(text)) != known.end();
}

bool isTokenCharacter(char c) { // of a header's name, RFC 9110 5.6.2
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::size_t count(const RequestHead &head, std::string_view name) {
    const std::string wanted = smallLetters(name);
    return std::size_t(std::count_if(head.headers.begin(), head.headers.end(),
                                     [&](const auto &header) { return smallLetters(header.first) == wanted; }));
}

std::string_view valueOf(const RequestHead &head, std::string_view name) {
    const std::string *value = head.find(name);
    return value ? std::string_view(*value) : std::string_view{};
}

// "application/json" of "application/json; charset=utf-8".
std::string mediaType(std::string_view value) {
    value = value.substr(0, std::min(value.find(';'), value.size()));
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
        value.remove_suffix(1);
    return smallLetters(value);
}

bool isGuest(const GuardRules &rules, std::string_view origin) {
    return isOneOf(rules.guests, origin) && (rules.tokenNeeded || smallLetters(origin) != "null");
}

// 16 bytes as base64, RFC 6455 4.2.1.
bool isSocketKey(std::string_view key) {
    constexpr std::size_t kDigits = 22;
    return key.size() == kDigits + 2 && key.ends_with("==") &&
           std::all_of(key.begin(), key.begin() + kDigits, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' ||
                      c == '/';
           });
}

bool saysItIsBrowser(const RequestHead &head) {
    return head.find("Cookie") || head.find("Referer") ||
           smallLetters(valueOf(head, "User-Agent")).starts_with("mozilla/");
}

// Something that only browsers say, or say of themselves. "Sec-Fetch-Mode: cors" alone is none: Node's fetch says it of
// each request, without an origin and without Sec-Fetch-Site, which stands beside it in all that browsers send here.
bool looksLikeBrowser(const RequestHead &head) {
    return saysItIsBrowser(head) || std::any_of(head.headers.begin(), head.headers.end(), [](const auto &header) {
               const std::string name = smallLetters(header.first);
               return name.starts_with("sec-") && (name != "sec-fetch-mode" || smallLetters(header.second) != "cors");
           });
}

std::optional<Refusal> refuseLine(std::string_view line, bool isFirst) {
    if (isFirst) {
        if (std::any_of(line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }))
            return Refusal{400, "The request line has characters that it may not have."};
        if (std::count(line.begin(), line.end(), ' ') != 2)
            return Refusal{400, "The request line is not one."};
        const std::string_view version = line.substr(line.rfind(' ') + 1);
        if (version.starts_with("HTTP/") && version != "HTTP/1.1" && version != "HTTP/1.0")
            return Refusal{505, "HTTP/1.1 and HTTP/1.0 are spoken here."};
        return {};
    }
    if (line.front() == ' ' || line.front() == '\t')
        return Refusal{400, "A header goes on in the next line, which is obsolete."};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        !std::all_of(line.begin(), line.begin() + std::ptrdiff_t(colon), isTokenCharacter))
        return Refusal{400, "A header's name is none."};
    if (std::any_of(line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; }))
        return Refusal{400, "A header has characters that it may not have."};
    return {};
}

} // namespace

std::optional<Refusal> refuseBytes(std::string_view head) {
    bool isFirst = true;
    while (!head.empty()) {
        const std::size_t end = head.find('\n');
        const std::string_view line = head.substr(0, end);
        if (end == std::string_view::npos) { // as far as it has come
            if (line.find('\0') != std::string_view::npos)
                return Refusal{400, "A header has characters that it may not have."};
            return {};
        }
        if (line.empty() || line.back() != '\r')
            return Refusal{400, "A line does not end as HTTP's do."};
        const std::string_view text = line.substr(0, line.size() - 1);
        if (text.empty())
            return isFirst ? std::optional(Refusal{400, "The request line is not one."}) : std::nullopt;
        if (auto refusal = refuseLine(text, isFirst))
            return refusal;
        isFirst = false;
        head.remove_prefix(end + 1);
    }
    return {};
}

std::optional<std::uint64_t> RequestHead::length() const {
    const std::string *value = find("Content-Length");
    if (!value)
        return {};
    std::uint64_t length = 0;
    for (const char c : *value)
        length = length * 10 + std::uint64_t(c - '0');
    return length;
}

bool RequestHead::wantsWebSocket() const {
    return version == 11 && smallLetters(valueOf(*this, "Upgrade")) == "websocket" &&
           smallLetters(valueOf(*this, "Connection")).find("upgrade") != std::string::npos;
}

std::optional<Refusal> refuseFraming(const RequestHead &head) {
    if (head.headers.size() > kMostHeaders)
        return Refusal{431, "There are more than 64 headers."};
    if (count(head, "Host") != 1)
        return Refusal{400, "A request names its host once."};
    static constexpr std::array kOnce{"Content-Length",    "Transfer-Encoding",
                                      "Content-Type",      "Origin",
                                      "Authorization",     "Expect",
                                      "Sec-Fetch-Site",    "Upgrade",
                                      "Connection",        "Referer",
                                      "Last-Event-ID",     "X-Request-Id",
                                      "Sec-WebSocket-Key", "Sec-WebSocket-Version"};
    for (const char *name : kOnce) {
        if (count(head, name) > 1)
            return Refusal{400, std::string(name) + " stands there more than once."};
    }
    const std::string *length = head.find("Content-Length");
    const std::string *encoding = head.find("Transfer-Encoding");
    if (length && encoding)
        return Refusal{400, "The body's length is said twice."};
    if (encoding && head.version != 11)
        return Refusal{400, "HTTP/1.0 knows no chunks."};
    if (length && (length->empty() || length->size() > kMostDigits ||
                   length->find_first_not_of("0123456789") != std::string::npos))
        return Refusal{400, "Content-Length is not a length."};
    if (encoding && smallLetters(*encoding) != "chunked")
        return Refusal{501, "A body may be chunked, and nothing else."};
    const std::string *key = head.find("Sec-WebSocket-Key");
    if (key && head.wantsWebSocket() && !isSocketKey(*key))
        return Refusal{400, "Sec-WebSocket-Key is not one."};
    const std::string *expect = head.find("Expect");
    if (expect && smallLetters(*expect) != "100-continue")
        return Refusal{417, "Only 100-continue can be expected."};
    return {};
}

bool isToken(std::string_view token) {
    return token.size() >= 32 && token.size() <= 512 &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool sameSecret(std::string_view given, std::string_view expected) {
    if (given.size() != expected.size() || expected.empty())
        return false;
    volatile unsigned char difference = 0;
    for (std::size_t i = 0; i < given.size(); ++i)
        difference = static_cast<unsigned char>(
            difference | (static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(expected[i])));
    return difference == 0;
}

std::optional<Refusal> refuseHost(const GuardRules &rules, const RequestHead &head, std::string_view own) {
    const std::string_view host = valueOf(head, "Host");
    if (isOneOf(rules.hosts, host) || (!own.empty() && smallLetters(host) == own))
        return {};
    return Refusal{403, "This server is not called so. It answers to the address that it listens on, and to the names "
                        "that it was told."};
}

std::optional<Refusal> refuseSite(const GuardRules &rules, const RequestHead &head, std::string_view own, bool lasts) {
    const Refusal refusal{403, "Pages of other sites may not ask here."};
    if (const std::string *origin = head.find("Origin")) {
        if (isOneOf(rules.origins, *origin) || isGuest(rules, *origin) ||
            (!own.empty() && smallLetters(*origin) == "http://" + std::string(own)))
            return {};
        return refusal;
    }
    const std::string site = smallLetters(valueOf(head, "Sec-Fetch-Site"));
    if (site == "same-origin")
        return {};
    if (head.find("Sec-Fetch-Site") && site != "none")
        return refusal;
    const Refusal unsaid{403, "This looks like a browser that does not say whose page asks. A program that is none has "
                              "another User-Agent than Mozilla/…, and sends neither Cookie nor Referer."};
    // Browsers say whence a write or a socket comes; one that hides it gets none. Node's sockets say Sec-Fetch-Mode,
    // too.
    if (head.wantsWebSocket() && (saysItIsBrowser(head) || head.find("Sec-Fetch-Site")))
        return unsaid;
    const bool hides = !head.find("Sec-Fetch-Site") && !head.wantsWebSocket();
    if (looksLikeBrowser(head) && (!head.onlyReads() || (lasts && hides)))
        return unsaid;
    return {};
}

std::optional<Refusal> refuseToken(const GuardRules &rules, const RequestHead &head, std::string_view inQuery) {
    if (!rules.tokenNeeded)
        return {};
    static constexpr std::string_view kBearer = "bearer ";
    const std::string_view given = valueOf(head, "Authorization");
    const bool bears = given.size() > kBearer.size() && smallLetters(given.substr(0, kBearer.size())) == kBearer;
    if (bears ? sameSecret(given.substr(kBearer.size()), rules.token) : sameSecret(inQuery, rules.token))
        return {};
    return Refusal{401, "The token is missing or another one.", {{"WWW-Authenticate", "Bearer"}}};
}

std::optional<Refusal> refuseBody(const Route &route, const RequestHead &head) {
    if (route.body == BodyKind::None) {
        if (head.hasBody())
            return Refusal{413, "This takes no body."};
        return {};
    }
    const std::string type = mediaType(valueOf(head, "Content-Type"));
    const char *wanted = route.body == BodyKind::Json ? "application/json" : "multipart/form-data";
    if (type != wanted)
        return Refusal{route.badBody.value_or(415), std::string("The body must be ") + wanted + "."};
    if (!head.isChunked() && !head.length())
        return Refusal{route.badBody.value_or(411), "The body's length is missing."};
    if (head.length().value_or(0) > route.bodyLimit)
        return tooLarge(route);
    return {};
}

Refusal tooLarge(const Route &route) {
    return {route.badBody.value_or(413), "The body is too large."};
}

std::optional<std::string> guestOrigin(const GuardRules &rules, const RequestHead &head) {
    const std::string *origin = head.find("Origin");
    return origin && isGuest(rules, *origin) ? std::optional(*origin) : std::nullopt;
}

} // namespace app::server
