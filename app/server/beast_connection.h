// One connection over Boost.Beast: requests are read one after another, refused or handed to the services, and what
// the handlers send is written. Keeps itself alive until it is closed. The server's thread. Included by the few files
// that see Boost.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/server/exchange_wire.h"
#include "app/server/guard.h"
#include "app/server/server_state.h"

namespace app::server {

class BeastConnection : public Peer, public std::enable_shared_from_this<BeastConnection> {
public:
    BeastConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<ServerState> state);
    ~BeastConnection() override;

    void start();
    void refuseAll(); // there are too many: says so and closes
    void cut() override;

private:
    using Error = boost::beast::error_code;
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    static constexpr std::size_t kMostRead = 128 * 1024; // bytes that wait for the parser

    // In beast_reading.cpp.
    void beginPatience(std::chrono::milliseconds patience); // for what is read
    void endPatience();
    void tooLate();
    void awaitRequest();
    void readHead();
    void take(std::size_t headBytes);
    void readBody();
    void watchClient();
    void linger();

    void judge();
    void dispatch();
    void answerPreflight();

    void drain();
    void write(const Wire::Piece &piece);
    void writeHead(const HttpResponse &response);
    std::string framed(const std::string &bytes) const;
    void writeAnswer(const HttpResponse &response);
    // `counted`: bytes of a piece of the wire; none: they are of no piece.
    void writeText(std::string text, std::optional<std::size_t> counted, void (BeastConnection::*then)());
    void writePiece(std::size_t from, std::optional<std::size_t> counted, void (BeastConnection::*then)());
    void beginPiece();
    void endPiece(std::size_t bytes);
    void beat();
    void lateAnswer();
    void next();
    void endRequest();
    void refuse(const Refusal &refusal, bool close);
    void becomeSocket();

    boost::beast::tcp_stream m_stream;
    std::shared_ptr<ServerState> m_state;
    std::string m_client; // its address
    std::string m_own;    // ours, with the port
    boost::beast::flat_buffer m_in{kMostRead};
    std::optional<Parser> m_parser;
    boost::asio::steady_timer m_deadline, m_heartbeat;
    std::size_t m_searched = 0; // bytes of m_in in which no head ends

    RequestHead m_head;
    Target m_target;
    RouteTable::Found m_found;
    std::string m_id;
    std::optional<std::string> m_guest;
    std::shared_ptr<Wire> m_wire; // while a handler has the request
    std::string m_out;
    std::size_t m_reserved = 0; // of ServerState::uploads
    std::uint64_t m_turn = 0;   // of patience
    bool m_late = false;        // it is over
    bool m_first = true;
    bool m_keepAlive = false;
    bool m_headOnly = false; // HEAD: answers have no body
    bool m_inChunks = true;  // what has no length; HTTP/1.0 knows no chunks
    bool m_writing = false;
    bool m_watching = false;
    bool m_counted = true;  // among the connections; else among those that are turned away
    bool m_streams = false; // this request counts among the streams
    bool m_named = false;   // m_id is among the live ones
    bool m_upgraded = false;
    std::shared_ptr<BeastConnection> m_self; // while a handler has the request: perhaps nothing else holds this
    std::size_t m_lingered = 0;
    std::chrono::steady_clock::duration m_behind{}; // of what it is sent: see Limits::kSlowReader
    std::chrono::steady_clock::time_point m_wroteAt;
};

// Takes over a connection whose request asks for a WebSocket (beast_socket.cpp). `id` of the request, for the answer;
// `ended` once, when it is over.
void runSocket(boost::beast::tcp_stream stream,
               const boost::beast::http::request<boost::beast::http::string_body> &request, const std::string &id,
               const std::shared_ptr<Wire> &wire, const std::shared_ptr<ServerState> &state,
               std::function<void()> ended);

// As it stands in an address or a Host header: IPv6 in brackets and without its zone, IPv4 in its own form.
std::string inUrl(const boost::asio::ip::address &address);

} // namespace app::server
