// How the server treats clients that are in order, or only slow, late or many: HEAD, HTTP/1.0, 408, 503, who leaves,
// names as people write them, another token, and WebSockets that are not read.
#include <QTest>

#include <atomic>
#include <memory>
#include <vector>

#include "app/server/exchange.h"
#include "app/server/guard.h"
#include "app/server/http_server.h"
#include "tests/app/server/guarded_site.h"
#include "tests/app/server/hostile_requests.h"
#include "tests/app/server/raw_client.h"
#include "tests/patience.h"

using namespace app::server;

namespace {

const QByteArray kOwnToken("fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210");

// Whether there was room at least once: QTRY asks once more behind the first yes, and would need two.
bool isLetIn(const Site &site, bool &was) {
    return was = was || statusOf(site.ask(get("/api/health"))) == 200;
}

} // namespace

class TestManners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headAndOldHttp();
    void whoIsTooSlowIsTold();
    void whoComesTooManyIsTold();
    void whoReadsNothingGoes();
    void whoReadsLittleGoes();
    void whoIsServedGoesBehindIdleOnes();
    void strangersDoNotCutUploads();
    void whoAskedAheadAndLeftIsGone();
    void namesThatPeopleWrite();
    void tokenIsExchanged();
    void socketsThatDoNotReadLoseMessages();
    void trailersAndExtensionsChangeNothing();
    void socketsFollowTheirRules();
};

