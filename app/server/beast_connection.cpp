#include "app/server/beast_connection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "app/server/exchange.h"

namespace app::server {

namespace asio = boost::asio;

namespace {

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
    if (!m_counted) {
        --m_state->turnedAway;
        return;
    }
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
    if (++m_state->turnedAway > ServerState::kMostTurnedAway)
        return m_stream.close();
    refuse({503, "Too many are connected. Try again in a moment.", {{"Retry-After", "1"}}}, true);
}

void BeastConnection::judge() {
    if (const auto refusal = refuseFraming(m_head))
        return refuse(*refusal, true);
    m_keepAlive = m_parser->get().keep_alive();
    m_headOnly = m_head.method == "HEAD";
    m_inChunks = m_head.version == 11;
    const bool unreadBody = m_head.hasBody();
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
    if (const auto refusal = refuseSite(rules, m_head, m_own, m_found.route && m_found.route->stream))
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
    if (route.webSocket && m_head.wantsWebSocket() && m_in.size() > 0) // frames come when both sides have agreed
        return refuse({400, "A WebSocket says nothing before its answer."}, true);
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
    if (m_head.find("Access-Control-Request-Private-Network")) // of a page from the internet; the person allowed it
        response.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
    writeAnswer(response);
}

void BeastConnection::dispatch() {
    if (!m_stream.socket().is_open()) // cut off when all had come: nothing is done of which nobody hears
        return;
    waitsSince.reset();
    letInUntil = {};
    wasServed = isServed = true;
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
        return writeHead(piece.response);
    case Kind::Bytes:
        return writeText(framed(piece.bytes), piece.bytes.size(), &BeastConnection::drain);
    case Kind::End:
        return writeText(m_inChunks ? "0\r\n\r\n" : "", 0, &BeastConnection::next);
    case Kind::Upgrade:
        m_wire->sent(0);
        return becomeSocket();
    case Kind::Cut:
        if (!m_inChunks) { // an end would look as if that were all
            Error ignored;
            m_stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);
        }
        return cut();
    case Kind::Text:
    case Kind::Binary:
    case Kind::Close:
        return cut();
    }
}

// Of an answer that is written while it is made. Who asked for the head alone has it then, and its handler is told that
// nobody is there.
void BeastConnection::writeHead(const HttpResponse &response) {
    m_keepAlive = m_keepAlive && (m_inChunks || m_headOnly);
    std::string text =
        headText(response, m_id, {}, m_keepAlive, m_guest, m_inChunks ? Framing::Chunks : Framing::UntilTheEnd);
    if (m_headOnly) {
        m_wire->leave();
        return writeText(std::move(text), {}, &BeastConnection::next);
    }
    if (m_wire->isEvents())
        beat();
    if (!response.body.empty())
        text += framed(response.body);
    writeText(std::move(text), 0, &BeastConnection::drain);
}

std::string BeastConnection::framed(const std::string &bytes) const {
    return m_inChunks ? chunk(bytes) : bytes;
}

void BeastConnection::writeAnswer(const HttpResponse &response) {
    if (response.status >= 500)
        ++m_state->failed;
    if (response.status >= 400)
        m_state->note(m_found.route, response.status,
                      response.sentence.empty() && response.contentType.starts_with("text/plain") ? response.body
                                                                                                  : response.sentence);
    std::string text = headText(response, m_id, response.body.size(), m_keepAlive, m_guest);
    if (response.status != 204 && !m_headOnly)
        text += response.body;
    writeText(std::move(text), {}, &BeastConnection::next);
}

void BeastConnection::writeText(std::string text, std::optional<std::size_t> counted, void (BeastConnection::*then)()) {
    m_writing = true;
    m_out = std::move(text);
    writePiece(0, counted, then);
}

// In pieces, each in its time: who reads nothing of a long answer does not keep its place for minutes. Where all places
// are taken, who reads nothing or hardly anything goes like who does not write.
void BeastConnection::writePiece(std::size_t from, std::optional<std::size_t> counted,
                                 void (BeastConnection::*then)()) {
    beginPiece();
    m_stream.expires_after(m_state->limits.writeTime);
    const auto piece = asio::buffer(asio::buffer(m_out) + from, Limits::kWritePiece);
    asio::async_write(m_stream, piece,
                      [self = shared_from_this(), from, counted, then](Error error, std::size_t bytes) {
                          self->endPiece(bytes);
                          if (!error && from + bytes < self->m_out.size())
                              return self->writePiece(from + bytes, counted, then);
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

// It waits for its client since as long as that is behind; a break of ours makes good for it. Nobody is ever further
// behind than who has read nothing for a while.
void BeastConnection::beginPiece() {
    const auto now = std::chrono::steady_clock::now();
    m_behind = std::max({}, m_behind - (now - m_wroteAt));
    if (wasServed)
        waitsSince = now - m_behind;
    m_wroteAt = now;
}

void BeastConnection::endPiece(std::size_t bytes) {
    const auto now = std::chrono::steady_clock::now();
    const auto due = std::chrono::microseconds(bytes * 1'000'000 / Limits::kSlowReader);
    const std::chrono::steady_clock::duration most = 2 * m_state->limits.keepsPlace;
    m_behind = std::clamp(m_behind + (now - m_wroteAt) - std::chrono::steady_clock::duration(due), {}, most);
    m_wroteAt = now;
    waitsSince.reset();
}

// So that proxies and clients see that the stream lives, and we see that they do.
void BeastConnection::beat() {
    m_heartbeat.expires_after(m_state->limits.heartbeat);
    m_heartbeat.async_wait([self = shared_from_this(), wire = m_wire](Error error) {
        if (error || self->m_wire != wire || !wire->isLive())
            return;
        if (!self->m_writing)
            self->writeText(self->framed(":\n\n"), {}, &BeastConnection::drain);
        self->beat();
    });
}

void BeastConnection::next() {
    endRequest();
    if (!m_keepAlive)
        return linger();
    awaitRequest();
}

void BeastConnection::endRequest() {
    isServed = false;
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
    endPatience();
    ++m_state->requests;
    ++m_state->refused;
    waitsSince.reset();
    if (m_id.empty()) // refused before anybody could read one
        m_id = newRequestId();
    m_keepAlive = m_keepAlive && !close;
    HttpResponse response = errorAnswer(formFor(m_found.route, m_target), refusal.status, refusal.sentence);
    response.headers = refusal.headers;
    m_state->note(m_found.route, refusal.status, refusal.sentence);
    writeText(headText(response, m_id, response.body.size(), m_keepAlive, m_guest) +
                  (m_headOnly ? std::string() : response.body),
              {}, &BeastConnection::next);
}

void BeastConnection::becomeSocket() {
    m_upgraded = true;
    m_state->peers.erase(this);
    Error ignored;
    m_stream.socket().cancel(ignored); // the look whether the client leaves
    m_stream.expires_never();
    runSocket(std::move(m_stream), m_parser->get(), m_id, m_wire, m_state,
              [self = shared_from_this()] { self->endRequest(); });
}

} // namespace app::server
