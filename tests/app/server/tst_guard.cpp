// What the server refuses before anybody looks at it, over a real socket; and what it lets through.
#include <QTest>

#include <atomic>
#include <memory>
#include <vector>

#include "app/server/exchange.h"
#include "app/server/guard.h"
#include "app/server/http_server.h"
#include "tests/app/server/fuzzed_requests.h"
#include "tests/app/server/guarded_site.h"
#include "tests/app/server/hostile_requests.h"
#include "tests/app/server/raw_client.h"
#include "tests/patience.h"

using namespace app::server;

namespace {

const QByteArray kToken("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

} // namespace

class TestGuard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void letsThrough();
    void pagesFromFilesNeedTheToken();
    void ownAddressIsAName();
    void idsOfLiveRequestsDiffer();
    void noRouteWithoutAccess();
    void everyRouteWantsTheToken();
    void silentClientsDoNotCount();
    void whoLeavesIsGone();
    void streams();
    void slowReaderLags();
    void silentStreamsBeat();
    void noMoreStreamsThanAllowed();
    void webSocket();
    void stopsAtAnyTime();
    void nothingFuzzedComesThrough();

private:
    std::unique_ptr<Site> m_site; // of the refusals
};

void TestGuard::refuses_data() {
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("status");
    for (const HostileRequest &request : hostileRequests())
        QTest::newRow(qPrintable(request.name)) << request.raw << request.status;
}

void TestGuard::refuses() {
    QFETCH(QByteArray, raw);
    QFETCH(int, status);
    if (!m_site)
        m_site = std::make_unique<Site>();
    raw.replace("PORT", QByteArray::number(m_site->server.port()));
    const QByteArray answer = m_site->ask(raw);
    QCOMPARE(statusOf(answer), status);
    QVERIFY(raw.startsWith("HEAD ") || !bodyOf(answer).isEmpty()); // says why
    QVERIFY(answer.contains("X-Request-Id: "));
    QVERIFY(!answer.toLower().contains("access-control-allow"));
    QCoreApplication::processEvents();
    QCOMPARE(m_site->handled.load(), 0);
}

