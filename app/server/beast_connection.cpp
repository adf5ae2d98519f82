#include "app/server/beast_connection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

#include <sys/socket.h>

#include "app/server/exchange.h"

namespace app::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kReadAtOnce = 4096;
constexpr std::size_t kWriteStep = 64 * 1024;
constexpr std::size_t kMostLingered = 16 * 1024 * 1024;
constexpr auto kLingers = 2s;

ErrorForm formFor(const Route *route, const Target &target) {
    if (route)
        return route->errors;
    return target.path.starts_with("/v1/") ? ErrorForm::OpenAi : ErrorForm::Text;
}

std::string chunk(const std::string &bytes) {
    std::array<char, 20> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return size.data() + bytes + "\r\n";
}

std::string_view viewOf(const boost::beast::flat_buffer &buffer) {
    const auto data = buffer.data();
    return {static_cast<const char *>(data.data()), data.size()};
}

} // namespace

std::string inUrl(const asio::ip::address &address) {
    if (!address.is_v6())
        return address.to_string();
    asio::ip::address_v6 own = address.to_v6();
    if (own.is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, own).to_string();
    own.scope_id(0);
    return "[" + own.to_string() + "]";
}

BeastConnection::BeastConnection(asio::ip::tcp::socket socket, std::shared_ptr<ServerState> state)
    : m_stream(std::move(socket)), m_state(std::move(state)), m_deadline(m_stream.get_executor()),
      m_heartbeat(m_stream.get_executor()) {
    Error error;
    if (const auto client = m_stream.socket().remote_endpoint(error); !error)
        m_client = client.address().to_string();
    if (const auto own = m_stream.socket().local_endpoint(error); !error)
        m_own = inUrl(own.address()) + ":" + std::to_string(own.port());
    m_state->peers.insert(this);
    ++m_state->connections;
    m_state->come(m_client);
}

BeastConnection::~BeastConnection() {
    endRequest();
    m_state->peers.erase(this);
    if (!m_counted)
        return;
    --m_state->connections;
    m_state->go(m_client);
}

void BeastConnection::start() {
    awaitRequest();
}

void BeastConnection::cut() {
    const auto self = std::exchange(m_self, {});
    waitsSince.reset();
    if (m_upgraded)
        return;
    m_stream.close();
    m_deadline.cancel();
    m_heartbeat.cancel();
    if (m_wire)
        m_wire->leave();
}

void BeastConnection::refuseAll() {
    m_counted = false;
    --m_state->connections;
    m_state->go(m_client);
    m_state->peers.erase(this);
    refuse({503, "Too many are connected. Try again in a moment.", {{"Retry-After", "1"}}}, true);
}

void BeastConnection::awaitRequest() {
    waitsSince = std::chrono::steady_clock::now();
    m_searched = 0;
    m_id.clear();
    m_guest.reset();
    m_found = {};
    m_target = {};
    if (m_in.size() > 0) { // asked ahead
        m_stream.expires_after(m_state->limits.headTime);
        return readHead();
    }
    m_stream.expires_after(std::exchange(m_first, false) ? m_state->limits.headTime : m_state->limits.idleTime);
    m_stream.async_read_some(m_in.prepare(kReadAtOnce), [self = shared_from_this()](Error error, std::size_t bytes) {
        if (error)
            return self->m_stream.close();
        self->m_in.commit(bytes);
        self->m_stream.expires_after(self->m_state->limits.headTime);
        self->readHead();
    });
}

// The head as bytes first: what is to be refused is not shown to the parser.
void BeastConnection::readHead() {
    if (m_searched == 0 && viewOf(m_in).starts_with("\r\n")) // some send a line too many behind a body
        m_in.consume(2);
    const std::string_view text = viewOf(m_in);
    if (const auto refusal = refuseBytes(text.substr(0, m_state->limits.head)))
        return refuse(*refusal, true);
    const std::size_t end = text.find("\r\n\r\n", m_searched);
    if (end != std::string_view::npos && end + 4 <= m_state->limits.head)
        return take(end + 4);
    if (text.size() >= m_state->limits.head)
        return refuse({431, "The head is too large."}, true);
    m_searched = text.size() < 3 ? 0 : text.size() - 3;
    m_stream.async_read_some(m_in.prepare(kReadAtOnce), [self = shared_from_this()](Error error, std::size_t bytes) {
        if (error == boost::beast::error::timeout) {
            ++self->m_state->cutOff;
            return self->m_stream.close();
        }
        if (error)
            return self->m_stream.close();
        self->m_in.commit(bytes);
        self->readHead();
    });
}

