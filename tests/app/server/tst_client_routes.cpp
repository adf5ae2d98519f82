// What OpenAI's clients, programs that watch, bridges and overlays ask, through a server with the tiny model behind it.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <memory>

#include "app/server/speech_server.h"
#include "app/services.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/server/answer_parts.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using namespace app::server;
using namespace Qt::StringLiterals;

namespace {

struct SeenEvent {
    quint64 id = 0;
    QByteArray log; // the part of its id before the number
    QByteArray name;
    QJsonObject data;
};
QList<SeenEvent> eventsOf(const QByteArray &answer) {
    QList<SeenEvent> events;
    QByteArray text = bodyOf(answer).replace("\r\n", "\n");
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith("id: "))
            events.append(
                {line.mid(line.lastIndexOf('-') + 1).toULongLong(), line.mid(4, line.lastIndexOf('-') - 3), {}, {}});
        else if (line.startsWith("event: ") && !events.isEmpty())
            events.last().name = line.mid(7);
        else if (line.startsWith("data: ") && !events.isEmpty())
            events.last().data = QJsonDocument::fromJson(line.mid(6)).object();
    }
    return events;
}

// With the packages that the bootstrap has put into build/python.
void startPython(QProcess &process, const QString &script, const QStringList &words) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PYTHONDONTWRITEBYTECODE"_qs, u"1"_qs);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(SOURCE_FOLDER "/build/python/bin/python"),
                  QStringList{QStringLiteral(SOURCE_FOLDER "/tests/") + script} + words);
}

constexpr const char *kEnqueued =
    R"({"id":"3f0d2c1e-7a54-4c66-9a9f-0a4b1c2d3e4f","platform":"Twitch","channel":"walter",)"
    R"("username":"Ann","priority":"Normal","content":{"Text":"hello there"},)"
    R"("metadata":{"color":"#1E90FF"},"timestamp":"2026-11-23T00:00:00Z"})";

} // namespace

class TestClientRoutes : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;
    std::unique_ptr<FakeTwitch> m_twitch;
    std::unique_ptr<app::Services> m_services;
    SpeechServer *m_server = nullptr;

    QByteArray ask(const char *method, const QByteArray &path, const QByteArray &json = {},
                   const QByteArray &headers = {}) const {
        QByteArray text = QByteArray(method) + ' ' + path +
                          " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_server->port()) + "\r\n" + headers;
        if (!json.isEmpty())
            text += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(json.size()) + "\r\n";
        return askRaw(m_server->port(), text + "\r\n" + json);
    }
    QByteArray say(const QByteArray &more) const {
        return ask("POST", "/v1/audio/speech",
                   R"({"model":"tts-1","input":"hello there","voice":"alloy")" + more + '}');
    }
    QByteArray events(const QByteArray &headers, const QByteArray &last) const {
        return aside([&] {
            RawClient client(m_server->port());
            client.send("GET /api/danmaku/stream HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_server->port()) +
                        "\r\n" + headers + "\r\n");
            return client.until(last);
        });
    }

