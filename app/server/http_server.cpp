#include "app/server/http_server.h"

#include <QHostInfo>
#include <QNetworkInterface>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>

#include "app/server/beast_connection.h"
#include "app/server/server_state.h"

namespace app::server {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kAcceptPause = std::chrono::milliseconds(50);
constexpr std::uint16_t kHttpPort = 80;

bool isThisMachine(const asio::ip::address &address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback();
    return address.is_loopback();
}

// "localhost:8080", "[::1]"; what is no name at all is refused elsewhere.
bool isOwnName(const std::string &host) {
    const std::string name = hostFrom(host).value_or(std::string());
    const bool inBrackets = name.starts_with('[');
    const std::string bare = inBrackets ? name.substr(1, name.find(']') - 1) : name.substr(0, name.find(':'));
    return bare == "localhost" || bare.ends_with(".localhost") || isThisMachineAlone(bare);
}

std::optional<Problem> flawOf(const ServerOptions &options) {
    const auto told = [](const std::string &text) { return QString::fromStdString(text); };
    for (const std::string &origin : options.origins) {
        if (!originFrom(origin))
            return Problem{HttpServer::tr("'%1' is not the address of a page's site.").arg(told(origin)),
                           HttpServer::tr("Write it as the browser does, without a path: http://localhost:8080."),
                           {}};
    }
    for (const std::string &host : options.hosts) {
        if (!hostFrom(host))
            return Problem{HttpServer::tr("'%1' is not a name that a server can have.").arg(told(host)),
                           HttpServer::tr("Write it with its port and nothing else: studio.lan:27121."),
                           {}};
    }
    return {};
}

// What clients may call a server that listens there.
std::vector<std::string> namesOf(const asio::ip::address &address) {
    std::vector<std::string> names{inUrl(address)};
    if (address.is_loopback() || address.is_unspecified())
        names.insert(names.end(), {"127.0.0.1", "[::1]", "localhost"});
    if (address.is_unspecified()) {
        for (QHostAddress own : QNetworkInterface::allAddresses()) {
            own.setScopeId({});
            const std::string text = own.toString().toStdString();
            names.push_back(own.protocol() == QAbstractSocket::IPv6Protocol ? "[" + text + "]" : text);
        }
    }
    if (!address.is_loopback())
        names.push_back(QHostInfo::localHostName().toStdString());
    return names;
}

GuardRules rulesFor(const ServerOptions &options, const asio::ip::address &address, std::uint16_t port) {
    GuardRules rules;
    const auto add = [&rules](const std::string &host) {
        rules.hosts.push_back(host);
        rules.origins.push_back("http://" + host);
    };
    for (const std::string &name : namesOf(address)) {
        add(smallLetters(name) + ":" + std::to_string(port));
        if (port == kHttpPort)
            add(smallLetters(name));
    }
    for (const std::string &host : options.hosts) {
        const std::string name = hostFrom(host).value();
        rules.hosts.push_back(name);
        if (name.find(':', name.starts_with('[') ? name.find(']') : 0) == std::string::npos)
            rules.hosts.push_back(name + ":" + std::to_string(port));
    }
    for (const std::string &origin : options.origins)
        rules.guests.push_back(originFrom(origin).value());
    rules.token = options.token;
    rules.tokenNeeded = isTokenNeeded(options);
    return rules;
}

} // namespace

// The posts of a server that is no more go nowhere.
struct Mailbox {
    std::mutex mutex;
    QObject *desk = nullptr;

    void post(std::function<void()> work) {
        const std::lock_guard lock(mutex);
        if (desk)
            QMetaObject::invokeMethod(desk, std::move(work), Qt::QueuedConnection);
    }
};

class HttpServer::Inside {
public:
    Inside(QObject *desk, std::shared_ptr<const RouteTable> table, const ServerOptions &options,
           const asio::ip::address &address)
        : m_acceptor(m_context, tcp::endpoint(address, options.port)) { // sets SO_REUSEADDR; throws
        m_port = m_acceptor.local_endpoint().port();
        m_mailbox->desk = desk;
        m_state->table = std::move(table);
        m_state->limits = options.limits;
        m_state->guard = rulesFor(options, address, m_port);
        m_state->post = [mailbox = m_mailbox](std::function<void()> work) { mailbox->post(std::move(work)); };
        m_address = "http://" + inUrl(address) + ":" + std::to_string(m_port);
        accept();
        m_thread = std::thread([this] { run(); });
    }

    ~Inside() {
        asio::post(m_context, [this] {
            boost::system::error_code ignored;
            m_acceptor.close(ignored);
            m_pause.cancel();
            cutAll();
            m_context.stop();
        });
        m_thread.join();
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->desk = nullptr;
    }

    void setToken(const std::string &token) {
        asio::post(m_context, [this, token] {
            m_state->guard.token = token;
            cutAll();
        });
    }
    std::uint16_t port() const { return m_port; }
    const std::string &address() const { return m_address; }
    const ServerState &state() const { return *m_state; }

private:
    void run() {
        while (!m_context.stopped()) {
            try {
                m_context.run();
            } catch (const std::exception &) { // memory is short: that connection is gone, the others go on
                ++m_state->failed;
            }
        }
    }

    void cutAll() {
        for (Peer *peer : std::set(m_state->peers)) {
            if (m_state->peers.contains(peer))
                peer->cut();
        }
    }