// As proxies and small clients ask.
void TestManners::headAndOldHttp() {
    Site site;
    const auto all = [&](const QByteArray &raw, const QByteArray &end = {}) {
        return aside([&] {
            RawClient client(site.server.port());
            client.send(site.filled(raw));
            return end.isEmpty() ? client.untilClosed() : client.until(end);
        });
    };
    const QByteArray body = bodyOf(site.ask(get("/api/things/a")));
    const QByteArray head = all("HEAD /api/things/a HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    QCOMPARE(statusOf(head), 200);
    QVERIFY(bodyOf(head).isEmpty() && head.contains("Content-Length: " + QByteArray::number(body.size()) + "\r\n"));
    // The connection stays, also behind one that is refused.
    const QByteArray two =
        all("HEAD /api/nothing HTTP/1.1\r\nHost: HOST\r\n\r\n" + get("/api/things/b"), "/api/things/b|");
    QVERIFY2(two.startsWith("HTTP/1.1 404 ") && two.contains("\r\n\r\nHTTP/1.1 200 "), two.constData());
    QVERIFY(site.ask(post("/api/health", kJson)).contains("Allow: GET, HEAD\r\n"));

    const QByteArray old = all("GET /api/things/a HTTP/1.0\r\nHost: HOST\r\n\r\n");
    QCOMPARE(statusOf(old), 200);
    QCOMPARE(bodyOf(old), body);
    QVERIFY(old.contains("Connection: close\r\n"));
    QVERIFY(all("GET /api/things/a HTTP/1.0\r\nHost: HOST\r\nConnection: keep-alive\r\n\r\n" + get("/api/things/b"),
                "/api/things/b|")
                .contains("Connection: keep-alive\r\n"));

    // What is written while it is made: until the connection ends, or the head alone.
    RawClient client(site.server.port());
    client.send(site.filled("GET /api/stream HTTP/1.0\r\nHost: HOST\r\n\r\n"));
    QTRY_VERIFY(site.kept != nullptr);
    auto stream = site.kept->stream({200, "audio/pcm", "one", {}});
    QVERIFY(stream->write("two"));
    stream->finish();
    const QByteArray streamed = aside([&] { return client.untilClosed(); });
    QVERIFY(!streamed.contains("chunked") && !streamed.contains("Content-Length"));
    QCOMPARE(bodyOf(streamed), QByteArray("onetwo"));
    stream.reset();
    site.kept.reset();
    RawClient looks(site.server.port());
    looks.send(site.filled("HEAD /api/stream HTTP/1.1\r\nHost: HOST\r\n\r\n"));
    QTRY_VERIFY(site.kept != nullptr);
    auto events = site.kept->events();
    site.kept.reset();
    QVERIFY(aside([&] { return looks.until("\r\n\r\n"); }).contains("text/event-stream"));
    QTRY_VERIFY(!events->isLive());
    looks.send(site.filled(get("/api/things/c")));
    QCOMPARE(aside([&] { return bodyOf(looks.answer()); }), QByteArray("/api/things/c|"));
    QTRY_COMPARE(site.server.figures().streams, 0);
}

// Who begins and does not go on is told so; who says nothing is let go. Neither is seen by a handler.
void TestManners::whoIsTooSlowIsTold() {
    constexpr auto kShort = std::chrono::milliseconds(50);
    Site site(false);
    site.start({.port = 0, .limits = {.headTime = kShort, .bodyTime = kShort}});
    const auto answer = [&](const QByteArray &raw) {
        return aside([&] {
            RawClient client(site.server.port());
            client.send(site.filled(raw));
            return client.untilClosed();
        });
    };
    const QByteArray head = answer("GET /api/health HTTP/1.1\r\nHost: HO");
    QVERIFY(statusOf(head) == 408 && head.contains("X-Request-Id: "));
    const QByteArray body = answer("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                                   "Content-Length: 2\r\n\r\n{");
    QCOMPARE(statusOf(body), 408);
    QVERIFY(body.contains("Connection: close\r\n"));
    QCOMPARE(statusOf(answer("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n1\r\n")),
             408);
    QCOMPARE(site.server.figures().cutOff, std::uint64_t(3));
    site.start({.port = 0, .limits = {.firstTime = kShort}});
    QCOMPARE(answer({}), QByteArray());
    QCoreApplication::processEvents();
    QCOMPARE(site.handled.load(), 0);
}

// More than there may be, and none of them waits: the next one reads why.
void TestManners::whoComesTooManyIsTold() {
    std::vector<ExchangePtr> held;
    Site site(false);
    Route slow{.pattern = "/api/slow", .access = Access::Read};
    slow.handle = [&held](const ExchangePtr &exchange) { held.push_back(exchange); };
    site.server.add(slow);
    site.start({.port = 0, .limits = {.connections = 4}});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<RawClient>(site.server.port()));
        clients.back()->send(site.filled(get("/api/slow")));
    }
    QTRY_COMPARE(int(held.size()), 4);
    for (int i = 0; i < 8; ++i) {
        const QByteArray refused = site.ask(get("/api/health"));
        QVERIFY2(refused.startsWith("HTTP/1.1 503 ") && refused.contains("Retry-After: 1\r\n") &&
                     refused.contains("X-Request-Id: "),
                 refused.constData());
    }
    bool isIn = false;
    held.front()->answer(HttpResponse::text("done"));
    QCOMPARE(aside([&] { return bodyOf(clients.front()->answer()); }), QByteArray("done"));
    QTRY_VERIFY(isLetIn(site, isIn)); // that one makes room, once it waits again
}

// Of a long answer: when a piece of it was not read in time, and before, when its place is wanted.
void TestManners::whoReadsNothingGoes() {
    Site site(false);
    Route large{.pattern = "/api/large", .access = Access::Read};
    large.handle = [](const ExchangePtr &exchange) {
        exchange->answer(HttpResponse::text(std::string(std::size_t(64) * 1024 * 1024, 'a')));
    };
    site.server.add(large);
    const auto asked = [&site] {
        auto client = std::make_unique<RawClient>(site.server.port());
        client->send(site.filled(get("/api/large")));
        return client;
    };
    site.start({.port = 0, .limits = {.writeTime = std::chrono::milliseconds(100)}});
    {
        const auto client = asked();
        QTRY_COMPARE(site.server.figures().cutOff, std::uint64_t(1));
        QTRY_COMPARE(site.server.figures().connections, 0);
    }
    // And of several that come at once none goes for another.
    constexpr auto kLong = std::chrono::minutes(10);
    site.start({.port = 0, .limits = {.connections = 3, .keepsPlace = std::chrono::milliseconds(50), .isNew = kLong}});
    std::vector<std::unique_ptr<RawClient>> slow, fresh;
    for (int i = 0; i < 3; ++i)
        slow.push_back(asked());
    QTRY_COMPARE(site.server.figures().connections, 3);
    bool isIn = false;
    QTRY_VERIFY(isLetIn(site, isIn));
    QTRY_COMPARE(site.server.figures().connections, 2);
    while (fresh.size() < 3) {
        const ServerFigures before = site.server.figures();
        fresh.push_back(std::make_unique<RawClient>(site.server.port()));
        QTRY_VERIFY(site.server.figures().connections > before.connections ||
                    site.server.figures().cutOff > before.cutOff || site.server.figures().refused > before.refused);
        if (site.server.figures().refused > before.refused) // none of the slow ones was behind long enough
            fresh.pop_back();
    }
    QCOMPARE(site.server.figures().cutOff, std::uint64_t(3)); // the first one found a place
    for (const auto &client : fresh)
        client->send(site.filled(get("/api/health")));
    for (const auto &client : fresh)
        QCOMPARE(aside([&] { return statusOf(client->answer()); }), 200);
}

// Who reads a little all the time is behind, too, and goes where all places are taken.
void TestManners::whoReadsLittleGoes() {
    Site site(false);
    Route large{.pattern = "/api/large", .access = Access::Read};
    large.handle = [](const ExchangePtr &exchange) {
        exchange->answer(HttpResponse::text(std::string(std::size_t(64) * 1024 * 1024, 'a')));
    };
    site.server.add(large);
    site.start({.port = 0, .limits = {.connections = 1}});
    RawClient slow(site.server.port(), INADDR_LOOPBACK, 4096);
    slow.send(site.filled(get("/api/large")));
    QTRY_COMPARE(site.server.figures().live, 1);
    QByteArray read;
    while (slow.sip(read) && statusOf(site.ask(get("/api/health"))) != 200) // 50 KB a second
        QTest::qWait(20);
    QCOMPARE(site.server.figures().cutOff, std::uint64_t(1));
    QVERIFY(site.server.figures().connections <= 1);
}

// Who hears a long answer while it comes is behind all the time, and longer than any that only keep their place.
void TestManners::whoIsServedGoesBehindIdleOnes() {
    Site site(false);
    Route large{.pattern = "/api/large", .access = Access::Read};
    large.handle = [](const ExchangePtr &exchange) {
        exchange->answer(HttpResponse::text(std::string(std::size_t(64) * 1024 * 1024, 'a')));
    };
    site.server.add(large);
    constexpr auto kKept = std::chrono::milliseconds(50);
    site.start({.port = 0, .limits = {.connections = 3, .keepsPlace = kKept}});
    RawClient listener(site.server.port());
    listener.send(site.filled(get("/api/large")));
    QTRY_COMPARE(site.server.figures().live, 1);
    RawClient idle(site.server.port()), younger(site.server.port());
    for (RawClient *client : {&idle, &younger}) {
        client->send(site.filled(get("/api/health")));
        QCOMPARE(aside([&] { return statusOf(client->answer()); }), 200);
    }
    QTest::qWait(int(kKept.count()) + 1); // no less: until then the first of them keeps its place
    RawClient newcomer(site.server.port());
    newcomer.send(site.filled(get("/api/health")));
    QCOMPARE(aside([&] { return statusOf(newcomer.answer()); }), 200);
    QCOMPARE(aside([&] { return idle.untilClosed(); }), QByteArray());
    QCOMPARE(site.server.figures().cutOff, std::uint64_t(1));
    QCOMPARE(site.server.figures().live, 1);
}

// However many come: those whom the guard has not let in go first.
void TestManners::strangersDoNotCutUploads() {
    Site site(false);
    site.start({.port = 0, .limits = {.connections = 4, .isNew = std::chrono::milliseconds(0)}});
    const std::uint64_t before = site.server.figures().requests;
    RawClient upload(site.server.port());
    const QByteArray body("{\"text\":\"Hello.\"}");
    upload.send(site.filled("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                            "Content-Length: " +
                            QByteArray::number(body.size()) + "\r\n\r\n" + body.left(3)));
    QTRY_COMPARE(site.server.figures().connections, 1);
    std::vector<std::unique_ptr<RawClient>> strangers;
    for (int i = 0; i < 24; ++i) {
        strangers.push_back(std::make_unique<RawClient>(site.server.port()));
        strangers.back()->send(site.filled(get("/api/things/a", "Origin: http://evil.example\r\n")));
        aside([&] { return strangers.back()->answer(); });
    }
    QCOMPARE(site.server.figures().refused, std::uint64_t(24));
    QCOMPARE(site.server.figures().requests, before + 24);
    upload.send(body.mid(3));
    QCOMPARE(aside([&] { return statusOf(upload.answer()); }), 200);
}

// Also one that has asked for more before it left.
void TestManners::whoAskedAheadAndLeftIsGone() {
    Site site;
    auto client = std::make_unique<RawClient>(site.server.port());
    client->send(site.filled(get("/api/never") + get("/api/things/a")));
    QTRY_VERIFY(site.kept != nullptr);
    QVERIFY(site.kept->isLive());
    client->leave();
    QTRY_COMPARE(site.gone, 1);
    QVERIFY(!site.kept->isLive());
}

void TestManners::namesThatPeopleWrite() {
    const auto origin = [](const char *text) { return originFrom(text).value_or("none"); };
    QCOMPARE(origin("HTTP://LocalHost:8080/"), std::string("http://localhost:8080"));
    QCOMPARE(origin("https://tts.lan:443"), std::string("https://tts.lan"));
    QCOMPARE(origin("http://[::1]:80"), std::string("http://[::1]"));
    QCOMPARE(origin("app://obsidian.md"), std::string("app://obsidian.md"));
    QCOMPARE(origin("Null"), std::string("null"));
    for (const char *none : {"", "localhost:8080", "http://", "http:///", "http://a/b", "http://a b", "http://a@b",
                             "://a", "http://a:b", "http://a:", "http://a:123456", "*", "http://*", "http://::1"})
        QCOMPARE(origin(none), std::string("none"));
    QCOMPARE(hostFrom("Studio.LAN:27121").value_or("none"), std::string("studio.lan:27121"));
    QVERIFY(!hostFrom("http://studio.lan") && !hostFrom("a/b") && !hostFrom("a b") && !hostFrom("a,b") &&
            !hostFrom("["));
    for (const char *here : {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
        QVERIFY2(isThisMachineAlone(here), here);
    for (const char *beyond : {"0.0.0.0", "::", "192.168.0.7", "::ffff:192.168.0.7", "localhost", "", "127.0.0.1 "})
        QVERIFY2(!isThisMachineAlone(beyond), beyond);

    Site site(false);
    QVERIFY(site.server.start({.port = 0, .origins = {"localhost:8080"}}));
    QVERIFY(site.server.start({.port = 0, .hosts = {"http://studio.lan"}}));
    site.start({.port = 0, .hosts = {"localhost:8080", "[::1]:8080"}, .origins = {"http://Localhost:8080/"}});
    QCOMPARE(statusOf(site.ask("GET /api/health HTTP/1.1\r\nHost: localhost:8080\r\n\r\n")), 200);
    QCOMPARE(statusOf(site.ask(get("/api/health", "Origin: http://localhost:8080\r\n"))), 200);

    // Another name than this machine's: what a proxy passes on is others' asking, so that the token is needed.
    QVERIFY(site.server.start({.port = 0, .hosts = {"Studio.lan"}}));
    site.start({.port = 0, .token = kOwnToken.toStdString(), .hosts = {"Studio.lan"}});
    const QByteArray port = ":" + QByteArray::number(site.server.port());
    const auto called = [&site](const QByteArray &name, const QByteArray &token) {
        return statusOf(site.ask("GET /api/health HTTP/1.1\r\nHost: " + name + "\r\n" +
                                 (token.isEmpty() ? token : "Authorization: Bearer " + token + "\r\n") + "\r\n"));
    };
    QCOMPARE(called("studio.lan" + port, {}), 401);
    QCOMPARE(called("HOST", {}), 401);
    QCOMPARE(called("studio.lan" + port, kOwnToken), 200);
    QCOMPARE(called("studio.lan", kOwnToken), 200);
    QCOMPARE(called("studio.lan:1", kOwnToken), 403);
}

// Nothing else changes: the port stays, and who is connected with the old one is cut off.
void TestManners::tokenIsExchanged() {
    Site site(false);
    site.start({.port = 0, .token = kOwnToken.toStdString(), .tokenOnLoopback = true});
    const quint16 port = site.server.port();
    RawClient listener(port);
    const auto with = [](const QByteArray &token) { return "Authorization: Bearer " + token + "\r\n"; };
    listener.send(site.filled(get("/api/stream", with(kOwnToken).constData())));
    QTRY_VERIFY(site.kept != nullptr);
    auto events = site.kept->events();
    site.kept.reset();
    const QByteArray other(64, 'b');
    site.server.setToken(other.toStdString());
    QTRY_VERIFY(!events->isLive());
    QCOMPARE(site.server.port(), port);
    QCOMPARE(statusOf(site.ask(get("/api/health", with(kOwnToken).constData()))), 401);
    QCOMPARE(statusOf(site.ask(get("/api/health", with(other).constData()))), 200);
}

// What waits for one is bounded, kept once for all of them, and dropped: it may catch up. In the end it is let go.
void TestManners::socketsThatDoNotReadLoseMessages() {
    Site site(false);
    for (const auto patience : {std::chrono::milliseconds(60'000), std::chrono::milliseconds(100)}) {
        site.start({.port = 0, .limits = {.writeTime = patience}});
        RawClient client(site.server.port());
        client.send(
            site.filled(get("/api/stream", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
                                           "13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")));
        QTRY_VERIFY(site.kept != nullptr);
        auto socket = site.kept->socket();
        site.kept.reset();
        const auto left = std::make_shared<bool>(false);
        socket->onGone([left] { *left = true; });
        const auto packet = std::make_shared<const std::string>(1024 * 1024, 'p');
        std::size_t taken = 0;
        while (socket->send(packet, MessageSocket::Kind::Binary))
            ++taken;
        if (patience > std::chrono::seconds(1)) {
            QVERIFY(socket->isLive());
            QVERIFY2(taken >= 16 && taken <= MessageSocket::kMostWaiting + 32, std::to_string(taken).c_str());
            QVERIFY(packet.use_count() <= long(MessageSocket::kMostWaiting) + 2);
            continue;
        }
        QTRY_VERIFY(*left);
        QVERIFY(!socket->isLive());
        QTRY_COMPARE(packet.use_count(), 1L);
        QTRY_COMPARE(site.server.figures().connections, 0);
    }
    // Short ones are bounded by what they take: each answer to some hundred messages of a bridge is small.
    site.start({.port = 0});
    RawClient client(site.server.port());
    client.send(site.filled(get("/api/stream", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
                                               "13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")));
    QTRY_VERIFY(site.kept != nullptr);
    auto socket = site.kept->socket();
    site.kept.reset();
    for (std::size_t i = 0; i < 10 * MessageSocket::kMostWaiting; ++i)
        QVERIFY(socket->send(std::string(100, 'a'), MessageSocket::Kind::Text));
}

// What comes in the middle of a body or behind it says nothing more of the request, and is read to its end.
void TestManners::trailersAndExtensionsChangeNothing() {
    Site site;
    const QByteArray id = "11111111-2222-4333-8444-555555555555";
    const QByteArrayList answers = aside([&] {
        RawClient client(site.server.port());
        client.send(site.filled("POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n2;a;b=c;d=\"e;f\"\r\n{}\r\n0;last\r\n"
                                "Host: evil.example\r\nOrigin: http://evil.example\r\nConnection: close\r\n"
                                "X-Request-Id: " +
                                id + "\r\n\r\n" + get("/api/things/b")));
        return QByteArrayList{client.answer(), client.answer()};
    });
    QCOMPARE(bodyOf(answers[0]), QByteArray("/api/things|{}"));
    QVERIFY(!answers[0].contains(id) && answers[0].contains("Connection: keep-alive\r\n"));
    QCOMPARE(bodyOf(answers[1]), QByteArray("/api/things/b|"));
    QCOMPARE(site.strangers.load(), 0);
    // Nothing comes that one could go on with, and as many headers as there may be.
    QCOMPARE(statusOf(site.ask(get("/api/health", "Expect: 100-continue\r\n"))), 200);
    QCOMPARE(statusOf(site.ask(get("/api/health", QByteArray("A: b\r\n").repeated(63).constData()))), 200);
}

// RFC 6455, 5: frames of a message may come with pings between them; what is against the rules ends the socket with its
// reason, and no handler hears of it.
void TestManners::socketsFollowTheirRules() {
    Site site;
    const char *upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const auto frame = [](int first, const QByteArray &text, bool masked = true) { // with a mask of zeros
        QByteArray bytes(1, char(first));
        const auto size = quint64(text.size());
        const int bits = masked ? 0x80 : 0;
        if (size < 126)
            bytes += char(bits | int(size));
        else
            bytes += char(bits | 126) + QByteArray(1, char(size >> 8)) + QByteArray(1, char(size & 255));
        return bytes + QByteArray(masked ? 4 : 0, '\0') + text;
    };
    const auto end = [](int code) { return QByteArray("\x88\x02") + char(code >> 8) + char(code & 255); };
    const QByteArray half(40'000, 'a');
    struct Case {
        QByteArray sent, heard, answered;
    };
    const std::vector<Case> cases{
        {frame(0x01, "he") + frame(0x89, "p") + frame(0x00, "l") + frame(0x8a, "?") + frame(0x80, "lo") +
             frame(0x88, "\x03\xe8"),
         "hello", QByteArray("\x8a\x01p") + end(1000)},
        {frame(0x81, "hi", false), {}, end(1002)},              // without a mask
        {frame(0x83, "hi"), {}, end(1002)},                     // of no kind
        {frame(0xc1, "hi"), {}, end(1002)},                     // of an extension that nobody has
        {frame(0x09, "p"), {}, end(1002)},                      // a ping in pieces
        {frame(0x89, QByteArray(126, 'p')), {}, end(1002)},     // too long for a ping
        {frame(0x80, "lo"), {}, end(1002)},                     // goes on without a beginning
        {frame(0x01, "he") + frame(0x81, "hi"), {}, end(1002)}, // begins in the middle of another
        {frame(0x88, "\x03\xed"), {}, end(1002)},               // a reason that nobody may say
        {frame(0x88, "x"), {}, end(1002)},                      // half of a reason
        {frame(0x81, "\xff"), {}, end(1007)},                   // no UTF-8
        {frame(0x81, "\xed\xa0\x80"), {}, end(1007)},           // half of a pair
        {frame(0x02, half) + frame(0x80, half), {}, end(1009)}, // too long in sum
        {QByteArray("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10) + "mask", {}, end(1009)},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const QByteArray where = "case " + QByteArray::number(int(i));
        RawClient client(site.server.port());
        client.send(site.filled(get("/api/stream", upgrade)));
        QTRY_VERIFY(site.kept != nullptr);
        auto socket = site.kept->socket();
        site.kept.reset();
        QByteArray heard;
        const auto left = std::make_shared<bool>(false);
        socket->onMessage(
            [&heard](const std::string &bytes, MessageSocket::Kind) { heard += QByteArray::fromStdString(bytes); });
        socket->onGone([left] { *left = true; });
        QVERIFY(client.until("\r\n\r\n").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        client.send(cases[i].sent);
        const QByteArray answered = aside([&] { return client.untilClosed(); });
        QVERIFY2(answered.startsWith(cases[i].answered), (where + " " + answered.toHex()).constData());
        client.leave(); // after that the server waits for it
        QTRY_VERIFY2(*left, where.constData());
        QVERIFY2(heard == cases[i].heard, (where + " " + heard).constData());
        QVERIFY2(!client.hangs(), where.constData());
    }
    QTRY_COMPARE(site.server.figures().streams, 0);

    // Asked for in words that nobody speaks.
    for (const QByteArray &wrong :
         {QByteArray(upgrade).replace("Version: 13", "Version: 12"), QByteArray(upgrade).replace("-Key", "-Cay")}) {
        RawClient client(site.server.port());
        client.send(site.filled(get("/api/stream", wrong.constData())));
        QTRY_VERIFY(site.kept != nullptr);
        const auto socket = site.kept->socket();
        site.kept.reset();
        const QByteArray answer = aside([&] { return client.answer(); });
        QVERIFY2(statusOf(answer) >= 400 && statusOf(answer) < 500, answer.constData());
        QTRY_COMPARE(site.server.figures().streams, 0);
    }
}

QTEST_GUILESS_MAIN(TestManners)
#include "tst_manners.moc"
