// The original's routes with the real engine (the tiny checkpoint), one case for each row and status of the contract.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>
#include <QThread>

#include <csignal>
#include <memory>

#include <sys/resource.h>

#include "app/server/exchange_wire.h"
#include "app/server/multipart.h"
#include "app/server/sound_answer.h"
#include "app/server/speech_parts.h"
#include "app/server/tts_routes.h"
#include "app/settings/speech_purposes.h"
#include "engine/audio/wav_bytes.h"
#include "engine/error.h"
#include "tests/app/server/raw_client.h"
#include "tests/app/server/served_studio.h"
#include "tests/patience.h"

using namespace app::server;
using namespace Qt::StringLiterals;

namespace {

QByteArray part(const QByteArray &disposition, const QByteArray &data, const QByteArray &type = {}) {
    return "--XX\r\nContent-Disposition: form-data; " + disposition + "\r\n" +
           (type.isEmpty() ? QByteArray() : "Content-Type: " + type + "\r\n") + "\r\n" + data + "\r\n";
}
QByteArray form(const QByteArray &parts) {
    return parts + "--XX--\r\n";
}
QJsonObject objectIn(const QByteArray &answer) {
    return QJsonDocument::fromJson(bodyOf(answer)).object();
}
QByteArray tone(double seconds) {
    engine::Clip clip;
    for (int i = 0; i < int(seconds * clip.sampleRate); ++i)
        clip.samples.push_back(float(0.3 * std::sin(i * 0.05)));
    return QByteArray::fromStdString(engine::audio::wavBytes(clip));
}
QStringList sorted(QStringList list) {
    list.sort();
    return list;
}

} // namespace

class TestRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void healthAndVoices();
    void speaks();
    void refusesToSpeak_data();
    void refusesToSpeak();
    void turnsAwayAndForgets();
    void longTextsLetOthersGoFirst();
    void slowReadersHoldTheirOwnSpeech();
    void failsAsTheOriginal();
    void referenceComesAndGoes();
    void refusesUploads();
    void forgetsUploadsOfWhoLeft();
    void forms();
    void tokenIsKept();

private:
    std::unique_ptr<ServedStudio> m_studio; // of the refusals
};