void BeastConnection::take(std::size_t headBytes) {
    m_parser.emplace();
    m_parser->header_limit(std::uint32_t(m_state->limits.head));
    m_parser->body_limit(std::numeric_limits<std::uint64_t>::max()); // refuseBody() and readBody() limit it
    Error error;
    const std::size_t used = m_parser->put(asio::buffer(m_in.data(), headBytes), error);
    if (error || !m_parser->is_header_done() || used != headBytes)
        return refuse({400, "The head is not one of HTTP."}, true);
    m_in.consume(used);
    const auto &read = m_parser->get();
    m_head = {std::string(read.method_string()), std::string(read.target()), int(read.version()), {}};
    for (const auto &field : read)
        m_head.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    judge();
}

void BeastConnection::judge() {
    if (const auto refusal = refuseFraming(m_head))
        return refuse(*refusal, true);
    m_keepAlive = m_parser->get().keep_alive();
    const bool unreadBody = m_head.hasBody() || m_head.method == "HEAD"; // whose answers have none
    m_id = requestId(*m_state, m_head.find("X-Request-Id") ? *m_head.find("X-Request-Id") : "");
    m_named = m_state->ids.insert(m_id).second; // from now on, so that nobody else gets it while the body comes
    auto target = readTarget(m_head.target);
    if (const auto *read = std::get_if<Target>(&target)) {
        m_target = *read;
        m_found = m_state->table->find(m_head.method, m_target.parts);
    }
    const GuardRules &rules = m_state->guard;
    if (const auto refusal = refuseHost(rules, m_head, m_own))
        return refuse(*refusal, unreadBody);
    if (const auto refusal = refuseSite(rules, m_head, m_own))
        return refuse(*refusal, unreadBody);
    m_guest = guestOrigin(rules, m_head);
    if (m_head.method == "OPTIONS" && m_guest && !unreadBody)
        return answerPreflight();
    const bool inQuery =
        m_found.route && (m_found.route->stream || m_found.route->webSocket || m_found.route->tokenInAddress);
    const auto token = m_target.query.find("token");
    if (const auto refusal =
            refuseToken(rules, m_head, inQuery && token != m_target.query.end() ? token->second : std::string()))
        return refuse(*refusal, unreadBody);
    if (const auto *refusal = std::get_if<Refusal>(&target))
        return refuse(*refusal, unreadBody);
    if (!m_found.route && m_found.allowed.empty())
        return refuse({404, "There is no such path."}, unreadBody);
    if (!m_found.route)
        return refuse({405, "This path cannot be asked so.", {{"Allow", m_found.allowed}}}, unreadBody);
    const Route &route = *m_found.route;
    if (const auto refusal = refuseBody(route, m_head))
        return refuse(*refusal, true);
    if ((route.stream || (route.webSocket && m_head.wantsWebSocket())) && m_state->streams >= m_state->limits.streams)
        return refuse({503, "Too many streams are open.", {{"Retry-After", "10"}}}, unreadBody);
    if (m_head.hasBody())
        readBody();
    else
        dispatch();
}

// Pages of an origin that the person allowed ask whether they may; nothing is done yet.
void BeastConnection::answerPreflight() {
    ++m_state->requests;
    HttpResponse response = HttpResponse::empty(204);
    response.headers = {{"Access-Control-Allow-Methods", "GET, POST, DELETE"},
                        {"Access-Control-Allow-Headers", "authorization, content-type, last-event-id, x-request-id"},
                        {"Access-Control-Max-Age", "600"}};
    writeAnswer(response);
}