void TestGuard::letsThrough() {
    Site site;
    QCOMPARE(statusOf(site.ask(get("/api/health"))), 200);
    QCOMPARE(
        statusOf(site.ask(get("/api/health").replace("HOST", "LocalHost:" + QByteArray::number(site.server.port())))),
        200);
    QCOMPARE(bodyOf(site.ask(get("/api/things/%E4%BD%A0%20a?x=y"))), QByteArray("/api/things/你 a|"));
    QCOMPARE(statusOf(site.ask(get("/api/things/a", "Sec-Fetch-Site: none\r\n"))), 200); // typed by a person
    QCOMPARE(statusOf(site.ask(get("/api/things/a", "User-Agent: Mozilla/5.0\r\n"))), 200);
    QCOMPARE(statusOf(site.ask(get("/api/things/a", "Origin: http://HOST\r\nSec-Fetch-Site: same-origin\r\n"))), 200);
    QCOMPARE(bodyOf(site.ask(post("/api/things", "Content-Type: application/json; charset=utf-8\r\n", "{\"a\":1}"))),
             QByteArray("/api/things|{\"a\":1}"));
    QCOMPARE(statusOf(site.ask(post("/api/upload/a", "Content-Type: multipart/form-data; boundary=x\r\n"))), 200);
    QCOMPARE(bodyOf(site.ask("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n2\r\n{ \r\n1\r\n}\r\n0\r\n\r\n")),
             QByteArray("/api/things|{ }"));
    QCOMPARE(statusOf(site.ask("DELETE /api/things/a HTTP/1.1\r\nHost: HOST\r\n\r\n")), 200);
    const QByteArray shell = site.ask(post("/api/things", "User-Agent: Mozilla/5.0 (PowerShell)\r\n"
                                                          "Content-Type: application/json\r\n"));
    QVERIFY(statusOf(shell) == 403 && bodyOf(shell).contains("User-Agent")); // says what to change
    const QByteArray fetched(kNodeFetch); // a program's that says how it asks, but not whence
    QCOMPARE(statusOf(site.ask(post("/api/things", (fetched + kJson).constData()))), 200);
    QCOMPARE(statusOf(site.ask("DELETE /api/things/a HTTP/1.1\r\nHost: HOST\r\n" + fetched + "\r\n")), 200);
    QCOMPARE(statusOf(site.ask(
                 post("/api/upload/a", (fetched + "Content-Type: multipart/form-data; boundary=x\r\n").constData()))),
             200);
    RawClient events(site.server.port());
    events.send(site.filled(get("/api/stream", (fetched + "Cache-Control: no-cache\r\n").constData())));
    QTRY_VERIFY(site.kept != nullptr);
    const QByteArray failed = site.ask(post("/v1/things", kJson));
    QCOMPARE(statusOf(failed), 502);
    QVERIFY(failed.contains(R"("code":"broken")") && failed.contains(R"("message":"It went wrong.")"));

    // One connection: asked ahead, asked to go on with the body, and the id that the client gave.
    const QByteArray id = "11111111-2222-4333-8444-555555555555";
    const QByteArrayList answers = aside([&] {
        RawClient client(site.server.port());
        client.send(
            site.filled(get("/api/things/1") + get("/api/things/2", ("X-Request-Id: " + id + "\r\n").constData())));
        QByteArrayList all{client.answer(), client.answer()};
        client.send(site.filled("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nExpect: "
                                "100-continue\r\nContent-Length: 2\r\n\r\n"));
        all << client.answer();
        client.send("{}");
        return all << client.answer();
    });
    QCOMPARE(bodyOf(answers.at(0)), QByteArray("/api/things/1|"));
    QCOMPARE(bodyOf(answers.at(1)), QByteArray("/api/things/2|"));
    QVERIFY(answers.at(1).contains("X-Request-Id: " + id));
    QCOMPARE(statusOf(answers.at(2)), 100);
    QCOMPARE(bodyOf(answers.at(3)), QByteArray("/api/things|{}"));
    QVERIFY(site.handled >= 12);

    // A page that the person allowed.
    Site host(false);
    host.start({.port = 0, .origins = {"http://overlay.example"}});
    const QByteArray guest =
        host.ask(get("/api/health", "Origin: http://overlay.example\r\nSec-Fetch-Site: cross-site\r\n"));
    QCOMPARE(statusOf(guest), 200);
    QVERIFY(guest.contains("Access-Control-Allow-Origin: http://overlay.example\r\n"));
    QVERIFY(guest.contains("Access-Control-Expose-Headers: X-Request-Id, "));
    QCOMPARE(statusOf(host.ask("OPTIONS /api/things HTTP/1.1\r\nHost: HOST\r\nOrigin: http://overlay.example\r\n\r\n")),
             204);
    QCOMPARE(statusOf(host.ask(get("/api/health", "Origin: http://other.example\r\n"))), 403);
    QVERIFY(host.ask("OPTIONS /api/things HTTP/1.1\r\nHost: HOST\r\nOrigin: http://overlay.example\r\n"
                     "Access-Control-Request-Private-Network: true\r\n\r\n")
                .contains("Access-Control-Allow-Private-Network: true\r\n"));
}

// Every page can make a frame that says "null", so that it alone opens nothing.
void TestGuard::pagesFromFilesNeedTheToken() {
    const char *from = "Origin: null\r\nSec-Fetch-Site: cross-site\r\n";
    Site site(false);
    QVERIFY(site.server.start({.port = 0, .origins = {"null"}}));
    QVERIFY(!site.server.isRunning());
    site.start({.port = 0, .token = kToken.toStdString(), .tokenOnLoopback = true, .origins = {"Null"}});
    QCOMPARE(statusOf(site.ask(get("/api/things/a", from))), 401);
    QCOMPARE(statusOf(site.ask(post("/api/things", (from + QByteArray(kJson)).constData()))), 401);
    QCOMPARE(
        statusOf(site.ask(get("/api/things/a", (from + ("Authorization: Bearer " + kToken) + "\r\n").constData()))),
        200);
    GuardRules rules;
    rules.guests = {"null"};
    RequestHead head;
    head.headers = {{"Origin", "null"}};
    QVERIFY(refuseSite(rules, head) && !guestOrigin(rules, head));
    rules.tokenNeeded = true;
    QVERIFY(!refuseSite(rules, head) && guestOrigin(rules, head));
}

