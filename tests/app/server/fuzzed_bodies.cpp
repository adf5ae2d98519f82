#include "tests/app/server/fuzzed_bodies.h"

#include <QByteArrayList>

#include <algorithm>

namespace fuzzed_bodies {

namespace {

constexpr qsizetype kLongest = 20'000;
constexpr qsizetype kMostFrames = 40;

struct Choice {
    std::mt19937_64 &random;
    qsizetype below(qsizetype end) { return end <= 1 ? 0 : qsizetype(random() % quint64(end)); }
    bool one(qsizetype of) { return below(of) == 0; }
    template <class List> const auto &of(const List &list) { return list[std::size_t(below(qsizetype(list.size())))]; }
};

struct Seed {
    const char *path;
    QByteArray body;
};

const std::vector<Seed> &jsonSeeds() {
    static const std::vector<Seed> all{
        {"/api/tts", R"({"text":"Hello.","voice_id":"slt","engine":"f5","speed":1.5,"cross_fade_duration":0.1,)"
                     R"("sway_sampling_coef":-0.5,"cfg_strength":1.5,"nfe_step":1,"seed":42,"target_rms":0.1,)"
                     R"("remove_silence":true,"fix_duration":null,"shimmy_model":""})"},
        {"/api/tts/stream", R"({"text":"Hi [pause] 5%.","response_format":"pcm","nfe_step":1,"seed":1})"},
        {"/v1/audio/speech", R"({"model":"tts-1","input":"Hi.","voice":{"id":"slt"},"response_format":"opus",)"
                             R"("speed":4,"stream_format":"sse","instructions":"no"})"},
        {"/api/danmaku/start", R"({"platform":"twitch","channel":"https://twitch.tv/w","voice_id":"slt"})"},
        {"/api/danmaku/stop", R"({"platform":"twitch","channel":"w"})"},
        {"/api/danmaku/enqueue",
         R"({"id":"3f0d2c1e-7a54-4c66-9a9f-0a4b1c2d3e4f","platform":"Twitch","channel":"w","username":"Ann",)"
         R"("priority":"Normal","content":{"Text":"hello"},"metadata":{"color":"#1E90FF"},)"
         R"("timestamp":"2026-11-23T00:00:00Z"})"},
        {"/api/danmaku/messages",
         R"({"user":"Ann","text":"hello","id":"m1","platform":"bilibili","roles":["vip"],)"
         R"("paid":{"amount":5,"currency":"USD"},"color":"#123456","channel":"c","user_id":"u"})"},
    };
    return all;
}

const QByteArrayList &words() {
    static const QByteArrayList all{"null",
                                    "true",
                                    "-1",
                                    "1e999",
                                    "-1e-999",
                                    "99999999999999999999",
                                    "0.1",
                                    "\"\"",
                                    "[]",
                                    "{}",
                                    "[[[[[[[[",
                                    "{\"a\":",
                                    "]",
                                    "}",
                                    ",",
                                    ":",
                                    "\"",
                                    "\\",
                                    "\\u0000",
                                    "\\ud800",
                                    "\\udc00\\ud800",
                                    "\\u202e",
                                    "\xff",
                                    "\xc0\xaf",
                                    "\xed\xa0\x80",
                                    "\xef\xbb\xbf",
                                    QByteArray("\0", 1),
                                    "\r\n",
                                    "\"text\":",
                                    "\"text\":1,",
                                    "\"voice_id\":\"../../etc\",",
                                    "\"seed\":-0,",
                                    "\"nfe_step\":1e3,",
                                    "\"platform\":\"youtube\",",
                                    "\"content\":{\"System\":\"x\"},",
                                    "你好",
                                    "[pause 60s]",
                                    "{pause 60s}",
                                    "[voice slt]",
                                    "[spell]",
                                    "www.example.com",
                                    "$5.50",
                                    "😀",
                                    "0000000000",
                                    "<script>",
                                    "--X",
                                    "--X--",
                                    "\r\n--X\r\n",
                                    "Content-Disposition: form-data; name=text\r\n\r\n",
                                    "; filename=\"../../x.wav\"",
                                    "name=audio"};
    return all;
}

void change(QByteArray &text, Choice &choice) {
    const qsizetype at = choice.below(text.size() + 1);
    const qsizetype length = std::min<qsizetype>(choice.below(30), text.size() - at);
    switch (choice.below(7)) {
    case 0:
        text.insert(at, choice.of(words()));
        break;
    case 1:
        text.remove(at, length);
        break;
    case 2:
        text.replace(at, length, choice.of(words()));
        break;
    case 3:
        if (at < text.size())
            text[at] = char(choice.below(256));
        break;
    case 4:
        text.insert(at, text.mid(choice.below(text.size()), choice.below(200)));
        break;
    case 5:
        text.insert(at, QByteArray(choice.below(choice.one(20) ? 9000 : 40), char(choice.below(256))));
        break;
    default:
        text.truncate(at);
    }
    text.truncate(kLongest);
}

QByteArray changed(QByteArray text, Choice &choice) {
    for (qsizetype changes = choice.below(6); changes > 0; --changes)
        change(text, choice);
    return text;
}

QByteArray post(const QByteArray &path, const QByteArray &host, const QByteArray &type, const QByteArray &body) {
    return "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

Sent json(Choice &choice, const QByteArray &host) {
    const Seed &seed = choice.of(jsonSeeds());
    const QByteArray path = seed.path;
    QByteArray body = changed(seed.body, choice);
    const bool speaks = path.contains("tts") || path.contains("speech");
    if (speaks && !choice.one(40)) { // what is read at all takes its time
        body.replace("\"text\"", "\"texts\"").replace("\"input\"", "\"inputs\"");
        body.replace("\"voice", "\"nobody");
    }
    return {post(path, host, "application/json", body), 1, false, path.startsWith("/api/danmaku/st")};
}

Sent form(Choice &choice, const QByteArray &host) {
    static const QByteArray whole = "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nwords\r\n"
                                    "--X\r\nContent-Disposition: form-data; name=audio; filename=\"a.wav\"\r\n"
                                    "Content-Type: audio/wav\r\n\r\n\r\n--X--\r\n";
    static const QByteArrayList types{"multipart/form-data; boundary=X", "multipart/form-data; boundary=\"X\"; a=b",
                                      "multipart/form-data; boundary=", "Multipart/Form-Data; BOUNDARY=X",
                                      "multipart/form-data; boundary=\"X"};
    static const QByteArrayList ids{"slt", "rms", "nobody", "..%2f..", "%00"};
    QByteArray body = whole;
    if (choice.one(100)) // a sound that is none goes to the process for strangers' files
        body.replace("\r\n\r\n\r\n--X--", "\r\n\r\nRIFF\xff\xff\xff\xffWAVEfmt \r\n--X--");
    body = changed(body, choice);
    const QByteArray path = "/api/voices/" + choice.of(ids) + "/reference";
    return {post(path, host, choice.one(4) ? choice.of(types) : types.first(), body), 1, false, false};
}

Sent plain(Choice &choice, const QByteArray &host) {
    static const QByteArrayList lines{"GET /api/health",
                                      "GET /api/voices/ID/reference",
                                      "GET /api/voices/ID/reference/audio?source=ID",
                                      "DELETE /api/voices/ID/reference",
                                      "DELETE /api/tts/ID",
                                      "GET /api/danmaku/items/ID/audio?token=ID",
                                      "GET /v1/models/ID",
                                      "GET /api/metrics"};
    static const QByteArrayList ids{"slt",
                                    "0",
                                    "1",
                                    "-1",
                                    "99999999999999999999",
                                    "%F0%9F%98%80",
                                    "a%20b",
                                    "override",
                                    "3f0d2c1e-7a54-4c66-9a9f-0a4b1c2d3e4f"};
    QByteArray line = choice.of(lines);
    line.replace("ID", choice.of(ids));
    return {line + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 1, false, false};
}

// As a client writes it, or nearly.
QByteArray frame(Choice &choice) {
    static const QByteArrayList payloads{jsonSeeds().back().body, R"({"text":"hi"})", "{}", "", "hello"};
    QByteArray payload = changed(choice.of(payloads), choice);
    const int codes[] = {1, 1, 1, 1, 2, 0, 8, 9, 10, 3, 15};
    int first = codes[choice.below(11)] | (choice.one(10) ? 0 : 0x80) | (choice.one(20) ? 0x40 : 0);
    if ((first & 0x0f) >= 8)
        payload.truncate(choice.one(10) ? 200 : 120);
    QByteArray bytes(1, char(first));
    const char masked = choice.one(30) ? '\0' : char(0x80);
    const quint64 length = choice.one(40) ? quint64(choice.random()) : quint64(payload.size()); // or a lie
    const int form = length < 126 && !choice.one(20) ? 0 : length < 65536 && !choice.one(20) ? 2 : 8;
    bytes += char(masked | char(form == 0 ? length & 0x7f : form == 2 ? 126 : 127));
    for (int i = form - 1; i >= 0; --i)
        bytes += char(length >> (8 * i));
    QByteArray mask(4, '\0');
    for (char &c : mask)
        c = char(choice.below(256));
    if (masked) {
        bytes += mask;
        for (qsizetype i = 0; i < payload.size(); ++i)
            payload[i] = char(payload[i] ^ mask[i % 4]);
    }
    return bytes + payload;
}

Sent socket(Choice &choice, const QByteArray &host) {
    const QByteArray path = choice.one(8) ? "/api/danmaku/stream" : "/api/danmaku/messages";
    Sent sent{"GET " + path + " HTTP/1.1\r\nHost: " + host +
                  "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
              1, true, false};
    for (qsizetype frames = choice.below(kMostFrames); frames > 0; --frames) {
        sent.bytes += frame(choice);
        ++sent.requests;
    }
    return sent;
}

} // namespace

Sent make(std::mt19937_64 &random, const QByteArray &host) {
    Choice choice{random};
    switch (choice.below(20)) {
    case 0:
    case 1:
        return socket(choice, host);
    case 2:
        return form(choice, host);
    case 3:
    case 4:
        return plain(choice, host);
    default:
        return json(choice, host);
    }
}

QByteArray Client::flawOf(const Sent &sent) {
    if (sent.frames)
        return flawOfSocket(sent);
    if (!m_client)
        m_client = std::make_unique<RawClient>(m_port);
    if (!m_client->isOpen())
        return "nobody listens";
    m_client->send(sent.bytes);
    const QByteArray answer = m_client->answer();
    const int status = statusOf(answer);
    const bool hangs = m_client->hangs();
    if (answer.isEmpty() || answer.left(answer.indexOf("\r\n\r\n")).contains("Connection: close")) {
        m_client->reset();
        m_client.reset();
    }
    if (hangs)
        return "it hangs";
    if (status < 200 || status > 599)
        return "no answer of HTTP: " + answer.left(60);
    if (status >= 500 && status != 503 && !(sent.refused && (status == 501 || status == 502)))
        return "it failed: " + answer.left(300);
    return {};
}

// Until the server closes: it does when the client has nothing more to say.
QByteArray Client::flawOfSocket(const Sent &sent) const {
    RawClient client(m_port);
    if (!client.isOpen())
        return "nobody listens";
    const qsizetype frames = sent.bytes.indexOf("\r\n\r\n") + 4; // not before both have agreed
    client.send(sent.bytes.left(frames));
    QByteArray answers = client.until("\r\n\r\n");
    if (statusOf(answers) == 101)
        client.send(sent.bytes.mid(frames));
    client.finishSending();
    answers += client.untilClosed();
    const bool hangs = client.hangs();
    client.reset();
    if (hangs)
        return "a WebSocket hangs";
    const int status = statusOf(answers);
    return answers.isEmpty() || status == 101 || status == 503 ? QByteArray() : "no WebSocket: " + answers.left(60);
}

} // namespace fuzzed_bodies