void BeastConnection::readBody() {
    const std::size_t size = std::size_t(m_head.length().value_or(m_found.route->bodyLimit));
    if (size > kBodyLimit) {
        if (m_state->uploads + size > ServerState::kMostUploads)
            return refuse({503, "Too much is being uploaded.", {{"Retry-After", "5"}}}, true);
        m_reserved = size;
        m_state->uploads += size;
    }
    m_parser->body_limit(m_found.route->bodyLimit);
    waitsSince = std::chrono::steady_clock::now();
    m_stream.expires_after(m_state->limits.bodyTime);
    const auto read = [self = shared_from_this()] {
        http::async_read(self->m_stream, self->m_in, *self->m_parser, [self](Error error, std::size_t) {
            if (!error)
                return self->dispatch();
            if (error == http::error::body_limit || error == http::error::buffer_overflow)
                return self->refuse({413, "The body is too large."}, true);
            if (error == boost::beast::error::timeout) {
                ++self->m_state->cutOff;
                return self->m_stream.close();
            }
            if (error.category() == make_error_code(http::error::bad_chunk).category() &&
                error != http::error::partial_message && error != http::error::end_of_stream)
                return self->refuse({400, "The body is not one of HTTP."}, true);
            self->m_stream.close();
        });
    };
    if (!m_head.find("Expect") || m_in.size() > 0)
        return read();
    m_out = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(m_stream, asio::buffer(m_out), [self = shared_from_this(), read](Error error, std::size_t) {
        if (error)
            return self->m_stream.close();
        read();
    });
}

void BeastConnection::dispatch() {
    waitsSince.reset();
    wasServed = true;
    m_stream.expires_never();
    const Route &route = *m_found.route;
    HttpRequest request;
    request.id = m_id;
    request.method = route.method;
    request.path = m_target.path;
    request.query = m_target.query;
    request.parameters = m_found.parameters;
    request.headers = m_head.headers;
    request.upgrade = route.webSocket && m_head.wantsWebSocket();
    if (!request.upgrade)
        request.body = std::move(m_parser->get().body());
    ++m_state->requests;
    m_self = shared_from_this();
    if (route.atOnce) {
        HttpResponse response;
        try {
            response = route.atOnce(request);
        } catch (const std::exception &) {
            response = errorAnswer(route.errors, 500, "The request failed.");
        }
        return writeAnswer(response);
    }
    ++m_state->live;
    if (route.stream || request.upgrade) {
        m_streams = true;
        ++m_state->streams;
    }
    m_wire = std::make_shared<Wire>(m_state->post);
    m_wire->setWake([weak = weak_from_this(), executor = m_stream.get_executor()] {
        asio::post(executor, [weak] {
            if (const auto self = weak.lock())
                self->drain();
        });
    });
    auto exchange = std::make_shared<Exchange>(std::move(request), route.errors, m_wire);
    m_state->post([table = m_state->table, &route, exchange = std::move(exchange)] {
        try {
            if (exchange->isLive())
                route.handle(exchange);
        } catch (const std::exception &error) {
            qWarning("%s: %s", nameOf(route).c_str(), error.what());
            exchange->fail(500, "The request failed.");
        }
    });
    m_deadline.expires_after(route.deadline);
    m_deadline.async_wait([self = shared_from_this(), wire = m_wire](Error error) {
        if (!error && self->m_wire == wire)
            self->lateAnswer();
    });
    watchClient();
}