void TestRoutes::healthAndVoices() {
    ServedStudio studio;
    const QByteArray health = studio.ask("GET /api/health");
    QCOMPARE(statusOf(health), 200);
    QVERIFY(health.contains("Content-Type: application/json\r\n"));
    const int count = int(studio.voices.voices()->voices.size());
    QCOMPARE(objectIn(health),
             (QJsonObject{{u"status"_s, u"ok"_s}, {u"voices"_s, count}, {u"default_voice"_s, u"slt"_s}}));
    const QByteArray voices = studio.ask("GET /api/voices");
    QCOMPARE(statusOf(voices), 200);
    const QJsonArray list = QJsonDocument::fromJson(bodyOf(voices)).array();
    QCOMPARE(list.size(), count);
    for (qsizetype i = 1; i < list.size(); ++i)
        QVERIFY(list[i - 1][u"id"_s].toString() < list[i][u"id"_s].toString());
    for (const QJsonValue &voice : list) {
        QCOMPARE(voice[u"engine"_s].toString(), u"f5"_s);
        QVERIFY(!voice[u"id"_s].toString().isEmpty() && !voice[u"engine_label"_s].toString().isEmpty());
        for (const QString &key : voice.toObject().keys())
            QVERIFY((QStringList{u"id"_s, u"engine"_s, u"engine_label"_s, u"language"_s, u"reference_text"_s}.contains(
                key)));
    }
    QVERIFY(bodyOf(voices).contains(R"("reference_text":")"));
}

void TestRoutes::speaks() {
    ServedStudio studio;
    studio.load();
    const QByteArray answer = studio.say(R"({"text":"Hello [pause] there.","voice_id":"slt","engine":"F5","speed":1.5,)"
                                         R"("cross_fade_duration":0.1,"sway_sampling_coef":-0.5,"cfg_strength":1.5,)"
                                         R"("nfe_step":6,"seed":42,"target_rms":0.1,"remove_silence":true})");
    QCOMPARE(statusOf(answer), 200);
    const QJsonObject object = objectIn(answer);
    QCOMPARE(sorted(object.keys()), sorted({u"request_id"_s, u"voice_id"_s, u"engine"_s, u"engine_label"_s,
                                            u"sample_rate"_s, u"audio_base64"_s, u"waveform_len"_s, u"format"_s}));
    QCOMPARE(object[u"voice_id"_s].toString(), u"slt"_s);
    QCOMPARE(object[u"engine"_s].toString(), u"f5"_s);
    QCOMPARE(object[u"format"_s].toString(), u"audio/wav"_s);
    QCOMPARE(object[u"sample_rate"_s].toInt(), 24000);
    QVERIFY(answer.contains("X-Request-Id: " + object[u"request_id"_s].toString().toLatin1()));
    const QByteArray wav = QByteArray::fromBase64(object[u"audio_base64"_s].toString().toLatin1());
    QVERIFY(wav.startsWith("RIFF"));
    QCOMPARE(wav.size(), 44 + 2 * object[u"waveform_len"_s].toInteger());
    QVERIFY(object[u"waveform_len"_s].toInteger() > 1000);
    const engine::Request &asked = studio.asked.back();
    QCOMPARE(asked.speed, 1.5);
    QCOMPARE(asked.crossFadeSeconds, 0.1);
    QCOMPARE(asked.swayCoefficient, -0.5);
    QCOMPARE(asked.cfgStrength, 1.5);
    QCOMPARE(asked.nfeStep, 6);
    QCOMPARE(asked.seed, std::uint64_t(42));

    // The chosen voice where none is named; null is nothing; 77 words.
    QByteArray words;
    for (int i = 1; i <= 90; ++i)
        words += " w" + QByteArray::number(i) + (i == 5 ? "\\n\\t" : "");
    QCOMPARE(cutAsOriginal(u" a  b\n"_s), u" a  b\n"_s);
    QCOMPARE(cutAsOriginal(QString::fromLatin1(words)).split(u' ').size(), 77);
    QVERIFY(cutAsOriginal(QString::fromLatin1(words)).endsWith(u"w77"_s));
    QCOMPARE(cutAsOriginal(u"a\u2003"_s.repeated(300'000)), u"a "_s.repeated(77).trimmed());
    QCOMPARE(statusOf(studio.say(R"({"text":"Hi.","seed":18446744073709550000})")), 200); // half of all 64 bits are
    QVERIFY(studio.asked.back().seed > std::uint64_t(1) << 63);
    const QJsonObject plain = objectIn(studio.say(R"({"text":"Hi.","voice_id":null,"seed":null})"));
    QCOMPARE(plain[u"voice_id"_s].toString(), u"slt"_s);

    // What the engine has no sound for is for the client to change.
    const QByteArray runes = studio.say(R"({"text":"ᚠᚢᚦᚨᚱᚲ"})");
    QCOMPARE(statusOf(runes), 400);
    QVERIFY2(bodyOf(runes).contains("knows none of the characters"), bodyOf(runes).constData());
}

void TestRoutes::refusesToSpeak_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("status");
    QTest::newRow("unknown voice") << QByteArray(R"({"text":"a","voice_id":"nobody"})") << 400;
    QTest::newRow("path as a voice") << QByteArray(R"({"text":"a","voice_id":"../slt"})") << 400;
    QTest::newRow("another engine") << QByteArray(R"({"text":"a","engine":"index_tts"})") << 400;
    QTest::newRow("third engine") << QByteArray(R"({"text":"a","engine":"shimmy"})") << 400;
    QTest::newRow("no such engine") << QByteArray(R"({"text":"a","engine":"piper"})") << 400;
    QTest::newRow("number as an engine") << QByteArray(R"({"text":"a","engine":5})") << 422;
    QTest::newRow("voice without a name") << QByteArray(R"({"text":"a","voice_id":""})") << 400;
    QTest::newRow("empty text") << QByteArray(R"({"text":""})") << 400;
    QTest::newRow("long text") << "{\"text\":\"" + QByteArray(5001, 'a') + "\"}" << 400;
    QTest::newRow("blank text") << QByteArray(R"({"text":" \n\t"})") << 400;
    QTest::newRow("no text") << QByteArray(R"({"voice_id":"slt"})") << 422;
    QTest::newRow("number as text") << QByteArray(R"({"text":1})") << 422;
    QTest::newRow("text as a number") << QByteArray(R"({"text":"a","speed":"1"})") << 422;
    QTest::newRow("half a step") << QByteArray(R"({"text":"a","nfe_step":6.5})") << 422;
    QTest::newRow("negative seed") << QByteArray(R"({"text":"a","seed":-1})") << 422;
    QTest::newRow("number as a flag") << QByteArray(R"({"text":"a","remove_silence":1})") << 422;
    QTest::newRow("too fast") << QByteArray(R"({"text":"a","speed":1e9})") << 400;
    QTest::newRow("too many steps") << QByteArray(R"({"text":"a","nfe_step":4294967295})") << 400;
    QTest::newRow("beyond 32 bits") << QByteArray(R"({"text":"a","nfe_step":4294967296})") << 422;
    QTest::newRow("beyond 64 bits") << QByteArray(R"({"text":"a","seed":18446744073709551616})") << 422;
    QTest::newRow("not JSON") << QByteArray("{text}") << 400;
    QTest::newRow("a list") << QByteArray("[]") << 422;
    QTest::newRow("deep") << QByteArray(100'000, '[') << 400;
}

void TestRoutes::refusesToSpeak() {
    QFETCH(QByteArray, json);
    QFETCH(int, status);
    if (!m_studio)
        m_studio = std::make_unique<ServedStudio>();
    const QByteArray answer = m_studio->say(json);
    QCOMPARE(statusOf(answer), status);
    QVERIFY(answer.contains("Content-Type: text/plain"));
    QVERIFY(!bodyOf(answer).isEmpty());
    QCOMPARE(m_studio->queue.waiting(), 0);
}

// More than may wait are turned away at once; who leaves is taken from the queue; each gets its own answer.
void TestRoutes::turnsAwayAndForgets() {
    ServedStudio studio;
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(studio.server->port()) + "\r\n";
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < SpeechDesk::kMostWaiting; ++i) {
        const QByteArray body =
            R"({"text":"Number )" + QByteArray::number(i) + R"(.","seed":)" + QByteArray::number(i) + "}";
        clients.push_back(std::make_unique<RawClient>(studio.server->port()));
        clients.back()->send("POST /api/tts HTTP/1.1\r\n" + host +
                             "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
                             "\r\n\r\n" + body);
    }
    QTRY_COMPARE(studio.server->waitingForSpeech(), SpeechDesk::kMostWaiting); // no model is there yet
    const QByteArray turned = studio.say(R"({"text":"One more."})");
    QCOMPARE(statusOf(turned), 429);
    QVERIFY(turned.contains("Retry-After: "));
    QVERIFY(turned.contains("X-Queue-Position: 16\r\n"));
    for (int i = 4; i < SpeechDesk::kMostWaiting; ++i)
        clients[std::size_t(i)]->leave();
    QTRY_COMPARE(studio.server->waitingForSpeech(), 4);
    QVERIFY(!studio.server->desk().cancel("no such"));
    studio.load();
    QSet<QString> ids;
    for (std::size_t i = 0; i < 4; ++i) {
        const QByteArray answer = aside([&] { return clients[i]->answer(); });
        QCOMPARE(statusOf(answer), 200);
        ids.insert(objectIn(answer)[u"request_id"_s].toString());
    }
    QCOMPARE(ids.size(), 4);
    QCOMPARE(studio.asked.size(), std::size_t(4)); // of those that left none was spoken
    QCOMPARE(studio.server->waitingForSpeech(), 0);
}

// What the person makes goes between two parts of a long text; the client gets one sound all the same.
void TestRoutes::longTextsLetOthersGoFirst() {
    const QString sentence = u"This is a sentence of some length that says nothing at all. "_s;
    const QStringList parts = speechParts(sentence.repeated(25));
    QCOMPARE(parts.join(QString()), sentence.repeated(25));
    QCOMPARE(parts.size(), 3);
    QVERIFY(parts[0].endsWith(u"all. "_s) && parts[0].size() <= kPartWeight);
    QCOMPARE(speechParts(u"我"_s.repeated(500)).size(), 3);
    QCOMPARE(speechParts(u"0"_s.repeated(4096)).size(), 35); // each is a word
    QCOMPARE(speechParts({}), QStringList{QString()});
    QCOMPARE(speechParts(QString(2000, u'a')).join(QString()).size(), 2000);

    ServedStudio studio;
    setStepsApart(studio.settings, app::SpeechPurpose::Api, app::SpeechSteps{2, engine::Schedule::Uniform});
    qint64 samples = 0;
    QStringList order;
    connect(&studio.queue, &app::speech::SpeechQueue::finished, this, [&](const app::speech::Take &take) {
        const bool own = take.request.text == "My own.";
        order << (own ? u"own"_s : u"part"_s);
        samples += own ? 0 : qint64(take.clip->samples.size());
        if (!own)
            QCOMPARE(take.request.nfeStep, 2);
    });
    connect(
        &studio.queue, &app::speech::SpeechQueue::started, this,
        [&] {
            engine::Request mine = smallRequest("My own.");
            mine.voice = *studio.voices.find(u"slt"_s);
            studio.queue.enqueue(mine);
        },
        Qt::SingleShotConnection);
    studio.load();
    const QByteArray text = QByteArray("sentence_of_some_length ").repeated(60).trimmed();
    const QJsonObject answer = objectIn(studio.say("{\"text\":\"" + text + "\"}"));
    QCOMPARE(order, (QStringList{u"part"_s, u"own"_s, u"part"_s, u"part"_s}));
    QCOMPARE(answer[u"waveform_len"_s].toInteger(), samples);
}

// A client that takes nothing: no more is made for it than a part, whatever its text is.
void TestRoutes::slowReadersHoldTheirOwnSpeech() {
    ServedStudio studio;
    studio.load();
    SpeechDesk desk(studio.queue);
    SoundAnswers sounds(desk);
    const auto wire = std::make_shared<Wire>([&studio](std::function<void()> work) {
        QMetaObject::invokeMethod(&studio.queue, std::move(work), Qt::QueuedConnection);
    });
    SoundAnswer wanted;
    wanted.format = engine::audio::StreamFormat::Pcm;
    constexpr std::size_t kParts = 4;
    for (std::size_t i = 0; i < kParts; ++i) {
        engine::Request &part = wanted.parts.emplace_back(smallRequest("Hello there."));
        part.voice = *studio.voices.find(u"slt"_s);
        part.nfeStep = 1;
    }
    {
        const auto exchange = std::make_shared<Exchange>(HttpRequest{}, ErrorForm::Text, wire);
        QVERIFY(wire->push({.bytes = std::string(BodyStream::kMostWaiting, '.')})); // no room is left
        sounds.give(std::move(wanted), exchange);
    }
    QTRY_COMPARE(studio.asked.size(), std::size_t(2)); // the first one goes with the head
    QTest::qWait(100);                                 // were more made, it would be now
    QCOMPARE(studio.asked.size(), std::size_t(2));
    QCOMPARE(desk.live(), 0); // and nobody is turned away for it
    bool ended = false;
    const auto read = [&] {
        while (const auto piece = wire->take()) {
            ended = ended || piece->kind == Wire::Piece::Kind::End;
            wire->sent(piece->bytes.size());
        }
        return ended;
    };
    QTRY_VERIFY(read());
    QCOMPARE(studio.asked.size(), kParts);
    QCOMPARE(desk.live(), 0);
}

void TestRoutes::failsAsTheOriginal() {
    ServedStudio studio;
    studio.worker.load([](std::stop_token) -> std::unique_ptr<engine::Synthesizer> {
        throw engine::badInput("The model is broken.", "Choose another one.");
    });
    const QByteArray answer = studio.say(R"({"text":"Hello."})");
    QCOMPARE(statusOf(answer), 502);
    QVERIFY(bodyOf(answer).contains("broken"));
    QCOMPARE(studio.server->troubles().front().status, 502);
    QCOMPARE(studio.server->troubles().front().route, std::string("POST /api/tts"));
}

void TestRoutes::referenceComesAndGoes() {
    ServedStudio studio;
    const QByteArray first = studio.ask("GET /api/voices/slt/reference");
    QCOMPARE(statusOf(first), 200);
    const QJsonObject before = objectIn(first);
    const QString words = before[u"active_reference_text"_s].toString();
    QVERIFY(!words.isEmpty());
    QCOMPARE(sorted(before.keys()),
             sorted({u"voice_id"_s, u"engine"_s, u"engine_label"_s, u"language"_s, u"active_reference_text"_s,
                     u"baseline_reference_text"_s, u"baseline_audio_available"_s, u"override_audio_available"_s}));
    QVERIFY(before[u"baseline_audio_available"_s].toBool() && !before[u"override_audio_available"_s].toBool());
    const QByteArray original = bodyOf(studio.ask("GET /api/voices/slt/reference/audio"));
    QVERIFY(original.startsWith("RIFF"));
    QCOMPARE(statusOf(studio.ask("GET /api/voices/slt/reference/audio?source=override")), 404);

    // Its words alone.
    const QJsonObject worded = objectIn(studio.upload("slt", form(part("name=\"text\"", "  other words \n"))));
    QCOMPARE(worded[u"active_reference_text"_s].toString(), u"other words"_s);
    QCOMPARE(worded[u"baseline_reference_text"_s].toString(), words);
    QCOMPARE(worded[u"override_reference_text"_s].toString(), u"other words"_s);
    QVERIFY(!worded[u"override_audio_available"_s].toBool());
    QVERIFY(QDateTime::fromString(worded[u"override_updated_at"_s].toString(), Qt::ISODateWithMs).isValid());
    QTRY_COMPARE(QString::fromStdString(studio.voices.find(u"slt"_s)->transcript), u"other words"_s);
    const QJsonObject cleared = objectIn(studio.upload("slt", form(part("name=\"text\"", " "))));
    QCOMPARE(cleared[u"active_reference_text"_s].toString(), words);
    QVERIFY(!cleared.contains(u"override_reference_text"_s));
    // The same words are words of its own, too, until they are taken back.
    const QJsonObject same = objectIn(studio.upload("slt", form(part("name=\"text\"", words.toUtf8()))));
    QCOMPARE(same[u"override_reference_text"_s].toString(), words);
    QVERIFY(same.contains(u"override_updated_at"_s) && !same[u"override_audio_available"_s].toBool());
    const QJsonObject none = objectIn(studio.upload("slt", form(part("name=\"text\"", " "))));
    QVERIFY(!none.contains(u"override_reference_text"_s));

    // A recording.
    const QByteArray wav = tone(1.5);
    const QByteArray uploaded =
        studio.upload("slt", form(part("name=\"audio\"; filename=\"../../evil/me.wav\"", wav, "audio/wav") +
                                  part("name=text", "a tone")));
    QCOMPARE(statusOf(uploaded), 200);
    QVERIFY(objectIn(uploaded)[u"override_audio_available"_s].toBool());
    QCOMPARE(objectIn(uploaded)[u"active_reference_text"_s].toString(), u"a tone"_s);
    const QByteArray heard = studio.ask("GET /api/voices/slt/reference/audio?source=override");
    QCOMPARE(statusOf(heard), 200);
    QVERIFY(heard.contains("Content-Type: audio/wav\r\n") && heard.contains("Cache-Control: no-store\r\n"));
    QVERIFY(heard.contains("X-Voice-Reference-Source: override\r\n"));
    QVERIFY(heard.contains("Content-Disposition: inline; filename=\""));
    QVERIFY(bodyOf(heard).size() > 70'000 && bodyOf(heard) != original);
    const QByteArray baseline = studio.ask("GET /api/voices/slt/reference/audio?source=baseline");
    QCOMPARE(bodyOf(baseline), original);
    QVERIFY(baseline.contains("X-Voice-Reference-Source: baseline\r\n"));

    // And back, twice.
    for (int i = 0; i < 2; ++i) {
        const QByteArray restored = studio.ask("DELETE /api/voices/slt/reference");
        QCOMPARE(statusOf(restored), 200);
        QCOMPARE(objectIn(restored), before);
    }
    QCOMPARE(bodyOf(studio.ask("GET /api/voices/slt/reference/audio")), original);
}

void TestRoutes::refusesUploads() {
    ServedStudio studio;
    for (const char *line : {"GET /api/voices/nobody/reference", "DELETE /api/voices/nobody/reference",
                             "GET /api/voices/nobody/reference/audio"})
        QCOMPARE(statusOf(studio.ask(line)), 404);
    QCOMPARE(statusOf(studio.upload("nobody", form(part("name=text", "a")))), 404);
    QCOMPARE(statusOf(studio.ask("GET /api/voices/slt/reference/audio?source=other")), 400);
    QCOMPARE(statusOf(studio.upload("slt", form(part("name=other", "a")))), 400);
    QCOMPARE(statusOf(studio.upload("slt", "--XX--\r\n")), 400);
    QCOMPARE(statusOf(studio.upload("slt", "nothing")), 400);
    const QByteArray unread = studio.upload("slt", form(part("name=audio; filename=a.zzq", "no sound", "audio/wav")));
    QVERIFY(statusOf(unread) == 400 && bodyOf(unread).contains("zzq"));
    QCOMPARE(studio.server->troubles().front().sentence, std::string("The recording cannot be used."));
    QCOMPARE(statusOf(studio.upload(
                 "slt", form(part("name=audio; filename=a.wav", tone(0.2), "audio/wav") + part("name=text", "a")))),
             400);
    QCOMPARE(statusOf(studio.upload("slt", form(part("name=text", "\xff")))), 400);
    QCOMPARE(
        statusOf(studio.upload("slt", form(part("name=audio; filename=a.wav", QByteArray(10 * 1024 * 1024 + 1, 'x'))))),
        400);
    QCOMPARE(statusOf(studio.upload("slt", QByteArray(11 * 1024 * 1024, 'x'))), 400); // before it is read
    QCOMPARE(statusOf(studio.ask("POST /api/voices/slt/reference", "Content-Type: application/json\r\n", "{}")), 400);
    QVERIFY(!QFile::exists(studio.own.filePath(u"voices/slt"_s))); // nothing was changed
}

// At most four are kept and read; of who left in time nothing stays.
void TestRoutes::forgetsUploadsOfWhoLeft() {
    ServedStudio studio;
    const QByteArray wav = tone(1.5);
    const quint16 port = studio.server->port();
    const auto figures = [&] { return studio.server->figures(); };
    const auto until = [](auto what) { // while the services do nothing
        for (QElapsedTimer timer =
                 [] {
                     QElapsedTimer t;
                     t.start();
                     return t;
                 }();
             !what() && timer.elapsed() < 30'000;)
            QThread::msleep(1);
        return what();
    };
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 12; ++i) {
        const QByteArray body = form(part("name=audio; filename=a.wav", wav, "audio/wav") +
                                     part("name=text", "words " + QByteArray::number(i)));
        clients.push_back(std::make_unique<RawClient>(port));
        clients.back()->send("POST /api/voices/slt/reference HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                             "\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: " +
                             QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QVERIFY(until([&] { return figures().live == i + 1; }));
    }
    {
        RawClient health(port); // behind it the services have all of them
        health.send("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n");
        QCOMPARE(statusOf(health.answer()), 200);
    }
    QCoreApplication::processEvents();
    QCOMPARE(statusOf(clients.back()->answer()), 503);
    clients.resize(1);
    QVERIFY(until([&] { return figures().connections == 1; }));
    QCOMPARE(statusOf(aside([&] { return clients.front()->answer(); })), 200);
    const QByteArray now = studio.ask("GET /api/voices/slt/reference");
    QCOMPARE(objectIn(now)[u"active_reference_text"_s].toString(), u"words 0"_s);
    QCOMPARE(statusOf(studio.ask("DELETE /api/voices/slt/reference")), 200);

    // The disk is full: a failure of ours, and nobody else's.
    rlimit files{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &files), 0);
    const rlimit full{1000, files.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
    const QByteArray failed = studio.upload("slt", form(part("name=audio; filename=a.wav", wav, "audio/wav")));
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &files), 0);
    QCOMPARE(statusOf(failed), 500);
    QCOMPARE(statusOf(studio.ask("GET /api/health")), 200);
}

void TestRoutes::forms() {
    const auto refused = [](std::string_view type, std::string_view body) {
        return std::holds_alternative<std::string>(readForm(type, body));
    };
    const auto form = readForm("multipart/form-data; charset=x; boundary=\"a b\"",
                               "before\r\n--a b\r\nContent-Disposition: form-data; filename=\"a;\\\"b\"; name=\"n\"\r\n"
                               "content-type: Audio/WAV; x=y\r\n\r\n\r\n--a \r\n--a b\r\n"
                               "Content-Disposition: form-data; name=m\r\n\r\n\r\n--a b--\r\nbehind");
    const auto &parts = std::get<std::vector<FormPart>>(form);
    QCOMPARE(parts.size(), std::size_t(2));
    QCOMPARE(parts[0].name, std::string("n"));
    QCOMPARE(parts[0].fileName, std::string("a;\"b"));
    QCOMPARE(parts[0].type, std::string("audio/wav"));
    QCOMPARE(std::string(parts[0].data), std::string("\r\n--a "));
    QVERIFY(parts[1].name == "m" && parts[1].data.empty());
    QVERIFY(refused("multipart/form-data", "--x--"));
    QVERIFY(refused("multipart/form-data; boundary=", "--x--"));
    QVERIFY(refused("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nno end"));
    QVERIFY(refused("multipart/form-data; boundary=x", "--x\r\n\r\na\r\n--x--"));
    QVERIFY(
        refused("multipart/form-data; boundary=x", "--xy\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--x--"));
    QVERIFY(refused("multipart/form-data; boundary=x",
                    "--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\nb\r\n--x--"));
}

void TestRoutes::tokenIsKept() {
    ServedStudio studio;
    studio.server->turnOn({.port = 0, .tokenOnLoopback = true});
    QTRY_COMPARE(studio.server->state(), SpeechServer::State::On);
    const QString token = studio.server->token();
    QCOMPARE(token.size(), 64);
    QCOMPARE(statusOf(studio.ask("GET /api/health")), 401);
    QCOMPARE(statusOf(studio.ask("GET /api/health", "Authorization: Bearer " + token.toLatin1() + "\r\n")), 200);
    const QString file = studio.own.filePath(u"secrets/server"_s);
    QVERIFY(QFile::exists(file));
    QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
    studio.server->turnOff();
    studio.server->turnOn({.port = 0, .tokenOnLoopback = true}); // the same one
    QTRY_COMPARE(studio.server->state(), SpeechServer::State::On);
    QCOMPARE(studio.server->token(), token);
    studio.server->renewToken();
    QTRY_VERIFY(studio.server->token() != token && studio.server->state() == SpeechServer::State::On);
    QCOMPARE(statusOf(studio.ask("GET /api/health", "Authorization: Bearer " + token.toLatin1() + "\r\n")), 401);
    studio.server->turnOn({.address = "not an address", .port = 0, .token = token.toStdString()});
    QCOMPARE(studio.server->state(), SpeechServer::State::Failed);
    QVERIFY(!studio.server->problem().what.isEmpty() && !studio.server->problem().remedy.isEmpty());
}

QTEST_GUILESS_MAIN(TestRoutes)
#include "tst_routes.moc"
