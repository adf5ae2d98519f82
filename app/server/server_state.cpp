#include "app/server/server_state.h"

#include <QUuid>

#include <algorithm>
#include <array>
#include <ctime>

namespace app::server {

namespace {

void addHeader(std::string &text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    std::copy_if(value.begin(), value.end(), std::back_inserter(text),
                 [](char c) { return c < 0 || (c >= ' ' && c != 0x7f); });
    text += "\r\n";
}

std::string dateNow() {
    static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[std::size_t(parts.tm_wday)],
                  parts.tm_mday, kMonths[std::size_t(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return text.data();
}

} // namespace

void ServerState::note(const Route *route, int status, std::string_view sentence) {
    constexpr std::size_t kLongest = 300;
    const std::lock_guard lock(m_mutex);
    m_troubles.push_front({QDateTime::currentDateTimeUtc(), route ? nameOf(*route) : std::string(), status,
                           std::string(sentence.substr(0, kLongest))});
    if (m_troubles.size() > kMostNoted)
        m_troubles.pop_back();
}

std::vector<ServerTrouble> ServerState::noted() const {
    const std::lock_guard lock(m_mutex);
    return {m_troubles.begin(), m_troubles.end()};
}

void ServerState::come(const std::string &client) {
    const std::lock_guard lock(m_mutex);
    ++m_clients[client];
}

void ServerState::go(const std::string &client) {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_clients.find(client); found != m_clients.end() && --found->second <= 0)
        m_clients.erase(found);
}

std::vector<ServerClient> ServerState::clients() const {
    const std::lock_guard lock(m_mutex);
    std::vector<ServerClient> all;
    for (const auto &[address, open] : m_clients)
        all.push_back({address, open});
    return all;
}

std::string nameOf(const Route &route) {
    return std::string(nameOf(route.method)) + " " + route.pattern;
}

std::string_view reasonOf(int status) {
    static const std::map<int, std::string_view> kReasons{{101, "Switching Protocols"},
                                                          {200, "OK"},
                                                          {201, "Created"},
                                                          {202, "Accepted"},
                                                          {204, "No Content"},
                                                          {400, "Bad Request"},
                                                          {401, "Unauthorized"},
                                                          {403, "Forbidden"},
                                                          {404, "Not Found"},
                                                          {405, "Method Not Allowed"},
                                                          {406, "Not Acceptable"},
                                                          {408, "Request Timeout"},
                                                          {409, "Conflict"},
                                                          {411, "Length Required"},
                                                          {413, "Content Too Large"},
                                                          {414, "URI Too Long"},
                                                          {415, "Unsupported Media Type"},
                                                          {417, "Expectation Failed"},
                                                          {422, "Unprocessable Content"},
                                                          {426, "Upgrade Required"},
                                                          {429, "Too Many Requests"},
                                                          {431, "Request Header Fields Too Large"},
                                                          {500, "Internal Server Error"},
                                                          {501, "Not Implemented"},
                                                          {502, "Bad Gateway"},
                                                          {503, "Service Unavailable"},
                                                          {504, "Gateway Timeout"},
                                                          {505, "HTTP Version Not Supported"}};
    const auto found = kReasons.find(status);
    return found == kReasons.end() ? std::string_view("Status") : found->second;
}

std::string newRequestId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

std::string requestId(const ServerState &state, std::string_view asked) {
    constexpr qsizetype kLength = 36;
    const QString text = QString::fromLatin1(asked.data(), qsizetype(asked.size())).toLower();
    const QUuid id = QUuid::fromString(text);
    if (text.size() != kLength || id.isNull() || id.toString(QUuid::WithoutBraces) != text)
        return newRequestId();
    const std::string own = text.toStdString();
    return state.ids.contains(own) ? newRequestId() : own;
}

std::string headText(const HttpResponse &response, const std::string &id, std::optional<std::size_t> length,
                     bool keepAlive, const std::optional<std::string> &guest, Framing framing) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text += reasonOf(response.status);
    text += "\r\n";
    addHeader(text, "Date", dateNow());
    if (!response.contentType.empty())
        addHeader(text, "Content-Type", response.contentType);
    if (!length && framing == Framing::Chunks)
        addHeader(text, "Transfer-Encoding", "chunked");
    else if (length && response.status != 204)
        addHeader(text, "Content-Length", std::to_string(*length));
    addHeader(text, "Connection", keepAlive ? "keep-alive" : "close");
    if (!id.empty())
        addHeader(text, "X-Request-Id", id);
    addHeader(text, "X-Content-Type-Options", "nosniff");
    if (!findHeader(response.headers, "Cache-Control"))
        addHeader(text, "Cache-Control", "no-store");
    if (guest) {
        addHeader(text, "Access-Control-Allow-Origin", *guest);
        addHeader(text, "Access-Control-Expose-Headers",
                  "X-Request-Id, X-Voice-Id, X-Sample-Rate, X-Ignored, X-Queue-Position, X-Danmaku-Rule, Retry-After");
        addHeader(text, "Vary", "Origin");
    }
    for (const auto &[name, value] : response.headers)
        addHeader(text, name, value);
    return text + "\r\n";
}

} // namespace app::server
