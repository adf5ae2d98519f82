#include "tests/app/server/hostile_requests.h"

QByteArray get(const char *target, const char *headers) {
    return QByteArray("GET ") + target + " HTTP/1.1\r\nHost: HOST\r\n" + headers + "\r\n";
}

QByteArray post(const char *target, const char *headers, const QByteArray &body) {
    return QByteArray("POST ") + target + " HTTP/1.1\r\nHost: HOST\r\n" + headers +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

std::vector<HostileRequest> hostileRequests() {
    std::vector<HostileRequest> all;
    const auto row = [&all](const QString &name, const QByteArray &raw, int status) {
        all.push_back({name, raw, status});
    };
    const QByteArray big(9000, 'a');

    // DNS rebinding: called by another name.
    for (const char *host : {"evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost:80", "localhost.:PORT",
                             "localhost.evil.example:PORT", "127.0.0.1.nip.io:PORT", "[::ffff:127.0.0.1]:PORT",
                             "0.0.0.0:PORT", "127.1:PORT", "2130706433:PORT", "0x7f000001:PORT", "evil@127.0.0.1:PORT",
                             "127.0.0.1:PORT/", "127.0.0.1:PORT, evil.example", "", "127.0.0.1:0PORT"})
        row((QStringLiteral("host ") + QLatin1String(host)),
            QByteArray("GET /api/health HTTP/1.1\r\nHost: ") + host + "\r\n\r\n", 403);
    row(QStringLiteral("no host"), "GET /api/health HTTP/1.1\r\n\r\n", 400);
    row(QStringLiteral("two hosts"), "GET /api/health HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", 400);
    row(QStringLiteral("absolute address"), "GET http://HOST/api/health HTTP/1.1\r\nHost: HOST\r\n\r\n", 400);
    row(QStringLiteral("absolute address of another host"),
        "GET http://evil.example/api/health HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403);

    // Pages of other sites.
    for (const char *origin :
         {"http://evil.example", "null", "file://", "https://HOST", "http://localhost", "http://HOST.evil.example",
          "http://127.0.0.1:1", "http://HOST, http://evil.example", "http://HOST/", "HOST", ""}) {
        const QByteArray header = QByteArray("Origin: ") + origin + "\r\n";
        row((QStringLiteral("read by ") + QLatin1String(origin)), get("/api/things/a", header.constData()), 403);
        row((QStringLiteral("write by ") + QLatin1String(origin)), post("/api/things", (header + kJson).constData()),
            403);
    }
    row(QStringLiteral("cross-site image"),
        get("/api/things/a", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: image\r\n"), 403);
    row(QStringLiteral("cross-site link"),
        get("/api/health", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"), 403);
    row(QStringLiteral("page of another port"), get("/api/things/a", "Sec-Fetch-Site: same-site\r\n"), 403);
    row(QStringLiteral("unknown kind of site"), get("/api/things/a", "Sec-Fetch-Site: who-knows\r\n"), 403);
    row(QStringLiteral("form of a page that hides itself"),
        post("/api/upload/a", "Sec-Fetch-Site: none\r\nContent-Type: multipart/form-data; boundary=x\r\n"), 403);
    row(QStringLiteral("old browser without origin"),
        post("/api/upload/a", "User-Agent: Mozilla/5.0\r\nContent-Type: multipart/form-data; boundary=x\r\n"), 403);
    row(QStringLiteral("write with a referer alone"),
        post("/api/things", "Referer: http://HOST/\r\nContent-Type: application/json\r\n"), 403);
    row(QStringLiteral("write with cookies"), post("/api/things", "Cookie: a=b\r\nContent-Type: application/json\r\n"),
        403);
    row(QStringLiteral("delete by a page"),
        "DELETE /api/things/a HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.example\r\n\r\n", 403);
    row(QStringLiteral("delete by a page that hides itself"),
        "DELETE /api/things/a HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Mozilla/5.0\r\n\r\n", 403);
    row(QStringLiteral("preflight"),
        "OPTIONS /api/things HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: "
        "POST\r\n\r\n",
        403);
    row(QStringLiteral("stream as a picture of an old browser"),
        get("/api/stream", "User-Agent: Mozilla/5.0\r\nReferer: http://evil.example/\r\n"), 403);
    // As Node's fetch asks, which may, but with what only a browser says.
    const QByteArray fetched(kNodeFetch);
    for (const char *says : {"Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n",
                             "Sec-Fetch-Site: same-site\r\n", "Sec-Fetch-Site: none\r\n", "Sec-Fetch-Dest: empty\r\n",
                             "Sec-CH-UA: \"Chromium\"\r\n", "Cookie: a=b\r\n", "Referer: http://HOST/\r\n"}) {
        row(QStringLiteral("fetch of a page: ") + QLatin1String(says).trimmed(),
            post("/api/things", (fetched + kJson + says).constData()), 403);
        if (!QByteArray(says).endsWith("none\r\n")) // typed by a person
            row(QStringLiteral("stream fetched by a page: ") + QLatin1String(says).trimmed(),
                get("/api/stream", (fetched + says).constData()), 403);
    }
    for (const char *mode : {"no-cors", "navigate", "same-origin", "cors, navigate", ""})
        row(QStringLiteral("fetch of the mode ") + QLatin1String(mode),
            post("/api/things", QByteArray(fetched + kJson).replace("cors", mode).constData()), 403);
    row(QStringLiteral("fetch in a browser's name"),
        post("/api/things", QByteArray(fetched + kJson).replace("agent: node", "agent: Mozilla/5.0 node").constData()),
        403);
    row(QStringLiteral("WebSocket of a page"),
        get("/api/stream", "Origin: http://evil.example\r\nUpgrade: websocket\r\nConnection: "
                           "Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
        403);

    // Bodies that a form of a page could send, and others than declared.
    for (const char *type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp",
          "text/json", "application/json-patch+json", "text/plain; application/json"})
        row((QStringLiteral("JSON as ") + QLatin1String(type)),
            post("/api/things", (QByteArray("Content-Type: ") + type + "\r\n").constData()), 415);
    row(QStringLiteral("JSON without a type"), post("/api/things", ""), 415);
    row(QStringLiteral("upload as JSON"), post("/api/upload/a", kJson), 415);
    row(QStringLiteral("body where there is none"),
        "GET /api/things/a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}", 413);
    row(QStringLiteral("no length"),
        "POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n\r\n", 411);

    // Too much.
    row(QStringLiteral("body said to be too large"),
        "POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 4097\r\n\r\n",
        413);
    row(QStringLiteral("body of a length beyond all numbers"),
        "POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: "
        "99999999999999999999\r\n\r\n",
        400);
    row(QStringLiteral("chunks that are too large together"),
        "POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nTransfer-Encoding: "
        "chunked\r\n\r\n1001\r\n" +
            QByteArray(4097, 'a') + "\r\n0\r\n\r\n",
        413);
    row(QStringLiteral("long header"), get("/api/health", ("X: " + big + "\r\n").constData()), 431);
    row(QStringLiteral("long head without an end"), "GET /api/health HTTP/1.1\r\nHost: HOST\r\nX: " + big, 431);
    row(QStringLiteral("long address"), get(("/api/things/" + QByteArray(3000, 'a')).constData()), 414);
    row(QStringLiteral("one header too many"), get("/api/health", QByteArray("A: b\r\n").repeated(64).constData()),
        431);
    row(QStringLiteral("many headers"), get("/api/health", QByteArray("A: b\r\n").repeated(70).constData()), 431);

    // Ways out of the path.
    for (const char *path : {"/api/things/..",
                             "/api/things/../health",
                             "/api/things/%2e%2e",
                             "/api/things/%2E%2e/health",
                             "/api/things/..%2fhealth",
                             "/api/things/a%2fb",
                             "/api/things/a%5cb",
                             "/api/things/a\\b",
                             "/api/things/a%00b",
                             "/api/things/%c0%80",
                             "/api/things/%ed%a0%80",
                             "/api/things/%f4%90%80%80",
                             "/api/things/%u0041",
                             "/api/things/%0",
                             "/api/health?token=%00",
                             "/api/things/%00",
                             "/api/things/a%0d%0ab",
                             "/api/things/%",
                             "/api/things/%zz",
                             "/api/things/%ff",
                             "/api/things/%c0%ae",
                             "/./api/health",
                             "api/health",
                             "*",
                             "/api/health#x",
                             "/api/health?a=%0a",
                             "/api/things/%7f"})
        row((QStringLiteral("path ") + QLatin1String(path)), get(path), 400);
    // Sockets, and the last event of a stream.
    const QByteArray socket = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const char *says :
         {"User-Agent: Mozilla/5.0\r\n", "Cookie: a=b\r\n", "Cookie: a=b\r\nSec-Fetch-Mode: websocket\r\n",
          "Referer: http://HOST/\r\n", "Sec-Fetch-Site: none\r\n"})
        row(QStringLiteral("socket of a page that hides itself: ") + QLatin1String(says).trimmed(),
            get("/api/stream", (socket + says).constData()), 403);
    for (const char *key : {"a", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZTE2", "dGhlIHNhbXBsZSBub25jZ*=="})
        row(QStringLiteral("socket with the key ") + QLatin1String(key),
            get("/api/stream", QByteArray(socket).replace("dGhlIHNhbXBsZSBub25jZQ==", key).constData()), 400);
    row(QStringLiteral("frames before the socket is one"),
        get("/api/stream", socket.constData()) + QByteArray("\x81\x82\0\0\0\0hi", 8), 400);
    row(QStringLiteral("request behind an upgrade"), get("/api/stream", socket.constData()) + get("/api/health"), 400);
    row(QStringLiteral("socket with a body"),
        get("/api/stream", (socket + "Content-Length: 5\r\n").constData()) + "hello", 413);
    row(QStringLiteral("socket with two keys"),
        get("/api/stream", (socket + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==\r\n").constData()), 400);
    row(QStringLiteral("two last events"), get("/api/stream", "Last-Event-ID: 1\r\nLast-Event-ID: 2\r\n"), 400);
    row(QStringLiteral("NUL in the last event"),
        get("/api/stream", "Last-Event-ID: 1\r\n").replace("ID: 1", QByteArray("ID: \0", 5)), 400);
    row(QStringLiteral("no such path"), get("/api/nothing"), 404);
    row(QStringLiteral("part of a pattern"), get("/api/things/"), 404);
    row(QStringLiteral("beyond a pattern"), get("/api/health/x"), 404);
    row(QStringLiteral("doubled slash"), get("//api/health"), 404);
    row(QStringLiteral("another method"), "PUT /api/things HTTP/1.1\r\nHost: HOST\r\n\r\n", 405);
    row(QStringLiteral("HEAD of what is written"), "HEAD /api/things HTTP/1.1\r\nHost: HOST\r\n\r\n", 405);
    row(QStringLiteral("HEAD by another name"), "HEAD /api/health HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403);
    row(QStringLiteral("HEAD of a page"),
        "HEAD /api/health HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.example\r\n\r\n", 403);
    row(QStringLiteral("TRACE"), "TRACE /api/health HTTP/1.1\r\nHost: HOST\r\n\r\n", 405);
    row(QStringLiteral("CONNECT"), "CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n", 400);

    // Smuggling: what two readers of HTTP would read in two ways.
    const QByteArray begin = "POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n";
    row(QStringLiteral("both lengths"), begin + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400);
    row(QStringLiteral("two lengths"), begin + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400);
    row(QStringLiteral("the same length twice"), begin + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400);
    row(QStringLiteral("list of lengths"), begin + "Content-Length: 2, 2\r\n\r\n{}", 400);
    row(QStringLiteral("signed length"), begin + "Content-Length: +2\r\n\r\n{}", 400);
    row(QStringLiteral("negative length"), begin + "Content-Length: -2\r\n\r\n{}", 400);
    row(QStringLiteral("hexadecimal length"), begin + "Content-Length: 0x2\r\n\r\n{}", 400);
    row(QStringLiteral("folded header"), begin + "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}", 400);
    row(QStringLiteral("folded with a tab"), begin + "Content-Length:\r\n\t2\r\n\r\n{}", 400);
    row(QStringLiteral("blank before the colon"), begin + "Content-Length : 2\r\n\r\n{}", 400);
    row(QStringLiteral("header without a name"), begin + ": 2\r\nContent-Length: 2\r\n\r\n{}", 400);
    row(QStringLiteral("header without a colon"), begin + "Content-Length 2\r\n\r\n{}", 400);
    row(QStringLiteral("line feed alone"), "GET /api/health HTTP/1.1\nHost: HOST\n\n", 400);
    row(QStringLiteral("carriage return inside"), get("/api/health", "X: a\rTransfer-Encoding: chunked\r\n"), 400);
    row(QStringLiteral("NUL in a header"),
        get("/api/health").replace("\r\n\r\n", QByteArray("\r\nX: a\0b\r\n\r\n", 12)), 400);
    row(QStringLiteral("chunked twice"),
        begin + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    row(QStringLiteral("chunked and more"), begin + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501);
    row(QStringLiteral("almost chunked"), begin + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501);
    row(QStringLiteral("chunk that is none"), begin + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("chunk longer than said"), begin + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
        400);
    row(QStringLiteral("negative chunk"), begin + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("chunk beyond all numbers"),
        begin + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400);
    const QByteArray chunked = begin + "Transfer-Encoding: chunked\r\n\r\n";
    row(QStringLiteral("chunk ended by a line feed"), chunked + "2\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("extension with a line feed"), chunked + "2;a\nb\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("extension with a carriage return"), chunked + "2;a\rb\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("chunk in the form of C"), chunked + "0x2\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("signed chunk"), chunked + "+2\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("chunk without its end"), chunked + "2\r\n{}0\r\n\r\n", 400);
    row(QStringLiteral("trailer that is no header"), chunked + "2\r\n{}\r\n0\r\nX\r\n\r\n", 400);
    row(QStringLiteral("trailer with a length"), chunked + "2\r\n{}\r\n0\r\nContent-Length: 2\r\n\r\n", 400);
    row(QStringLiteral("trailer with chunks"), chunked + "2\r\n{}\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    row(QStringLiteral("endless trailers"), chunked + "2\r\n{}\r\n0\r\n" + QByteArray("X: y\r\n").repeated(40'000),
        413);
    row(QStringLiteral("chunks where there is no body"),
        "GET /api/things/a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413);
    row(QStringLiteral("DELETE with a body"),
        "DELETE /api/things/a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}", 413);
    row(QStringLiteral("empty length"), begin + "Content-Length: \r\n\r\n{}", 400);
    row(QStringLiteral("empty encoding"), begin + "Transfer-Encoding: \r\n\r\n{}", 501);
    row(QStringLiteral("two sites"),
        get("/api/things/a", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n"), 400);
    row(QStringLiteral("expects to go on with too much"),
        begin + "Expect: 100-continue\r\nContent-Length: 4097\r\n\r\n", 413);
    row(QStringLiteral("page that expects to go on"),
        begin + "Origin: http://evil.example\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", 403);
    row(QStringLiteral("HTTP/1.0 by another name"), "GET /api/health HTTP/1.0\r\nHost: evil.example\r\n\r\n", 403);
    row(QStringLiteral("HTTP/1.0 without a host"), "GET /api/health HTTP/1.0\r\n\r\n", 400);
    row(QStringLiteral("HTTP/1.0 with chunks"),
        QByteArray(begin).replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400);
    row(QStringLiteral("HTTP/1.2"), "GET /api/health HTTP/1.2\r\nHost: HOST\r\n\r\n", 505);
    row(QStringLiteral("HTTP/0.9"), "GET /api/health HTTP/0.9\r\nHost: HOST\r\n\r\n", 505);
    row(QStringLiteral("endless extension of a chunk"),
        begin + "Transfer-Encoding: chunked\r\n\r\n2;" + QByteArray(200'000, 'a') + "\r\n{}\r\n0\r\n\r\n", 413);
    row(QStringLiteral("no version"), "GET /api/health\r\nHost: HOST\r\n\r\n", 400);
    row(QStringLiteral("two blanks"), "GET  /api/health HTTP/1.1\r\nHost: HOST\r\n\r\n", 400);
    row(QStringLiteral("other expectation"), begin + "Expect: miracles\r\nContent-Length: 2\r\n\r\n{}", 417);
    row(QStringLiteral("TLS"), QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\n", 13), 400);
    row(QStringLiteral("HTTP/2"), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    return all;
}
