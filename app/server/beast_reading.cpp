// The part of beast_connection.h that reads: heads, bodies, what is asked ahead, and whether the client leaves.
#include "app/server/beast_connection.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include <sys/socket.h>

#include "app/server/exchange_wire.h"

namespace app::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kReadAtOnce = 4096;
constexpr std::size_t kMostAhead = 8 * 1024; // bytes of further requests that are taken while one is answered
constexpr std::size_t kLingerStep = 64 * 1024;
constexpr std::size_t kMostLingered = 16 * 1024 * 1024;
constexpr auto kLingers = 2s;
constexpr auto kBodyKeepsPlace = 2s;
constexpr std::size_t kSlowBody = 256 * 1024; // bytes a second: who sends more slowly may lose its place

std::string_view viewOf(const boost::beast::flat_buffer &buffer) {
    const auto data = buffer.data();
    return {static_cast<const char *>(data.data()), data.size()};
}

} // namespace

// Not the stream's own limit: that one closes the socket, and who is late is told so.
void BeastConnection::beginPatience(std::chrono::milliseconds patience) {
    m_late = false;
    m_deadline.expires_after(patience);
    m_deadline.async_wait([self = shared_from_this(), turn = ++m_turn](Error error) {
        if (error || turn != self->m_turn)
            return;
        self->m_late = true;
        self->m_stream.cancel();
    });
}

void BeastConnection::endPatience() {
    ++m_turn;
    m_late = false;
    m_deadline.cancel();
}

void BeastConnection::tooLate() {
    endPatience();
    ++m_state->cutOff;
    refuse({408, "The request did not come in time."}, true);
}

void BeastConnection::awaitRequest() {
    waitsSince = std::chrono::steady_clock::now();
    m_searched = 0;
    m_id.clear();
    m_guest.reset();
    m_found = {};
    m_target = {};
    m_headOnly = false;
    m_inChunks = true;
    if (m_in.size() > 0) { // asked ahead
        beginPatience(m_state->limits.headTime);
        return readHead();
    }
    beginPatience(std::exchange(m_first, false) ? m_state->limits.firstTime : m_state->limits.idleTime);
    m_stream.async_read_some(m_in.prepare(kReadAtOnce), [self = shared_from_this()](Error error, std::size_t bytes) {
        self->endPatience();
        if (error) // who said nothing is told nothing
            return self->m_stream.close();
        self->m_in.commit(bytes);
        self->beginPatience(self->m_state->limits.headTime);
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
        if (self->m_late)
            return self->tooLate();
        if (error) {
            self->endPatience(); // which holds the place
            return self->m_stream.close();
        }
        self->m_in.commit(bytes);
        self->readHead();
    });
}

void BeastConnection::take(std::size_t headBytes) {
    endPatience();
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
    letInUntil = *waitsSince + kBodyKeepsPlace + std::chrono::seconds(size / kSlowBody);
    beginPatience(m_state->limits.bodyTime);
    const auto read = [self = shared_from_this()] {
        http::async_read(self->m_stream, self->m_in, *self->m_parser, [self](Error error, std::size_t) {
            if (self->m_late)
                return self->tooLate();
            self->endPatience();
            if (!error)
                return self->dispatch();
            if (error == http::error::body_limit || error == http::error::buffer_overflow)
                return self->refuse(tooLarge(*self->m_found.route), true);
            if (error.category() == make_error_code(http::error::bad_chunk).category() &&
                error != http::error::partial_message && error != http::error::end_of_stream)
                return self->refuse({400, "The body is not one of HTTP."}, true);
            self->m_stream.close();
        });
    };
    if (!m_head.find("Expect") || m_head.version != 11 || m_in.size() > 0)
        return read();
    m_out = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(m_stream, asio::buffer(m_out), [self = shared_from_this(), read](Error error, std::size_t) {
        if (error) // also when it is late: half of an answer is out
            return self->m_stream.close();
        read();
    });
}

// While a handler works what is asked ahead is taken, as far as there is room: that the client leaves must be seen.
void BeastConnection::watchClient() {
    if (std::exchange(m_watching, true))
        return;
    m_stream.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](Error error) {
        self->m_watching = false;
        if (error || !self->m_wire || self->m_upgraded)
            return;
        const int socket = int(self->m_stream.socket().native_handle());
        const bool mayUpgrade = self->m_found.route->webSocket && self->m_head.wantsWebSocket();
        char byte = 0;
        ssize_t there = 0;
        if (mayUpgrade) { // what follows is for the socket
            there = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        } else if (self->m_in.size() < kMostAhead) {
            const auto room = self->m_in.prepare(std::min(kReadAtOnce, kMostAhead - self->m_in.size()));
            there = ::recv(socket, room.data(), room.size(), MSG_DONTWAIT);
            self->m_in.commit(std::size_t(std::max<ssize_t>(there, 0)));
        } else {
            return;
        }
        const bool nothing = there < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
        if (there == 0 || (there < 0 && !nothing))
            self->cut();
        else if (!mayUpgrade)
            self->watchClient();
    });
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
    m_stream.async_read_some(m_in.prepare(kLingerStep), [self = shared_from_this()](Error error, std::size_t bytes) {
        self->m_lingered += std::max<std::size_t>(bytes, 1);
        if (error || self->m_lingered > kMostLingered)
            return self->m_stream.close();
        self->linger();
    });
}

} // namespace app::server