// While a handler works nothing is read, but that the client leaves must be seen.
void BeastConnection::watchClient() {
    if (std::exchange(m_watching, true))
        return;
    m_stream.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](Error error) {
        self->m_watching = false;
        if (error || !self->m_wire || self->m_upgraded)
            return;
        char byte = 0;
        const ssize_t there = ::recv(self->m_stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (there == 0 || (there < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
            self->cut();
    });
}

void BeastConnection::lateAnswer() {
    if (!m_wire || !m_wire->leave(false))
        return;
    ++m_state->cutOff;
    m_keepAlive = false;
    HttpResponse response = errorAnswer(m_found.route->errors, 504, "It took too long.");
    response.headers = {{"Retry-After", "5"}};
    writeAnswer(response);
}

void BeastConnection::drain() {
    if (m_writing || m_upgraded ||
        !m_wire) // what follows an upgrade is for the socket, also when this was woken for it
        return;
    if (auto piece = m_wire->take())
        write(*piece);
}

void BeastConnection::write(const Wire::Piece &piece) {
    using Kind = Wire::Piece::Kind;
    m_deadline.cancel();
    switch (piece.kind) {
    case Kind::Answer:
        m_wire->sent(piece.bytes.size());
        return writeAnswer(piece.response);
    case Kind::Head:
        if (m_wire->isEvents())
            beat();
        return writeText(headText(piece.response, m_id, {}, m_keepAlive, m_guest) +
                             (piece.response.body.empty() ? std::string() : chunk(piece.response.body)),
                         piece.bytes.size(), &BeastConnection::drain);
    case Kind::Bytes:
        return writeText(chunk(piece.bytes), piece.bytes.size(), &BeastConnection::drain);
    case Kind::End:
        return writeText("0\r\n\r\n", 0, &BeastConnection::next);
    case Kind::Upgrade:
        m_wire->sent(0);
        return becomeSocket();
    case Kind::Cut:
    case Kind::Text:
    case Kind::Binary:
    case Kind::Close:
        return cut();
    }
}

void BeastConnection::writeAnswer(const HttpResponse &response) {
    if (response.status >= 500)
        ++m_state->failed;
    if (response.status >= 400)
        m_state->note(m_found.route, response.status,
                      response.contentType.starts_with("text/plain") ? response.body : std::string());
    std::string text = headText(response, m_id, response.body.size(), m_keepAlive, m_guest);
    if (response.status != 204)
        text += response.body;
    writeText(std::move(text), {}, &BeastConnection::next);
}

void BeastConnection::writeText(std::string text, std::optional<std::size_t> counted, void (BeastConnection::*then)()) {
    m_writing = true;
    m_out = std::move(text);
    m_stream.expires_after(m_state->limits.writeTime * (1 + m_out.size() / kWriteStep));
    asio::async_write(m_stream, asio::buffer(m_out),
                      [self = shared_from_this(), counted, then](Error error, std::size_t) {
                          self->m_writing = false;
                          self->m_out = {};
                          if (error) {
                              if (error == boost::beast::error::timeout)
                                  ++self->m_state->cutOff;
                              return self->cut();
                          }
                          self->m_stream.expires_never();
                          if (self->m_wire && counted)
                              self->m_wire->sent(*counted);
                          ((*self).*then)();
                      });
}

// So that proxies and clients see that the stream lives, and we see that they do.
void BeastConnection::beat() {
    m_heartbeat.expires_after(m_state->limits.heartbeat);
    m_heartbeat.async_wait([self = shared_from_this(), wire = m_wire](Error error) {
        if (error || self->m_wire != wire || !wire->isLive())
            return;
        if (!self->m_writing)
            self->writeText(chunk(":\n\n"), {}, &BeastConnection::drain);
        self->beat();
    });
}

void BeastConnection::next() {
    endRequest();
    if (!m_counted)
        return m_stream.close();
    if (!m_keepAlive)
        return linger();
    awaitRequest();
}

void BeastConnection::endRequest() {
    m_deadline.cancel();
    m_heartbeat.cancel();
    const auto self = std::exchange(m_self, {});
    if (std::exchange(m_named, false))
        m_state->ids.erase(m_id);
    m_state->uploads -= std::exchange(m_reserved, 0);
    if (std::exchange(m_streams, false))
        --m_state->streams;
    if (!m_wire)
        return;
    --m_state->live;
    if (m_wire->isLive() || m_writing)
        m_wire->leave();
    else
        m_wire->done();
    m_wire.reset();
}

void BeastConnection::refuse(const Refusal &refusal, bool close) {
    ++m_state->requests;
    ++m_state->refused;
    waitsSince.reset();
    m_keepAlive = m_keepAlive && !close;
    HttpResponse response = errorAnswer(formFor(m_found.route, m_target), refusal.status, refusal.sentence);
    response.headers = refusal.headers;
    m_state->note(m_found.route, refusal.status, refusal.sentence);
    writeText(headText(response, m_id, response.body.size(), m_keepAlive, m_guest) + response.body, {},
              &BeastConnection::next);
}

// What the client is still sending is thrown away for a while: a socket that is closed before would take the answer
// with it.
void BeastConnection::linger() {
    Error ignored;
    m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    if (m_lingered == 0) {
        waitsSince = std::chrono::steady_clock::now();
        m_stream.expires_after(kLingers);
    }
    m_in.clear();
    m_stream.async_read_some(m_in.prepare(kWriteStep), [self = shared_from_this()](Error error, std::size_t bytes) {
        self->m_lingered += std::max<std::size_t>(bytes, 1);
        if (error || self->m_lingered > kMostLingered)
            return self->m_stream.close();
        self->linger();
    });
}

void BeastConnection::becomeSocket() {
    m_upgraded = true;
    m_state->peers.erase(this);
    Error ignored;
    m_stream.socket().cancel(ignored); // the look whether the client leaves
    m_stream.expires_never();
    runSocket(std::move(m_stream), m_parser->get(), m_wire, m_state,
              [self = shared_from_this()] { self->endRequest(); });
}

} // namespace app::server
