// A WebSocket over Boost.Beast: messages of the wire out, messages of the client in. Keeps itself alive until closed.
#include <boost/asio/post.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "app/server/beast_connection.h"
#include "app/server/exchange.h"

namespace app::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

namespace {

constexpr std::size_t kMostUnread = 64;
constexpr auto kReadPause = std::chrono::milliseconds(10);

class SocketSession : public Peer, public std::enable_shared_from_this<SocketSession> {
public:
    SocketSession(beast::tcp_stream stream, std::shared_ptr<Wire> wire, std::shared_ptr<ServerState> state,
                  std::function<void()> ended)
        : m_socket(std::move(stream)), m_wire(std::move(wire)), m_state(std::move(state)), m_ended(std::move(ended)) {
        m_state->peers.insert(this);
    }

    ~SocketSession() override {
        m_state->peers.erase(this);
        m_wire->leave();
        m_ended();
    }

    void start(const http::request<http::string_body> &request, const std::string &id) {
        auto timeouts = websocket::stream_base::timeout::suggested(beast::role_type::server);
        timeouts.idle_timeout = m_state->limits.heartbeat * 4; // asks for a sign of life when half of it has passed
        m_socket.set_option(timeouts);
        m_socket.set_option(websocket::stream_base::decorator(
            [id](websocket::response_type &response) { response.set("X-Request-Id", id); }));
        m_socket.read_message_max(MessageSocket::kLongestIncoming);
        m_socket.auto_fragment(false);
        m_wire->setWake([weak = weak_from_this(), executor = m_socket.get_executor()] {
            asio::post(executor, [weak] {
                if (const auto self = weak.lock())
                    self->drain();
            });
        });
        m_socket.async_accept(request, [self = shared_from_this()](beast::error_code error) {
            if (error)
                return;
            self->m_open = true;
            self->read();
            self->drain();
        });
    }

    void cut() override {
        m_pause.cancel();
        m_patience.cancel();
        beast::get_lowest_layer(m_socket).close();
        m_wire->leave();
    }

private:
    // Not more than the services take.
    void read() {
        if (m_wire->unread() >= kMostUnread) {
            m_pause.expires_after(kReadPause);
            m_pause.async_wait([self = shared_from_this()](beast::error_code error) {
                if (!error)
                    self->read();
            });
            return;
        }
        m_socket.async_read(m_in, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error)
                return self->cut();
            const auto data = self->m_in.data();
            self->m_wire->message({static_cast<const char *>(data.data()), data.size()}, self->m_socket.got_binary());
            self->m_in.consume(self->m_in.size());
            self->read();
        });
    }

    void drain() {
        if (m_writing || !m_open)
            return;
        auto piece = m_wire->take();
        if (!piece)
            return;
        using Kind = Wire::Piece::Kind;
        m_writing = true;
        if (piece->kind != Kind::Text && piece->kind != Kind::Binary) {
            m_socket.async_close(std::uint16_t(piece->code ? piece->code : int(websocket::close_code::normal)),
                                 [self = shared_from_this()](beast::error_code) {});
            return;
        }
        m_out = std::move(*piece);
        m_socket.binary(m_out.kind == Kind::Binary);
        m_patience.expires_after(m_state->limits.timeToWrite(m_out.what().size()));
        m_patience.async_wait([self = shared_from_this(), turn = ++m_turn](beast::error_code error) {
            if (error || turn != self->m_turn)
                return;
            ++self->m_state->cutOff;
            self->cut();
        });
        m_socket.async_write(asio::buffer(m_out.what()),
                             [self = shared_from_this()](beast::error_code error, std::size_t bytes) {
                                 self->m_writing = false;
                                 ++self->m_turn;
                                 self->m_patience.cancel();
                                 self->m_out = {};
                                 if (error)
                                     return self->cut();
                                 self->m_wire->sent(bytes);
                                 self->drain();
                             });
    }

    websocket::stream<beast::tcp_stream, false> m_socket; // without compression
    std::shared_ptr<Wire> m_wire;
    std::shared_ptr<ServerState> m_state;
    std::function<void()> m_ended;
    asio::steady_timer m_pause{m_socket.get_executor()}, m_patience{m_socket.get_executor()};
    std::uint64_t m_turn = 0; // of patience
    beast::flat_buffer m_in;
    Wire::Piece m_out;
    bool m_open = false;
    bool m_writing = false;
};

} // namespace

void runSocket(beast::tcp_stream stream, const http::request<http::string_body> &request, const std::string &id,
               const std::shared_ptr<Wire> &wire, const std::shared_ptr<ServerState> &state,
               std::function<void()> ended) {
    std::make_shared<SocketSession>(std::move(stream), wire, state, std::move(ended))->start(request, id);
}

} // namespace app::server