// An address that came after the start is a name too, on its own connections alone.
void TestGuard::ownAddressIsAName() {
    Site site(false);
    site.start({.address = "0.0.0.0", .port = 0, .token = kToken.toStdString()});
    const QByteArray port = QByteArray::number(site.server.port());
    const auto asked = [&](quint32 to, const QByteArray &host, const QByteArray &more = {}) {
        return aside([&] {
            RawClient client(site.server.port(), to);
            client.send("GET /api/health HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n" + more +
                        "Authorization: Bearer " + kToken + "\r\n\r\n");
            return statusOf(client.answer());
        });
    };
    constexpr quint32 kOther = INADDR_LOOPBACK + 1; // 127.0.0.2
    QCOMPARE(asked(kOther, "127.0.0.2"), 200);
    QCOMPARE(asked(kOther, "127.0.0.2", "Origin: http://127.0.0.2:" + port + "\r\n"), 200);
    QCOMPARE(asked(kOther, "127.0.0.3"), 403);
    QCOMPARE(asked(INADDR_LOOPBACK, "127.0.0.2"), 403);
}

// Also while the body of the first one comes.
void TestGuard::idsOfLiveRequestsDiffer() {
    Site site;
    const QByteArray id = "11111111-2222-4333-8444-555555555555";
    const QByteArray head = site.filled("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                                        "Expect: 100-continue\r\nContent-Length: 2\r\nX-Request-Id: " +
                                        id + "\r\n\r\n");
    const QByteArrayList answers = aside([&] {
        RawClient first(site.server.port()), second(site.server.port());
        first.send(head);
        first.answer();
        second.send(head);
        second.answer();
        second.send("{}");
        QByteArrayList all{second.answer()};
        first.send("{}");
        return all << first.answer();
    });
    QVERIFY(!answers.at(0).contains(id) && statusOf(answers.at(0)) == 200);
    QVERIFY(answers.at(1).contains("X-Request-Id: " + id));
}

