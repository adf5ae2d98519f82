#include "tests/app/server/fuzzed_requests.h"

#include <QByteArrayList>

#include <algorithm>
#include <string>
#include <variant>

#include "app/server/guard.h"
#include "engine/utf8.h"
#include "tests/app/server/hostile_requests.h"

using namespace app::server;

namespace fuzzed_requests {

namespace {

constexpr qsizetype kLongest = 20'000;
const QByteArray kToken("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

constexpr qsizetype kFine = 11; // so many of the seeds are what clients send

const QByteArrayList &seeds() {
    static const QByteArrayList all = [] {
        const QByteArray begin = "POST /api/things HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n";
        QByteArrayList list{
            get("/api/health"),
            get("/api/things/%E4%BD%A0%20a?x=y&token=z", "Origin: http://HOST\r\nSec-Fetch-Site: same-origin\r\n"),
            get("/api/health", "X-Request-Id: 11111111-2222-4333-8444-555555555555\r\n") + get("/api/things/2"),
            post("/api/things", kJson, R"({"text":"a","voice_id":"slt","seed":1})"),
            post("/api/upload/a", "Content-Type: multipart/form-data; boundary=X\r\n",
                 "--X\r\nContent-Disposition: form-data; name=text\r\n\r\nwords\r\n--X--\r\n"),
            get("/v1/things"),
            begin + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\n{ \r\n1\r\n}\r\n0\r\nX: a\r\n\r\n",
            begin + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
            "DELETE /api/things/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
            get("/api/stream", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") +
                QByteArray("\x81\x82\x00\x00\x00\x00hi", 8),
            get("/api/things/a", ("Authorization: Bearer " + kToken + "\r\n").constData()),
        };
        for (const HostileRequest &request : hostileRequests())
            list << request.raw;
        return list;
    }();
    return all;
}

const QByteArrayList &words() {
    static const QByteArrayList all{"\r\n",
                                    "\n",
                                    "\r",
                                    "\r\n\r\n",
                                    "\t",
                                    " ",
                                    ":",
                                    ": ",
                                    ",",
                                    ";",
                                    QByteArray("\0", 1),
                                    "\x7f",
                                    "\xff",
                                    "\xc0\xae",
                                    "%00",
                                    "%2e%2e",
                                    "%2f",
                                    "../",
                                    "/",
                                    "?",
                                    "&",
                                    "=",
                                    "#",
                                    "*",
                                    "GET ",
                                    "POST ",
                                    "PRI * HTTP/2.0\r\n\r\n",
                                    " HTTP/1.1\r\n",
                                    " HTTP/1.0\r\n",
                                    "Host: HOST\r\n",
                                    "Host: evil.example\r\n",
                                    "Origin: http://evil.example\r\n",
                                    "Origin: http://HOST\r\n",
                                    "Origin: null\r\n",
                                    "Referer: http://HOST/\r\n",
                                    "Cookie: a=b\r\n",
                                    "User-Agent: Mozilla/5.0\r\n",
                                    "Sec-Fetch-Site: cross-site\r\n",
                                    "Sec-Fetch-Site: none\r\n",
                                    "Content-Length: 2\r\n",
                                    "Content-Length: 18446744073709551616\r\n",
                                    "Transfer-Encoding: chunked\r\n",
                                    "Transfer-Encoding:\x0b"
                                    "chunked\r\n",
                                    "Connection: close\r\n",
                                    "Connection: Upgrade, keep-alive\r\n",
                                    "Upgrade: websocket\r\n",
                                    "Expect: 100-continue\r\n",
                                    "Content-Type: application/json\r\n",
                                    "Content-Type: text/plain\r\n",
                                    "Authorization: Bearer \r\n",
                                    "X-Request-Id: a\r\n",
                                    "0\r\n\r\n",
                                    "ffffffffffffffff\r\n",
                                    "{\"a\":[[[[[["};
    return all;
}

struct Choice {
    std::mt19937_64 &random;
    qsizetype below(qsizetype end) { return end <= 1 ? 0 : qsizetype(random() % quint64(end)); }
    template <class List> const QByteArray &of(const List &list) { return list.at(below(list.size())); }
};

void change(QByteArray &text, Choice &choice) {
    const qsizetype at = choice.below(text.size() + 1);
    const qsizetype length = std::min<qsizetype>(choice.below(40), text.size() - at);
    switch (choice.below(9)) {
    case 0:
        text.insert(at, choice.of(words()));
        break;
    case 1: // where lines begin, so that it counts
        text.insert(text.indexOf("\r\n", at) < 0 ? at : text.indexOf("\r\n", at) + 2, choice.of(words()));
        break;
    case 2:
        text.remove(at, length);
        break;
    case 3:
        text.replace(at, length, choice.of(words()));
        break;
    case 4:
        if (at < text.size())
            text[at] = char(choice.below(256));
        break;
    case 5:
        text.insert(at, text.mid(choice.below(text.size()), choice.below(200)));
        break;
    case 6:
        text.insert(at, QByteArray(choice.below(choice.below(10) == 0 ? 9000 : 70), char(choice.below(256))));
        break;
    case 7:
        text.truncate(at);
        break;
    default:
        text += choice.of(seeds());
    }
}

GuardRules rulesOf(const QByteArray &host, bool tokenNeeded) {
    GuardRules rules;
    rules.hosts = {host.toStdString()};
    rules.origins = {"http://" + host.toStdString()};
    rules.token = kToken.toStdString();
    rules.tokenNeeded = tokenNeeded;
    return rules;
}

// As simple as it can be; of a head that refuseBytes() let through.
RequestHead headOf(const QByteArray &text) {
    RequestHead head;
    const QByteArrayList lines = text.split('\n');
    const QByteArrayList first = lines.first().trimmed().split(' ');
    head.method = first.value(0).toStdString();
    head.target = first.value(1).toStdString();
    head.version = first.value(2) == "HTTP/1.1" ? 11 : 10;
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            head.headers.emplace_back(line.left(colon).toStdString(), line.mid(colon + 1).trimmed().toStdString());
    }
    return head;
}

QByteArray flawOfBytes(const QByteArray &head) {
    if (head.contains('\0'))
        return "a NUL was let through";
    for (qsizetype i = 0; i < head.size(); ++i) {
        if (head[i] == '\n' && (i == 0 || head[i - 1] != '\r'))
            return "a line without its carriage return was let through";
        if (head[i] == '\r' && (i + 1 == head.size() || head[i + 1] != '\n'))
            return "a carriage return inside a line was let through";
    }
    for (const QByteArray &line : head.split('\n').mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (line.trimmed().isEmpty() ? line.size() > 1 : colon < 1 || line.left(colon).contains(' '))
            return "a header that is none was let through";
    }
    return {};
}

QByteArray flawOfTarget(const Target &target) {
    std::string joined;
    for (const std::string &part : target.parts) {
        joined += "/" + part;
        if (part == "." || part == ".." || part.find_first_of("/\\") != std::string::npos)
            return "the path leads elsewhere";
        if (engine::findInvalidUtf8(part) != std::string_view::npos ||
            std::any_of(part.begin(), part.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }))
            return "the path is no text";
    }
    return joined == target.path ? QByteArray() : QByteArray("the path is not its parts");
}

QByteArray headerOf(const RequestHead &head, const char *name) {
    const std::string *value = head.find(name);
    return value ? QByteArray::fromStdString(*value) : QByteArray();
}

// Nobody stopped it.
QByteArray flawOfLetThrough(const RequestHead &head, const QByteArray &host, bool tokenNeeded) {
    if (headerOf(head, "Host").toLower() != host)
        return "it calls us by another name";
    if (head.find("Origin") && headerOf(head, "Origin").toLower() != "http://" + host)
        return "a page of another place asks";
    if (head.method != "GET" && head.method != "HEAD" && !head.find("Origin") &&
        headerOf(head, "Sec-Fetch-Site").toLower() != "same-origin" && (head.find("Cookie") || head.find("Referer")))
        return "a browser that hides itself writes";
    if (tokenNeeded && !headerOf(head, "Authorization").endsWith(' ' + kToken))
        return "the token is missing";
    if (head.isChunked() && head.find("Content-Length"))
        return "the length is said twice";
    return {};
}

} // namespace

QByteArray bytes(std::mt19937_64 &random, const QByteArray &host) {
    Choice choice{random};
    QByteArray text = choice.below(2) == 0 ? seeds().at(choice.below(kFine)) : choice.of(seeds());
    for (qsizetype changes = choice.below(6); changes > 0; --changes)
        change(text, choice);
    text.truncate(kLongest);
    text.replace("HOST", host);
    return text.replace("PORT", host.mid(host.lastIndexOf(':') + 1));
}

QByteArray flawOf(const QByteArray &bytes, const QByteArray &host) {
    const std::string_view all(bytes.constData(), std::size_t(bytes.size()));
    const bool refused = refuseBytes(all).has_value();
    for (std::size_t part : {all.size() / 3, all.size() / 2, all.size() - std::min<std::size_t>(all.size(), 1)}) {
        if (refuseBytes(all.substr(0, part)) && !refused)
            return "its beginning is refused, and the whole is not";
    }
    if (auto target = readTarget(all); const auto *read = std::get_if<Target>(&target)) {
        if (QByteArray flaw = flawOfTarget(*read); !flaw.isEmpty())
            return flaw;
    }
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (refused || end < 0)
        return {};
    const QByteArray text = bytes.left(end + 2);
    if (QByteArray flaw = flawOfBytes(text); !flaw.isEmpty())
        return flaw;
    const RequestHead head = headOf(text);
    if (refuseFraming(head))
        return {};
    if (head.length().value_or(0) > 999'999'999'999'999)
        return "a length beyond all numbers was let through";
    const auto target = readTarget(head.target);
    if (const auto *read = std::get_if<Target>(&target)) {
        if (QByteArray flaw = flawOfTarget(*read); !flaw.isEmpty())
            return flaw;
    }
    for (const BodyKind kind : {BodyKind::None, BodyKind::Json, BodyKind::Multipart}) {
        Route route;
        route.body = kind;
        if (!refuseBody(route, head) && head.length().value_or(0) > route.bodyLimit)
            return "a body that is too large was let through";
        if (kind == BodyKind::Json && !refuseBody(route, head) &&
            !headerOf(head, "Content-Type").toLower().startsWith("application/json"))
            return "a body of another kind was let through";
    }
    for (const bool tokenNeeded : {false, true}) {
        const GuardRules rules = rulesOf(host, tokenNeeded);
        if (refuseHost(rules, head) || refuseSite(rules, head) || refuseToken(rules, head, {}))
            continue;
        if (QByteArray flaw = flawOfLetThrough(head, host, tokenNeeded); !flaw.isEmpty())
            return flaw;
    }
    return {};
}

QByteArray flawOfAnswers(QByteArray answers) {
    if (answers.isEmpty())
        return {}; // what came was no whole request
    const QByteArray line = answers.left(answers.indexOf("\r\n"));
    const int status = line.mid(9, 3).toInt();
    if (!line.startsWith("HTTP/1.1 ") || status < 100 || status > 599)
        return "no answer of HTTP: " + line.left(60);
    // 504: of a handler that never answers, to who asked for more before leaving
    if (status >= 500 && status < 503 && status != 501)
        return "it failed: " + line.left(60);
    return {};
}

} // namespace fuzzed_requests
