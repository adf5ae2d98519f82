// What comes from other programs and what goes to them, as bytes: packets, events, messages, forms, figures.
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "app/server/chat_message_form.h"
#include "app/server/danmaku_wire.h"
#include "app/server/openai_form.h"
#include "app/server/prometheus_text.h"

using namespace app::server;
using namespace Qt::StringLiterals;
using app::danmaku::DanmakuEvent;
using app::danmaku::EventLog;

namespace {

constexpr const char *kEnqueued =
    R"({"id":"3f0d2c1e-7a54-4c66-9a9f-0a4b1c2d3e4f","platform":"Twitch","channel":"walter","user_id":"42",)"
    R"("username":"Ann","priority":"Normal","content":{"Text":"Kappa hello"},)"
    R"("metadata":{"badges":["moderator/1","subscriber/12"],"color":"#1E90FF","first_msg":true,)"
    R"("emotes":[{"id":"25","positions":[{"start":0,"end":4},{"start":90,"end":95}]}],"bits":100},)"
    R"("timestamp":"2026-11-23T00:00:00.250Z"})";

app::chat::MessagePtr messageOf(const std::variant<ChatForm, FormFlaw> &read) {
    const auto *form = std::get_if<ChatForm>(&read);
    return form ? form->message : nullptr;
}

QByteArray with(const char *key, const QJsonValue &value, const char *json = kEnqueued) {
    QJsonObject object = QJsonDocument::fromJson(json).object();
    if (value.isUndefined())
        object.remove(QLatin1String(key));
    else
        object.insert(QLatin1String(key), value);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::string codeOf(const std::variant<OpenAiSpeech, OpenAiRefusal> &read) {
    const auto *wrong = std::get_if<OpenAiRefusal>(&read);
    return wrong ? std::to_string(wrong->status) + " " + wrong->code : "none";
}

} // namespace

class TestServerForms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Written by Python's struct and json, keys sorted as serde_json sorts them.
    void packetsAreTheOriginalsByteForByte() {
        SpokenPacket packet{u"walter"_qs, u"#1E90FF"_qs, u"你好 \"world\" / \\ \t😀"_qs,
                            u"Twitch"_qs, u"Ann_小"_qs,  std::string("RIFFwav\0\xff", 9)};
        QCOMPARE(QByteArray::fromStdString(packetOf(packet)).toHex(),
                 QByteArray("920000007b226368616e6e656c223a2277616c746572222c22636f6c6f72223a2223314539304646222c226469"
                            "73706c61795f74657874223a22e4bda0e5a5bd205c22776f726c645c22202f205c5c205c74f09f9880222c2266"
                            "6f726d6174223a22617564696f2f776176222c22706c6174666f726d223a22547769746368222c22757365726e"
                            "616d65223a22416e6e5fe5b08f227d5249464677617600ff"));
        packet = {{}, u"red"_qs, {}, u"YouTube"_qs, {}, {}};
        QCOMPARE(QByteArray::fromStdString(packetOf(packet)).toHex(),
                 QByteArray("650000007b226368616e6e656c223a22222c22636f6c6f72223a6e756c6c2c22646973706c61795f7465787422"
                            "3a22222c22666f726d6174223a22617564696f2f776176222c22706c6174666f726d223a22596f755475626522"
                            "2c22757365726e616d65223a22227d"));
    }

    void soundIsAWavOfSixteenBits() {
        const auto clip = [](std::vector<float> samples) {
            return std::make_shared<const engine::Clip>(engine::Clip{24000, std::move(samples)});
        };
        const std::string wav = wavOf({clip({0, 0.5F}), clip({-1})});
        QCOMPARE(wav.substr(0, 4), std::string("RIFF"));
        QCOMPARE(QByteArray::fromStdString(wav.substr(wav.size() - 6)).toHex(), QByteArray("000000400080"));
        QVERIFY(wavOf({}).size() > 44);
    }