    void accept() {
        m_acceptor.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted)
                return;
            if (!error) {
                accept(); // before anything that may throw
                return take(std::move(socket));
            }
            m_pause.expires_after(kAcceptPause); // no file handle is left, perhaps
            m_pause.async_wait([this](boost::system::error_code stopped) {
                if (!stopped)
                    accept();
            });
        });
    }

    void take(tcp::socket socket) {
        const bool full = m_state->connections >= m_state->limits.connections && !makeRoom();
        boost::system::error_code error;
        socket.set_option(tcp::no_delay(true), error);
        const auto connection = std::make_shared<BeastConnection>(std::move(socket), m_state);
        full ? connection->refuseAll() : connection->start();
    }

    // Who has kept us waiting for the longest time goes; those that never asked anything first, then those between two
    // requests, who may come again, then those who read their answer slowly, as one does that hears it while it comes;
    // and only behind them who passed the guard and sends a body, or else strangers could cut every upload off. Who was
    // answered just now is likely to ask again, and would be cut off while it does, and several that come at once would
    // cut each other off.
    bool makeRoom() {
        Peer *oldest = nullptr;
        const auto now = std::chrono::steady_clock::now();
        const Limits &limits = m_state->limits;
        for (Peer *peer : m_state->peers) {
            if (!peer->waitsSince || now - *peer->waitsSince < (peer->wasServed ? limits.keepsPlace : limits.isNew))
                continue;
            const auto rank = [now](const Peer &each) {
                return std::tuple(now < each.letInUntil, each.wasServed, each.isServed, *each.waitsSince);
            };
            if (!oldest || rank(*peer) < rank(*oldest))
                oldest = peer;
        }
        if (!oldest)
            return false;
        ++m_state->cutOff;
        oldest->cut();
        return true;
    }

    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    std::shared_ptr<ServerState> m_state = std::make_shared<ServerState>();
    asio::io_context m_context{1};
    tcp::acceptor m_acceptor;
    asio::steady_timer m_pause{m_context};
    std::uint16_t m_port = 0;
    std::string m_address;
    std::thread m_thread;
};

bool isThisMachineAlone(const std::string &address) {
    boost::system::error_code error;
    const asio::ip::address read = asio::ip::make_address(address, error);
    return !error && isThisMachine(read);
}

bool isTokenNeeded(const ServerOptions &options) {
    return options.tokenOnLoopback || !isThisMachineAlone(options.address) ||
           !std::all_of(options.hosts.begin(), options.hosts.end(), isOwnName);
}

HttpServer::HttpServer(QObject *parent) : QObject(parent), m_table(std::make_shared<RouteTable>()) {}

HttpServer::~HttpServer() {
    stop();
}

void HttpServer::add(Route route) {
    if (m_inside)
        throw std::logic_error("routes are added before the server runs");
    m_table->add(std::move(route));
}

const std::vector<Route> &HttpServer::routes() const {
    return m_table->routes();
}

std::optional<Problem> HttpServer::start(const ServerOptions &options) {
    stop();
    boost::system::error_code error;
    const asio::ip::address address = asio::ip::make_address(options.address, error);
    const QString name = QString::fromStdString(options.address);
    if (error)
        return Problem{tr("'%1' is not an address to listen on.").arg(name),
                       tr("Write 127.0.0.1 for this machine alone, or 0.0.0.0 for the whole network."),
                       {}};
    if (auto flaw = flawOf(options))
        return flaw;
    const bool tokenNeeded = isTokenNeeded(options);
    if (tokenNeeded && !isToken(options.token))
        return Problem{tr("Beyond this machine, and under another name, the server needs a token."),
                       tr("Have one made, or give one of at least 32 characters."),
                       {}};
    const auto isNull = [](const std::string &origin) { return smallLetters(origin) == "null"; };
    if (!tokenNeeded && std::any_of(options.origins.begin(), options.origins.end(), isNull))
        return Problem{tr("Pages from files (\"null\") can be allowed only where a token is needed: every page can say "
                          "that it is one."),
                       tr("Have a token asked for on this machine too, or allow a page that has an address."),
                       {}};
    try {
        m_inside = std::make_unique<Inside>(this, m_table, options, address);
    } catch (const std::exception &failure) {
        return Problem{tr("The server cannot listen on %1, port %2.").arg(name).arg(options.port),
                       tr("Perhaps another program does, or another iShowTTS: choose another port."),
                       QString::fromLocal8Bit(failure.what())};
    }
    return {};
}

void HttpServer::setToken(const std::string &token) {
    if (m_inside)
        m_inside->setToken(token);
}

void HttpServer::stop() {
    m_inside.reset();
}

std::uint16_t HttpServer::port() const {
    return m_inside ? m_inside->port() : 0;
}

QString HttpServer::address() const {
    return m_inside ? QString::fromStdString(m_inside->address()) : QString();
}

ServerFigures HttpServer::figures() const {
    if (!m_inside)
        return {};
    const ServerState &state = m_inside->state();
    return {state.connections, state.live, state.streams, state.requests, state.refused, state.failed, state.cutOff};
}

std::vector<ServerTrouble> HttpServer::troubles() const {
    return m_inside ? m_inside->state().noted() : std::vector<ServerTrouble>{};
}

std::vector<ServerClient> HttpServer::clients() const {
    return m_inside ? m_inside->state().clients() : std::vector<ServerClient>{};
}

} // namespace app::server

#include "moc_http_server.cpp"