private Q_SLOTS:
    void initTestCase() {
        m_data = std::make_unique<TinyData>();
        m_twitch = std::make_unique<FakeTwitch>();
        const app::chat::TwitchAddress address = m_twitch->address();
        qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
        qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        QFile card(m_data->path(u"card"_qs));
        QVERIFY(card.open(QIODevice::WriteOnly) &&
                card.write("temperature 71\nreasons 0\nload 92\nclock 1300\npower 34500\nmemory 2390000000\n") > 0);
        qputenv("FAKE_NVML", QFile::encodeName(card.fileName()));
        qputenv("ISHOWTTS_NVML", PROGRAM_FOLDER "/../tests/fake_nvml.so");
        m_services =
            std::make_unique<app::Services>(app::Places{m_data->path(u"config/settings.json"_qs), m_data->roots()});
        app::Services &all = *m_services;
        all.settings().setNfeStep(1);
        all.danmaku().setSilent(true);
        m_server = &all.server();
        m_server->turnOn({.port = 0});
        QVERIFY2(m_server->state() == SpeechServer::State::On, qPrintable(m_server->problem().what));
        all.start();
        QTRY_VERIFY(all.voices().find(u"slt"_qs));
    }
    void cleanupTestCase() { m_services.reset(); }

    void openAiClientsHearEachFormat() {
        const QByteArray pcm = say(R"(,"response_format":"pcm","instructions":"whisper")");
        QCOMPARE(statusOf(pcm), 200);
        QCOMPARE(headerOf(pcm, "Content-Type"), QByteArray("audio/pcm"));
        QVERIFY(!headerOf(pcm, "X-Voice-Id").isEmpty());
        QCOMPARE(headerOf(pcm, "X-Ignored"), QByteArray("instructions"));
        QVERIFY(whole(pcm).size() > 4800);
        const QByteArray wav = say(R"(,"response_format":"wav","voice":"slt","speed":2)");
        QCOMPARE(whole(wav).left(8), QByteArray("RIFF\xff\xff\xff\xff"));
        QCOMPARE(headerOf(wav, "X-Voice-Id"), QByteArray("slt"));
        QVERIFY(whole(wav).size() < whole(pcm).size());
        const QByteArray mp3 = say({});
        QCOMPARE(headerOf(mp3, "Content-Type"), QByteArray("audio/mpeg"));
        QVERIFY(whole(mp3).size() > 500);
        QVERIFY(whole(say(R"(,"response_format":"opus")")).startsWith("OggS"));
        const QByteArray sse = say(R"(,"response_format":"pcm","stream_format":"sse")");
        QCOMPARE(headerOf(sse, "Content-Type"), QByteArray("text/event-stream"));
        QByteArray sound;
        for (const QByteArray &line : whole(sse).split('\n'))
            sound += QByteArray::fromBase64(QJsonDocument::fromJson(line.mid(6))[u"audio"].toString().toLatin1());
        QVERIFY(sound.size() > 4800);
        QVERIFY(whole(sse).contains("speech.audio.done"));
    }

    void soundIsStreamedAndCancelled() {
        const QByteArray wav =
            ask("POST", "/api/tts/stream", R"({"text":"hello there","voice_id":"slt","nfe_step":2})");
        QCOMPARE(statusOf(wav), 200);
        QCOMPARE(whole(wav).left(8), QByteArray("RIFF\xff\xff\xff\xff"));
        QVERIFY(whole(wav).size() > 4800);
        QCOMPARE(statusOf(ask("POST", "/api/tts/stream", R"({"text":"hello","response_format":"aac"})")), 400);
        QCOMPARE(statusOf(ask("POST", "/api/tts/stream", R"({"text":"hello","voice_id":"nobody"})")), 400);

        const QByteArray id = "3f0d2c1e-7a54-4c66-9a9f-0a4b1c2d3e4f";
        const QByteArray json = "{\"text\":\"" + QByteArray("one more word and ").repeated(400) + "\"}";
        auto spoken = std::async(std::launch::async, [&] {
            RawClient client(m_server->port());
            client.send("POST /api/tts/stream HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_server->port()) +
                        "\r\nContent-Type: application/json\r\nX-Request-Id: " + id.toUpper() +
                        "\r\nContent-Length: " + QByteArray::number(json.size()) + "\r\n\r\n" + json);
            return client.answer();
        });
        QTRY_COMPARE(m_server->waitingForSpeech(), 1);
        const QByteArray cancelled = ask("DELETE", "/api/tts/" + id.toUpper()); // as some make them
        QCOMPARE(statusOf(cancelled), 202);
        QCOMPARE(objectOf(cancelled)[u"request_id"].toString(), QString::fromLatin1(id));
        QTRY_COMPARE(m_server->waitingForSpeech(), 0);
        QCOMPARE(statusOf(ask("DELETE", "/api/tts/" + id)), 404);
        QTRY_VERIFY(spoken.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
        const QByteArray answer = spoken.get(); // nothing was sent yet, or what was sent has no end
        QVERIFY(statusOf(answer) == 409 || (statusOf(answer) == 200 && !answer.endsWith("0\r\n\r\n")));
    }

    void openAiClientsAreToldWhatIsWrong() {
        const QByteArray model = ask("POST", "/v1/audio/speech", R"({"model":"gpt-9","input":"a","voice":"alloy"})");
        QCOMPARE(statusOf(model), 404);
        QCOMPARE(objectOf(model)[u"error"][u"code"].toString(), u"model_not_found"_qs);
        const QByteArray voice = say(R"(,"voice":"nobody")");
        QVERIFY(whole(say(",\"voice\":\"" + QByteArray(100'000, 'x') + '"')).size() < 1000);
        QCOMPARE(statusOf(voice), 400);
        QVERIFY(objectOf(voice)[u"error"][u"message"].toString().contains(u"nobody"));
        const auto noted = [&] { return QString::fromStdString(m_server->troubles().front().sentence); };
        QCOMPARE(noted(), u"There is no voice '…'. GET /v1/audio/voices lists them."_qs); // nothing of what was sent
        QCOMPARE(statusOf(say(R"(,"response_format":"aac")")), 400);
        QVERIFY(noted().startsWith(u"'response_format' can be one of"));
        QCOMPARE(statusOf(ask("POST", "/v1/audio/speech", R"({"model":"tts-1","input":"?!","voice":"alloy"})")), 400);
        QCOMPARE(statusOf(ask("POST", "/v1/audio/speech", "{")), 400);
        const QByteArray runes = // the model knows none of them
            ask("POST", "/v1/audio/speech", R"({"model":"tts-1","input":"ᚠᚢᚦᚨᚱᚲ","voice":"alloy"})");
        QCOMPARE(statusOf(runes), 400);
        QVERIFY(objectOf(runes)[u"error"][u"message"].toString().contains(u'ᚠ'));
        QCOMPARE(objectOf(runes)[u"error"][u"type"].toString(), u"invalid_request_error"_qs);
        for (const char *path : {"/api/tts", "/api/tts/stream"}) {
            const QByteArray plain = ask("POST", path, R"({"text":"ᚠᚢᚦᚨᚱᚲ"})");
            QCOMPARE(statusOf(plain), 400);
            QVERIFY(bodyOf(plain).contains("ᚠ"));
            QVERIFY(bodyOf(ask("POST", path, R"({"text":"hello","speed":8.25})")).contains("8.25"));
        }
        for (const ServerTrouble &trouble : m_server->troubles()) { // here, nothing of it
            const QString kept = QString::fromStdString(trouble.sentence);
            QVERIFY2(!kept.isEmpty() && !kept.contains(u'ᚠ') && !kept.contains(u"8.25"_qs), qPrintable(kept));
        }
    }

    void openAiClientsFindModelsAndVoices() {
        const QJsonArray models = objectOf(ask("GET", "/v1/models"))[u"data"].toArray();
        QCOMPARE(models[0][u"id"].toString(), u"demo"_qs);
        QCOMPARE(statusOf(ask("GET", "/v1/models/tts-1")), 200);
        QCOMPARE(statusOf(ask("GET", "/v1/models/none")), 404);
        QSet<QString> ids;
        for (const QJsonValue &voice : objectOf(ask("GET", "/v1/audio/voices"))[u"voices"].toArray())
            ids << voice[u"id"].toString();
        QVERIFY(ids.contains(u"slt"_qs));
    }

    void theOpenAiPackageSpeaks() {
        QProcess python;
        startPython(python, u"end_to_end/openai_client.py"_qs, {m_server->address() + u"/v1"_qs});
        QVERIFY(python.waitForStarted());
        QTRY_COMPARE(python.state(), QProcess::NotRunning);
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        const QJsonObject seen = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
        QVERIFY(seen[u"models"].toArray().contains(u"demo"_qs));
        QCOMPARE(seen[u"riff"].toString(), u"RIFF"_qs);
        QCOMPARE(seen[u"type"].toString(), u"audio/pcm"_qs);
        QCOMPARE(seen[u"voice"].toString(), u"slt"_qs);
        for (const QString &format : {u"wav"_qs, u"pcm"_qs, u"mp3"_qs})
            QVERIFY2(seen[format].toInt() > 500, qPrintable(format));
        QCOMPARE(seen[u"refused"].toString(), u"invalid_value"_qs);
        QCOMPARE(seen[u"missing"].toString(), u"model_not_found"_qs);
    }

    void whatIsEnqueuedIsReadAndSentAsTheOriginalSendsIt() {
        const auto socket = aside([&] { return std::make_shared<Socket>(m_server->port(), "/api/danmaku/stream"); });
        QVERIFY2(socket->head().startsWith("HTTP/1.1 101"), socket->head().constData());
        QCOMPARE(statusOf(ask("POST", "/api/danmaku/enqueue", kEnqueued)), 202);
        const QByteArray again = ask("POST", "/api/danmaku/enqueue", kEnqueued);
        QCOMPARE(statusOf(again), 204);
        QCOMPARE(headerOf(again, "X-Danmaku-Rule"), QByteArray("duplicate"));
        int kind = 0;
        const QByteArray packet = aside([&] { return socket->message(kind); });
        QCOMPARE(kind, 2);
        const auto length = qsizetype(qFromLittleEndian<quint32>(packet.constData()));
        QCOMPARE(
            packet.mid(4, length),
            QByteArray(R"({"channel":"walter","color":"#1E90FF","display_text":"hello there","format":"audio/wav",)"
                       R"("platform":"Twitch","username":"Ann"})"));
        QVERIFY(packet.mid(4 + length).startsWith("RIFF"));
        const auto later = aside([&] { return std::make_shared<Socket>(m_server->port(), "/api/danmaku/stream"); });
        QCOMPARE(aside([&] { return later->message(kind); }), packet); // what was sent before comes first

        const QByteArray link =
            QByteArray(kEnqueued).replace("4e4f\"", "4e50\"").replace("hello there", "see www.x.com");
        QCOMPARE(statusOf(ask("POST", "/api/danmaku/enqueue", link)), 204);
        QCOMPARE(statusOf(ask("POST", "/api/danmaku/enqueue", "{}")), 422);
        QCOMPARE(statusOf(ask("POST", "/api/danmaku/enqueue", "{")), 400);
    }

    void eventsGoOnWhereAClientLeft() {
        QTRY_VERIFY(!m_services->danmaku().onAir());
        const QByteArray first = events({}, "\"snapshot\"");
        QCOMPARE(headerOf(first, "Content-Type"), QByteArray("text/event-stream"));
        const quint64 known = eventsOf(first).constFirst().id;
        const QByteArray log = eventsOf(first).constFirst().log;
        QCOMPARE(known, m_services->danmaku().events().lastNumber());
        const QByteArray answer = ask("POST", "/api/danmaku/messages", R"({"user":"Bo","text":"good morning"})");
        QCOMPARE(statusOf(answer), 202);
        const int item = objectOf(answer)[u"item"].toInt();
        QVERIFY(item > 0);
        const QList<SeenEvent> missed =
            eventsOf(events("Last-Event-ID: " + log + QByteArray::number(known) + "\r\n", "event: played"));
        quint64 expected = known;
        QByteArrayList names;
        for (const SeenEvent &event : missed) {
            QCOMPARE(event.id, ++expected);
            names << event.name;
        }
        for (const char *name : {"received", "queued", "synthesising", "playing", "played"})
            QVERIFY2(names.contains(name), name);
        const QByteArray path = "/api/danmaku/items/" + QByteArray::number(item) + "/audio";
        const QByteArray sound = ask("GET", path);
        QCOMPARE(statusOf(sound), 200);
        QVERIFY(bodyOf(sound).startsWith("RIFF"));
        QCOMPARE(statusOf(ask("GET", "/api/danmaku/items/999999/audio")), 404);
        for (const QByteArray &other :
             {log + "999999", QByteArray::number(known), "0" + log + QByteArray::number(known)})
            QVERIFY(events("Last-Event-ID: " + other + "\r\n", "\"snapshot\"").contains("event: state"));

        app::danmaku::LiveStage &stage = m_services->danmaku(); // who comes while it is held learns why
        app::danmaku::Command hold;
        hold.what = app::danmaku::Command::What::HoldAll;
        QVERIFY(stage.command(hold));
        QVERIFY(events({}, "\"talking\":false").contains("\"holding\":true"));
        hold.what = app::danmaku::Command::What::ReleaseAll;
        QVERIFY(stage.command(hold));
        stage.setTalking(true, false);
        QVERIFY(events({}, "\"talking\":true").contains("\"holding\":false"));
        stage.setTalking(false, false);
    }

    void whoMissedAThousandGetsThemAll() {
        app::danmaku::LiveStage &stage = m_services->danmaku();
        const quint64 known = stage.events().lastNumber();
        for (int i = 0; i < 520; ++i) { // each comes and is refused
            auto message = std::make_shared<app::chat::Message>();
            message->source = u"bridge"_qs;
            message->user = u"Cy"_qs;
            message->text = u"www.example.com/%1"_qs.arg(i);
            stage.inject(message);
        }
        QTRY_VERIFY(stage.events().lastNumber() >= known + 1040);
        const quint64 last = stage.events().lastNumber();
        const QByteArray log = eventsOf(events({}, "\"snapshot\"")).constFirst().log;
        const QList<SeenEvent> missed =
            eventsOf(events("Last-Event-ID: " + log + QByteArray::number(last - 1024) + "\r\n",
                            "\"number\":" + QByteArray::number(last) + '}'));
        QCOMPARE(missed.size(), 1024);
        for (qsizetype i = 0; i < missed.size(); ++i)
            QCOMPARE(missed[i].id, last - 1023 + quint64(i));
    }

    void bridgesSpeakOverOneSocket() {
        const auto socket = aside([&] { return std::make_shared<Socket>(m_server->port(), "/api/danmaku/messages"); });
        QVERIFY2(socket->head().startsWith("HTTP/1.1 101"), socket->head().constData());
        int kind = 0;
        const auto told = [&](const QByteArray &text) {
            return QJsonDocument::fromJson(aside([&] {
                       socket->sendText(text);
                       return socket->message(kind);
                   }))
                .object();
        };
        QJsonObject verdict = told(R"({"id":"m1","text":"hi from the bridge"})");
        QCOMPARE(verdict[u"status"].toString(), u"queued"_qs);
        QCOMPARE(verdict[u"id"].toString(), u"m1"_qs);
        verdict = told(R"({"id":"m2","text":"look at www.x.com"})");
        QCOMPARE(verdict[u"status"].toString(), u"filtered"_qs);
        QCOMPARE(verdict[u"rule"].toString(), u"links"_qs);
        verdict = told(R"({"id":"m3","text":"hi","roles":"x"})");
        QCOMPARE(verdict[u"status"].toString(), u"refused"_qs);
        QCOMPARE(verdict[u"id"].toString(), u"m3"_qs);
        QVERIFY(verdict[u"reason"].toString().contains(u"roles"));
        QVERIFY(!told("{}").contains(u"id")); // none where it had none, but one that is taken gets its own
        QCOMPARE(told(R"({"text":"and hello"})")[u"id"].toString().size(), 36);
        QCOMPARE(kind, 1);
        QCOMPARE(statusOf(ask("GET", "/api/danmaku/messages")), 426);
        // A copy that does not say what was paid ends while the message that does is waited for.
        socket->sendText(R"({"id":"m4","text":"for you","platform":"twitch","paid":{"amount":5,"currency":"USD"}})");
        socket->ping();
        (void)socket->message(kind); // it has come, and is not looked at yet
        auto copy = std::make_shared<app::chat::Message>();
        copy->source = u"twitch"_qs;
        copy->id = u"m4"_qs;
        copy->fromChannel = u"99"_qs;
        copy->text = u"www.x.com"_qs;
        m_services->danmaku().inject(copy);
        QCOMPARE(QJsonDocument::fromJson(aside([&] { return socket->message(kind); }))[u"status"], u"queued"_qs);
    }

    void aChannelIsReadAndLeft() {
        const char *start = R"({"platform":"twitch","channel":" https://twitch.tv/Walter ","voice_id":"slt"})";
        const QByteArray request =
            "POST /api/danmaku/start HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_server->port()) +
            "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(qstrlen(start)) + "\r\n\r\n" +
            start;
        QByteArray second;
        const QByteArray started = aside([&] { // twice at once: the second one does not take the first one's place
            RawClient client(m_server->port());
            client.send(request + request);
            const QByteArray first = client.answer();
            second = client.answer();
            return first;
        });
        QCOMPARE(statusOf(second), 502);
        QCOMPARE(statusOf(started), 202);
        QCOMPARE(bodyOf(started), QByteArray(R"({"channel":"walter","status":"started"})"));
        QTRY_COMPARE(m_twitch->joined(), 1);
        QCOMPARE(statusOf(ask("POST", "/api/danmaku/start", start)), 502);
        const auto came = [&, before = m_services->danmaku().events().lastNumber()](const QString &text) {
            const auto events = m_services->danmaku().events().after(before);
            return events && std::any_of(events->begin(), events->end(), [&](const app::danmaku::DanmakuEvent &event) {
                       return event.item.message && event.item.message->text == text;
                   });
        };
        const auto bridged = [&](const char *id) { // what a bridge that reads the same chat brings
            const QJsonObject form{
                {u"text"_qs, u"again"_qs}, {u"platform"_qs, u"twitch"_qs}, {u"id"_qs, QLatin1String(id)}};
            return objectOf(ask("POST", "/api/danmaku/messages", QJsonDocument(form).toJson()))[u"status"].toString();
        };
        m_twitch->say("dee", u"here from twitch"_qs, "m-7");
        QTRY_VERIFY(came(u"here from twitch"_qs));
        QCOMPARE(bridged("m-7"), u"duplicate"_qs);
        // The bridge is in the channel where it was written, this one is a guest of a shared chat; and the other way.
        m_twitch->say("dee", u"shared by twitch"_qs, "m-8", "source-id=o-8;source-room-id=999");
        QTRY_VERIFY(came(u"shared by twitch"_qs));
        QCOMPARE(bridged("o-8"), u"duplicate"_qs);
        QCOMPARE(bridged("m-8"), u"duplicate"_qs);
        QVERIFY(bridged("o-9") != u"duplicate"_qs);
        QVERIFY(bridged("m-13") != u"duplicate"_qs);
        m_twitch->say("dee", u"paid for"_qs, "m-13", "bits=100"); // which the bridge did not say
        QTRY_VERIFY(came(u"paid for"_qs));
        m_twitch->say("dee", u"known already"_qs, "m-9", "source-id=o-9;source-room-id=999");
        m_twitch->say("dee", u"the next one"_qs, "m-10");
        QTRY_VERIFY(came(u"the next one"_qs));
        QVERIFY(!came(u"known already"_qs));
        const char *stop = R"({"platform":"twitch","channel":"walter"})";
        const QByteArray stopped = ask("POST", "/api/danmaku/stop", stop);
        QCOMPARE(statusOf(stopped), 202);
        QCOMPARE(bodyOf(stopped), QByteArray(R"({"channel":"walter","status":"stopped"})"));
        QTRY_COMPARE(m_twitch->joined(), 0);
        const QByteArray idle = ask("POST", "/api/danmaku/stop", stop);
        QCOMPARE(statusOf(idle), 200);
        QCOMPARE(bodyOf(idle), QByteArray(R"({"channel":null,"status":"idle"})"));
        const auto refused = [&](const char *route, const char *json) { return statusOf(ask("POST", route, json)); };
        QCOMPARE(refused("/api/danmaku/start", R"({"platform":"youtube","channel":"x"})"), 501);
        QCOMPARE(refused("/api/danmaku/start", R"({"platform":"icq","channel":"x"})"), 400);
        QCOMPARE(refused("/api/danmaku/start", R"({"platform":"twitch","channel":"x","engine":"piper"})"), 400);
        QCOMPARE(refused("/api/danmaku/start", R"({"platform":"twitch","channel":"x","voice_id":"nobody"})"), 502);
        QCOMPARE(refused("/api/danmaku/stop", R"({"platform":"youtube","channel":"x"})"), 501);
        QCOMPARE(refused("/api/danmaku/stop", R"({"platform":"twitch"})"), 422);
    }

    void aSecondChannelGoesBesideTheFirst() {
        const auto posted = [&](const char *what, const QByteArray &channel, const char *voice = "slt") {
            const QJsonObject form{{u"platform"_qs, u"twitch"_qs},
                                   {u"channel"_qs, QString::fromLatin1(channel)},
                                   {u"voice_id"_qs, QLatin1String(voice)}};
            return statusOf(ask("POST", QByteArray("/api/danmaku/") + what, QJsonDocument(form).toJson()));
        };
        QVERIFY(posted("start", "walter") == 202 && posted("start", "dee", "rms") == 202);
        QCOMPARE(posted("start", "dee"), 502);
        QByteArray state;
        QTRY_VERIFY(
            (state = events({}, "\"snapshot\"")).contains(R"({"channel":"walter","source":"twitch","state":"live"})") &&
            state.contains(R"({"channel":"dee","source":"twitch","state":"live"})"));
        const auto read = [](Socket &socket, const QByteArray &text) { // packets to the one that shows this text
            QByteArray heads, packet;
            for (int kind = 0; !heads.contains(text) && !(packet = socket.message(kind)).isEmpty();)
                heads += packet.left(200);
            return heads;
        };
        const auto socket = aside([&] { return std::make_shared<Socket>(m_server->port(), "/api/danmaku/stream"); });
        m_twitch->sayIn("dee", "gil", u"written at one"_qs, "m-11");
        QVERIFY(aside([&] { return read(*socket, "written at one"); }).contains(R"("channel":"dee")"));
        m_twitch->sayIn("walter", "hal", u"written at two"_qs, "m-12");
        QVERIFY(aside([&] { return read(*socket, "written at two"); }).contains(R"("channel":"walter")"));
        QCOMPARE(posted("stop", "dee"), 202); // that one, and what is kept of it
        QTRY_VERIFY(m_twitch->joinedIn("dee") == 0 && m_twitch->joinedIn("walter") == 1);
        const QByteArray later = aside([&] {
            Socket second(m_server->port(), "/api/danmaku/stream");
            return read(second, "written at two");
        });
        QVERIFY(later.contains("written at two") && !later.contains(R"("channel":"dee")"));
        m_twitch->change({.suspended = true});
        QCOMPARE(posted("start", "gone"), 202);
        QTRY_VERIFY(events({}, "\"snapshot\"").contains(R"({"channel":"gone","source":"twitch","state":"failed"})"));
        m_twitch->change({});
        QCOMPARE(posted("start", "gone"), 202); // what failed may be tried again, once at a time
        QCOMPARE(posted("start", "gone"), 502);
        QCOMPARE(posted("stop", "gone"), 202);
        QCOMPARE(posted("stop", "walter"), 202);
    }

    // Read as Prometheus does, with a card in the machine, and held against the board of Grafana.
    void figuresSayWhatWasDone() {
        const QByteArray answer = ask("GET", "/api/metrics");
        QCOMPARE(headerOf(answer, "Content-Type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        QByteArray text;
        QTRY_VERIFY((text = bodyOf(ask("GET", "/api/metrics"))).contains("ishowtts_gpu_throttled")); // asked aside
        QVERIFY(text.contains("ishowtts_danmaku_messages_total{result=\"played\"} "));
        QVERIFY(!text.contains("ishowtts_first_audio_seconds_count 0\n"));
        QVERIFY(!text.contains("ishowtts_speech_rtf_count 0\n"));
        QProcess reader;
        startPython(reader, u"app/server/metrics_check.py"_qs,
                    {QStringLiteral(SOURCE_FOLDER "/packaging/grafana/ishowtts.json")});
        reader.write(text);
        reader.closeWriteChannel();
        QTRY_COMPARE(reader.state(), QProcess::NotRunning);
        QVERIFY2(reader.exitCode() == 0, (reader.readAllStandardOutput() + reader.readAllStandardError()).constData());
    }

    void theDocumentHasEveryRouteAndNoOther() {
        const QByteArray answer = ask("GET", "/openapi.json");
        QSet<QString> told;
        const QJsonObject paths = objectOf(answer)[u"paths"].toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path)
            for (const QString &method : path->toObject().keys())
                told << method.toUpper() + QLatin1Char(' ') + path.key();
        for (const Route &route : m_server->http().routes()) {
            const QString name =
                QString::fromUtf8(nameOf(route.method).data(), qsizetype(nameOf(route.method).size())) +
                QLatin1Char(' ') + QString::fromStdString(route.pattern);
            QVERIFY2(told.remove(name), qPrintable(name));
        }
        QCOMPARE(QStringList(told.values()).join(u' '), QString());
    }
};

QTEST_GUILESS_MAIN(TestClientRoutes)
#include "tst_client_routes.moc"