void TestGuard::noRouteWithoutAccess() {
    Site site(false);
    const auto handle = [](const ExchangePtr &) {};
    RouteTable table;
    QVERIFY_THROWS_EXCEPTION(std::logic_error, table.add({.pattern = "/a", .handle = handle}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, table.add({.pattern = "/a", .access = Access::Read}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, table.add({.pattern = "/a", .access = Access::Write, .handle = handle}));
    QVERIFY_THROWS_EXCEPTION(
        std::logic_error,
        table.add({.method = Method::Post, .pattern = "/a", .access = Access::Read, .handle = handle}));
    QVERIFY_THROWS_EXCEPTION(
        std::logic_error, site.server.add({.pattern = "/api/things/{id}", .access = Access::Read, .handle = handle}));
}

void TestGuard::everyRouteWantsTheToken() {
    Site site(false);
    Route sound{.pattern = "/api/sounds/{id}", .access = Access::Read, .tokenInAddress = true};
    sound.handle = [](const ExchangePtr &exchange) { exchange->answer(HttpResponse::text("sound")); };
    site.server.add(sound);
    QVERIFY(site.server.start({.address = "0.0.0.0", .port = 0})); // no token: it does not start
    QVERIFY(site.server.start({.address = "0.0.0.0", .port = 0, .token = "short"}));
    site.start({.address = "0.0.0.0", .port = 0, .token = kToken.toStdString()});
    const QByteArray wrong = QByteArray(kToken).replace(0, 1, "f");
    for (const Route &route : site.server.routes()) {
        const QByteArray method = QByteArray::fromStdString(std::string(nameOf(route.method)));
        const QByteArray path = QByteArray::fromStdString(route.pattern).replace("{id}", "a");
        const QByteArray begin = method + " " + path + " HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n";
        for (const QByteArray &header : QByteArrayList{{},
                                                       "Authorization: Bearer " + wrong + "\r\n",
                                                       "Authorization: Bearer \r\n",
                                                       "Authorization: Basic " + kToken + "\r\n",
                                                       "Authorization: Bearer " + kToken.left(63) + "\r\n",
                                                       "X-Token: " + kToken + "\r\n"})
            QCOMPARE(statusOf(site.ask(begin + header + "\r\n")), 401);
    }
    QCOMPARE(statusOf(site.ask(get(("/api/things/a?token=" + kToken).constData()))),
             401);                                          // only where no header can be
    QCOMPARE(statusOf(site.ask(get("/api/nothing"))), 401); // not even what there is
    QCoreApplication::processEvents();
    QCOMPARE(site.handled.load(), 0);
    const QByteArray bearer = "Authorization: Bearer " + kToken + "\r\n";
    QCOMPARE(statusOf(site.ask(get("/api/health", bearer.constData()))), 200);
    QCOMPARE(statusOf(site.ask(get("/api/things/a", bearer.constData()))), 200);
    QCOMPARE(statusOf(site.ask(get(("/api/sounds/a?token=" + kToken).constData()))), 200); // <audio> writes none
    RawClient page(site.server.port()); // a browser's EventSource writes no header
    page.send(site.filled(get(("/api/stream?token=" + kToken).constData())));
    QTRY_VERIFY(site.kept != nullptr);
}

// More than the server takes, most of them never say a whole head: they make room for who does.
void TestGuard::silentClientsDoNotCount() {
    Site site(false);
    site.start({.port = 0, .limits = {.isNew = std::chrono::milliseconds(0)}}); // they come faster than anybody
    RawClient polite(site.server.port());
    polite.send(site.filled(get("/api/health")));
    QCOMPARE(statusOf(polite.answer()), 200);
    for (int i = 0; i < 100; ++i) // who is gone before it was greeted takes nobody with it
        RawClient(site.server.port()).reset();
    std::vector<std::unique_ptr<RawClient>> silent;
    for (int i = 0; i < 200; ++i) {
        silent.push_back(std::make_unique<RawClient>(site.server.port()));
        QVERIFY(silent.back()->isOpen());
        if (i % 3 == 1)
            silent.back()->send("GET /api/hea");
        if (i % 3 == 2)
            silent.back()->send(
                site.filled("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                            "Content-Length: 100\r\n\r\n{"));
        if (i % 20 == 19)
            QCOMPARE(statusOf(site.ask(get("/api/health"))), 200);
    }
    QTRY_VERIFY(site.server.figures().connections <= 64); // who was cut off goes in a moment
    QVERIFY(site.server.figures().cutOff >= 100);
    QCOMPARE(aside([&] { // who was there first and asks from time to time is not among them
                 polite.send(site.filled(get("/api/health")));
                 return statusOf(polite.answer());
             }),
             200);
    QCOMPARE(statusOf(site.ask(post("/api/things", kJson))), 200);
}

void TestGuard::whoLeavesIsGone() {
    Site site;
    auto client = std::make_unique<RawClient>(site.server.port());
    client->send(site.filled(get("/api/never")));
    QTRY_VERIFY(site.kept != nullptr);
    QVERIFY(site.kept->isLive());
    QCOMPARE(site.server.figures().live, 1);
    client->leave();
    QTRY_COMPARE(site.gone, 1);
    QVERIFY(!site.kept->isLive());
    site.kept->answer(HttpResponse::text("nobody hears it"));
    site.kept.reset();
    QTRY_COMPARE(site.server.figures().live, 0);

    const QByteArray late = site.ask(get("/api/late"));
    QCOMPARE(statusOf(late), 504);
    QTRY_COMPARE(site.gone, 2);
    QCOMPARE(site.server.troubles().front().status, 504);
    QCOMPARE(site.server.figures().failed, std::uint64_t(1));
    QCOMPARE(site.server.figures().refused, std::uint64_t(0));
    // Let go of without an answer.
    QByteArray answer;
    std::thread asking([&] {
        RawClient other(site.server.port());
        other.send(site.filled(get("/api/never")));
        answer = other.answer();
    });
    site.kept.reset();
    QTRY_VERIFY(site.kept != nullptr);
    site.kept.reset();
    asking.join();
    QCOMPARE(statusOf(answer), 500);
}

void TestGuard::streams() {
    Site site;
    RawClient client(site.server.port());
    client.send(site.filled(get("/api/stream")));
    QTRY_VERIFY(site.kept != nullptr);
    auto stream = site.kept->stream({200, "audio/pcm", {}, {}});
    QVERIFY(stream->write("first"));
    QVERIFY(client.until("first").contains("Transfer-Encoding: chunked"));
    // A client that does not read holds the handler up, not the server.
    const std::string piece(100'000, 'x');
    int taken = 0;
    while (stream->write(piece))
        ++taken;
    QVERIFY(!stream->hasRoom());
    QVERIFY(taken >= 10 && taken < 1000);
    QCOMPARE(statusOf(site.ask(get("/api/health"))), 200);
    bool room = false;
    stream->onRoom([&room] { room = true; });
    const QByteArray rest = aside([&] { // everything that was taken arrives
        QByteArray bytes;
        while (bytes.count('x') < taken * 100'000)
            bytes += client.until("\r\n");
        return bytes;
    });
    QCOMPARE(rest.count('x'), qsizetype(taken) * 100'000);
    QTRY_VERIFY(room);
    QVERIFY(stream->write("last"));
    stream->finish();
    QVERIFY(client.until("0\r\n\r\n").contains("last"));
    stream.reset();
    site.kept.reset();
    client.send(site.filled(get("/api/health"))); // the connection stays
    QCOMPARE(statusOf(client.answer()), 200);

    // Cut off: the client can tell.
    client.send(site.filled(get("/api/stream")));
    QTRY_VERIFY(site.kept != nullptr);
    site.kept->stream({200, "audio/pcm", "half", {}});
    site.kept.reset();
    const QByteArray cut = client.untilClosed();
    QVERIFY(cut.contains("half") && !cut.contains("\r\n0\r\n"));
    QTRY_COMPARE(site.server.figures().streams, 0);
}

void TestGuard::slowReaderLags() {
    Site site;
    RawClient client(site.server.port());
    client.send(site.filled(get("/api/stream")));
    QTRY_VERIFY(site.kept != nullptr);
    auto events = site.kept->events();
    site.kept.reset();
    QVERIFY(events->send({"1", "state", "one\ntwo"}));
    QVERIFY(client.until("two\n\n").contains("id: 1\nevent: state\ndata: one\ndata: two\n\n"));
    int sent = 0;
    while (events->send({std::to_string(++sent), "state", std::string(20'000, 'y')})) {
    }
    QVERIFY(!events->isLive());
    const QByteArray all = aside([&] { return client.until("event: lagged"); });
    QVERIFY(all.contains("event: lagged"));
}

// A stream in which nothing happens shows that it lives, and goes on behind that.
void TestGuard::silentStreamsBeat() {
    Site site(false);
    QCOMPARE(Limits{}.heartbeat, std::chrono::milliseconds(15'000));
    site.start({.port = 0, .limits = {.heartbeat = std::chrono::milliseconds(5)}});
    RawClient client(site.server.port());
    client.send(site.filled(get("/api/stream")));
    QTRY_VERIFY(site.kept != nullptr);
    auto events = site.kept->events();
    site.kept.reset();
    QVERIFY(client.until("\r\n\r\n").contains("text/event-stream"));
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(client.until(":\n\n").contains(":\n\n"));
        QVERIFY(events->send({std::to_string(i), "state", "one"}));
        QVERIFY(client.until("one\n\n").contains("event: state\ndata: one\n\n"));
    }
    QVERIFY(events->isLive());
}

// One more than may be open is told so at once; who leaves makes a place.
void TestGuard::noMoreStreamsThanAllowed() {
    std::vector<std::shared_ptr<EventStream>> open;
    Site site(false);
    Route many{.pattern = "/api/many", .access = Access::Read};
    many.handle = [&open](const ExchangePtr &exchange) { open.push_back(exchange->events()); };
    many.stream = true;
    site.server.add(many);
    site.start({.port = 0});
    const int most = Limits{}.streams;
    QCOMPARE(most, 32);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < most; ++i) {
        clients.push_back(std::make_unique<RawClient>(site.server.port()));
        clients.back()->send(site.filled(get("/api/many")));
    }
    QTRY_COMPARE(int(open.size()), most);
    QCOMPARE(site.server.figures().streams, most);
    for (const char *headers : {"", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"}) {
        const QByteArray refused = site.ask(get("/api/stream", headers));
        QCOMPARE(statusOf(refused), 503);
        QVERIFY(refused.contains("Retry-After: ") && refused.contains("streams"));
    }
    QCOMPARE(statusOf(site.ask(get("/api/health"))), 200);
    clients.back()->leave();
    QTRY_COMPARE(site.server.figures().streams, most - 1);
    clients.back() = std::make_unique<RawClient>(site.server.port());
    clients.back()->send(site.filled(get("/api/many")));
    QTRY_COMPARE(int(open.size()), most + 1);
    QVERIFY(open.front()->isLive() && open.back()->isLive());
}

void TestGuard::webSocket() {
    Site site;
    RawClient client(site.server.port());
    client.send(site.filled(get("/api/stream", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
                                               "13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                               "User-Agent: node\r\nSec-Fetch-Mode: websocket\r\n"))); // as Node's
    QTRY_VERIFY(site.kept != nullptr);
    QVERIFY(site.kept->request().upgrade);
    auto socket = site.kept->socket();
    site.kept.reset();
    QByteArray heard;
    bool left = false;
    socket->onMessage([&](const std::string &bytes, MessageSocket::Kind kind) {
        QVERIFY(kind == MessageSocket::Kind::Text);
        heard = QByteArray::fromStdString(bytes);
    });
    socket->onGone([&] { left = true; });
    const QByteArray greeting = client.until("\r\n\r\n");
    QVERIFY(greeting.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") && greeting.contains("X-Request-Id: "));
    QVERIFY(socket->send("hello", MessageSocket::Kind::Binary));
    QVERIFY(client.until("hello").contains(QByteArray("\x82\x05hello")));
    client.send(QByteArray("\x81\x82\x00\x00\x00\x00hi", 8));
    QTRY_COMPARE(heard, QByteArray("hi"));
    client.leave();
    QTRY_VERIFY(left);
    QVERIFY(!socket->send("nobody", MessageSocket::Kind::Text));
    QTRY_COMPARE(site.server.figures().connections, 0);
}

void TestGuard::stopsAtAnyTime() {
    for (int round = 0; round < 20; ++round) {
        Site site;
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 6; ++i) {
            clients.push_back(std::make_unique<RawClient>(site.server.port()));
            clients.back()->send(site.filled(i % 2 ? get("/api/stream") : post("/api/things", kJson)));
        }
        if (round % 2)
            QTRY_VERIFY(site.kept != nullptr);
        const quint16 port = site.server.port();
        std::shared_ptr<EventStream> events = site.kept ? site.kept->events() : nullptr;
        site.server.stop();
        QVERIFY(!events || !events->isLive());
        site.start({.port = port}); // again at once, at the same place
        QCOMPARE(statusOf(site.ask(get("/api/health"))), 200);
    }
}

// The short form of http_fuzz.
void TestGuard::nothingFuzzedComesThrough() {
    Site site;
    for (quint64 seed = 0; seed < 4'000; ++seed) {
        std::mt19937_64 random(seed);
        const QByteArray sent = fuzzed_requests::bytes(random, site.host());
        QByteArray flaw = fuzzed_requests::flawOf(sent, site.host());
        if (flaw.isEmpty() && seed % 20 == 0)
            flaw = aside([&] { return site.flawOfServer(sent); });
        QVERIFY2(flaw.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + flaw).constData());
    }
    QCOMPARE(statusOf(site.ask(get("/api/health"))), 200);
}

QTEST_GUILESS_MAIN(TestGuard)
#include "tst_guard.moc"