    void eventsSayWhatHappenedAndWhere() {
        app::chat::Message message;
        message.source = u"twitch"_qs;
        message.user = u"Ann"_qs;
        message.text = u"two\nlines"_qs;
        DanmakuEvent event;
        event.number = 7;
        event.at = 1'764'000'000'250;
        event.what = DanmakuEvent::What::Played;
        event.item.id = 3;
        event.item.stage = app::danmaku::Stage::Played;
        event.item.text = u"two lines"_qs;
        event.item.message = std::make_shared<const app::chat::Message>(message);
        const ServerEvent sent = serverEvent(event, "1f0c9a2b");
        QCOMPARE(sent.id, std::string("1f0c9a2b-7"));
        QCOMPARE(sent.name, std::string("played"));
        QVERIFY(sent.data.find('\n') == std::string::npos);
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(sent.data)).object();
        QCOMPARE(json[u"at"].toString(), u"2025-11-24T16:00:00.250Z"_qs);
        QCOMPARE(json[u"item"][u"user"].toString(), u"Ann"_qs);
        QCOMPARE(json[u"item"][u"audio_url"].toString(), u"/api/danmaku/items/3/audio"_qs);
        event.item.stage = app::danmaku::Stage::Dropped;
        QVERIFY(!QJsonDocument::fromJson(eventJson(event))[u"item"].toObject().contains(u"audio_url"));
    }

    void whoComesBackBeginsWhereTheyLeft() {
        EventLog log(100);
        for (int i = 0; i < 2000; ++i)
            log.add({});
        QCOMPARE(log.lastNumber(), 2100U);
        QCOMPARE(resumeAfter(log, "a", "a-2100"), std::optional<quint64>(2100));
        QCOMPARE(resumeAfter(log, "a", "a-1076"), std::optional<quint64>(1076)); // 1,024 after it
        QCOMPARE(log.after(1076)->size(), std::size_t(1024));
        QCOMPARE(log.after(1076)->front().number, 1077U);
        for (const char *other : {"", "a-1075", "a-0", "a-2101", "a-18446744073709551616", "a--1", "a- 2100", "a-2100x",
                                  "a-", "b-2100", "2100", "last"})
            QVERIFY2(!resumeAfter(log, "a", other), other);
    }

    void enqueuedMessagesAreReadWhole() {
        const auto message = messageOf(normalizedMessage(kEnqueued, 5));
        QVERIFY(message);
        QCOMPARE(message->source, u"twitch"_qs);
        QCOMPARE(message->text, u"Kappa hello"_qs);
        QCOMPARE(message->person(), u"twitch:42"_qs);
        QCOMPARE(message->colour, u"#1E90FF"_qs);
        QVERIFY(message->roles.testFlag(app::chat::Role::Moderator));
        QVERIFY(message->roles.testFlag(app::chat::Role::Member));
        QVERIFY(message->roles.testFlag(app::chat::Role::FirstTime));
        QCOMPARE(message->emotes.size(), std::size_t(1)); // the other one lies behind the text
        QCOMPARE(message->emotes[0].name, u"Kappa"_qs);
        QCOMPARE(message->emotes[0].end, 5);
        QCOMPARE(int(message->kind), int(app::chat::Kind::Paid)); // a moderator's money counts as well
        QCOMPARE(message->paid.micros, 100'000'000);
        QCOMPARE(message->sentAt, 1'795'392'000'250);
        QCOMPARE(message->receivedAt, 5);
        QCOMPARE(messageOf(normalizedMessage(with("channel", u"Walter"_qs), 0))->channel, u"walter"_qs);
        QVERIFY(std::holds_alternative<ChatForm>(normalizedMessage(with("user_id", QJsonValue::Undefined), 0)));
        QVERIFY(std::holds_alternative<ChatForm>(normalizedMessage(with("metadata", QJsonValue::Null), 0)));
        const auto system = normalizedMessage(with("content", QJsonObject{{u"System"_qs, u"x"_qs}}), 0);
        QVERIFY(std::holds_alternative<ChatForm>(system) && !messageOf(system));
        const auto super = normalizedMessage(
            with("metadata", QJsonObject{{u"super_chat"_qs, QJsonObject{{u"amountMicros"_qs, u"5000000"_qs},
                                                                        {u"currency"_qs, u"USD"_qs}}}}),
            0);
        QCOMPARE(messageOf(super)->paid.micros, 5'000'000);
    }

    void otherShapesAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("status");
        QTest::newRow("no JSON") << QByteArray("{") << 400;
        QTest::newRow("a list") << QByteArray("[]") << 422;
        QTest::newRow("platform") << with("platform", u"twitch"_qs) << 422;
        QTest::newRow("priority") << with("priority", u"High"_qs) << 422;
        QTest::newRow("id") << with("id", u"1"_qs) << 422;
        QTest::newRow("no metadata") << with("metadata", QJsonValue::Undefined) << 422;
        QTest::newRow("no name") << with("username", QJsonValue::Null) << 422;
        QTest::newRow("content") << with("content", u"hello"_qs) << 422;
        QTest::newRow("two contents") << with("content", QJsonObject{{u"Text"_qs, u"a"_qs}, {u"System"_qs, u"b"_qs}})
                                      << 422;
        QTest::newRow("timestamp") << with("timestamp", u"yesterday"_qs) << 422;
    }
    void otherShapesAreRefused() {
        QFETCH(QByteArray, json);
        QFETCH(int, status);
        const auto read = normalizedMessage(json, 0);
        const auto *wrong = std::get_if<FormFlaw>(&read);
        QVERIFY(wrong);
        QCOMPARE(wrong->status, status);
        QVERIFY(!wrong->sentence.empty());
    }

    void bridgesSayLittle() {
        const auto plain = messageOf(bridgeMessage(R"({"text":"hello"})", 5));
        QVERIFY(plain);
        QCOMPARE(plain->source, u"bridge"_qs);
        QVERIFY(!plain->id.isEmpty());
        const auto rich =
            messageOf(bridgeMessage(R"({"text":"hi","user":"Bo","platform":"bilibili","id":"9","roles":["vip"],)"
                                    R"("paid":{"amount":5.5,"currency":"CNY"}})",
                                    5));
        QVERIFY(rich);
        QCOMPARE(rich->source, u"bilibili"_qs);
        QCOMPARE(rich->paid.micros, 5'500'000);
        QCOMPARE(int(rich->kind), int(app::chat::Kind::Paid));
        QCOMPARE(rich->person(), u"bilibili:@bo"_qs);
        const auto channelOf = [](const char *json) { return messageOf(bridgeMessage(json, 0))->channel; };
        QCOMPARE(channelOf(R"({"text":"a","platform":"twitch","channel":" Walter"})"), u"walter"_qs);
        QCOMPARE(channelOf(R"({"text":"a","platform":"bilibili","channel":"Walter"})"), u"Walter"_qs);
        QCOMPARE(messageOf(bridgeMessage(with("text", QString(9000, u'a'), "{}"), 0))->text.size(), 5000);
        for (const char *wrong :
             {"{}", R"({"text":5})", R"({"text":"a","platform":"operator"})", R"({"text":"a","platform":"../x"})",
              R"({"text":"a","roles":["king"]})", R"({"text":"a","roles":5})", R"({"text":"a","paid":{"amount":-1}})",
              R"({"text":"a","paid":{"amount":1e999,"currency":"USD"}})", R"({"text":"a","user":[]})"})
            QVERIFY2(std::holds_alternative<FormFlaw>(bridgeMessage(wrong, 0)), wrong);
    }

    void openAiFormsAreReadAndRefusedByTheirWords() {
        const char *usual = R"({"model":"tts-1","input":"Hello","voice":"alloy"})";
        const auto read = openAiSpeechFrom(usual);
        QVERIFY(std::holds_alternative<OpenAiSpeech>(read));
        QVERIFY(std::get<OpenAiSpeech>(read).format == engine::audio::StreamFormat::Mp3); // OpenAI's default
        QVERIFY(!std::get<OpenAiSpeech>(read).speed);
        const auto all =
            openAiSpeechFrom(R"({"model":"demo","input":"Hello","voice":{"id":"slt"},"response_format":"pcm",)"
                             R"("speed":0.25,"instructions":"whisper","stream_format":"sse"})");
        const auto *form = std::get_if<OpenAiSpeech>(&all);
        QVERIFY(form);
        QCOMPARE(form->voice, u"slt"_qs);
        QCOMPARE(*form->speed, 0.3);
        QVERIFY(form->events && form->instructions);
        QCOMPARE(codeOf(openAiSpeechFrom("nonsense")), std::string("400 invalid_json"));
        QCOMPARE(codeOf(openAiSpeechFrom(with("input", QJsonValue::Undefined, usual))),
                 std::string("400 missing_required_parameter"));
        QCOMPARE(codeOf(openAiSpeechFrom(with("voice", 5, usual))), std::string("400 invalid_type"));
        QCOMPARE(codeOf(openAiSpeechFrom(with("input", u" \n"_qs, usual))), std::string("400 empty_string"));
        QVERIFY(std::holds_alternative<OpenAiSpeech>(openAiSpeechFrom(with("input", u"😀"_qs.repeated(4096), usual))));
        QCOMPARE(codeOf(openAiSpeechFrom(with("input", u"😀"_qs.repeated(4097), usual))),
                 std::string("400 string_above_max_length"));
        for (const auto &[key, value] : {std::pair<const char *, QJsonValue>{"response_format", u"aac"_qs},
                                         {"speed", 4.1},
                                         {"speed", 0},
                                         {"stream_format", u"video"_qs}})
            QCOMPARE(codeOf(openAiSpeechFrom(with(key, value, usual))), std::string("400 invalid_value"));
    }

    void figuresAreInPrometheusForm() {
        PrometheusText text;
        text.family("a_total", "counter", "How often.").sample(3).sample(0.25, {{"what", "a \"b\" \\ \nc"}});
        Histogram histogram({0.5, 1});
        for (const double value : {0.1, 0.5, 0.7, 9.0})
            histogram.add(value);
        histogram.writeTo(text, "h", "How much.");
        QCOMPARE(text.text(), std::string("# HELP a_total How often.\n# TYPE a_total counter\na_total 3\n"
                                          "a_total{what=\"a \\\"b\\\" \\\\ \\nc\"} 0.25\n"
                                          "# HELP h How much.\n# TYPE h histogram\nh_bucket{le=\"0.5\"} 2\n"
                                          "h_bucket{le=\"1\"} 3\nh_bucket{le=\"+Inf\"} 4\nh_sum 10.3\nh_count 4\n"));
    }
};

QTEST_GUILESS_MAIN(TestServerForms)
#include "tst_server_forms.moc"
