// From a request to what the model is to say: whose words, in which order, how long, from which noise.
#include <QTest>

#include <cmath>

#include "engine/chunk_planner.h"
#include "engine/clip.h"
#include "engine/data_folders.h"
#include "engine/duration_plan.h"
#include "engine/text/tokens.h"
#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"

using engine::DurationRule;
using engine::Plan;
using engine::PlannedChunk;
using engine::Request;

namespace {

constexpr double kFramesPerSecond = 24000.0 / 256;

engine::audio::Reference reference(const std::string &transcript, double seconds) {
    engine::audio::Reference reference;
    reference.seconds = seconds;
    reference.text = engine::audio::closeReferenceText(transcript);
    reference.prompt = reference.text + (reference.text.ends_with(' ') ? " " : "");
    reference.tailSeconds = 0.055;
    return reference;
}

// An English and a Chinese speaker, each at an even pace.
struct Desk {
    const engine::text::Chinese chinese{engine::chineseTablesFile()};
    const FolderOfFiles folder;
    const engine::text::Vocabulary vocabulary = engine::text::Vocabulary::load(folder.write("vocab.txt", tokens()));
    const std::string model = "tiny";
    const engine::audio::Reference english =
        reference("The train leaves at nine in the morning, and nobody is late.", 4);
    const engine::audio::Reference mandarin = reference("火车早上九点出发，没有人迟到。", 3.2);

    // The signs of ASCII, and the syllables that the tests say.
    QByteArray tokens() const {
        QByteArray lines = " \nni3\nhao3\nma5\nyin2\nhang2\nxing2\n，\n。\n？\n";
        for (char c = '!'; c <= '~'; ++c)
            lines += QByteArray(1, c) + '\n';
        return lines;
    }

    std::vector<engine::Speaker> speakers() const {
        const auto speaker = [](const engine::audio::Reference &of) {
            const auto frames = std::int64_t(of.seconds * kFramesPerSecond);
            return engine::Speaker{&of, frames, frames + 1};
        };
        return {speaker(english), speaker(mandarin)};
    }

    Plan plan(const Request &request, const engine::text::Durations *durations = nullptr) const {
        return engine::ChunkPlanner(vocabulary, durations, chinese, model)
            .plan(request, engine::partsOf(request), speakers());
    }

    // Of the speech alone.
    double seconds(const PlannedChunk &chunk) const {
        return double(chunk.frames - speakers()[chunk.voice].frames) / kFramesPerSecond;
    }
};

Request spoken(const std::string &canonical) {
    Request request;
    request.text = "as it was written";
    request.spoken = canonical;
    request.voice.id = "kal";
    request.otherVoices.emplace_back().id = "mei";
    request.seed = 77;
    return request;
}

Request written(const std::string &text, DurationRule rule) {
    Request request;
    request.text = text;
    request.durationRule = rule;
    return request;
}

} // namespace

class TestChunkPlanner : public QObject {
    Q_OBJECT

    const Desk m_desk;

private Q_SLOTS:
    void partsHaveTheirVoiceAndPace() {
        const Plan plan = m_desk.plan(spoken("Good morning everybody.[mei]{speed 2}Good morning everybody."));
        QCOMPARE(plan.chunks.size(), std::size_t(2));
        QCOMPARE(plan.chunks[0].voice, std::size_t(0));
        QCOMPARE(plan.chunks[1].voice, std::size_t(1));
        Request slow = spoken("[mei]Good morning everybody.");
        const double atOne = m_desk.seconds(m_desk.plan(slow).chunks[0]);
        QVERIFY(std::abs(m_desk.seconds(plan.chunks[1]) - atOne / 2) < 0.05);
        slow.speed = 2; // a part without a speed has the request's
        QVERIFY(std::abs(m_desk.seconds(m_desk.plan(slow).chunks[0]) - atOne / 2) < 0.05);
    }

    void theVoiceOfTheLineMayBeNamed() {
        QCOMPARE(m_desk.plan(spoken("[kal]Good morning.")).chunks[0].voice, std::size_t(0));
    }

    void aVoiceThatIsNotThereIsSaid() {
        const Request request = spoken("Hello.[zoe]Good morning.");
        COMPARE_PROBLEM(m_desk.plan(request), QStringLiteral("\"zoe\""));
        COMPARE_PROBLEM(engine::voicesOf(request, engine::partsOf(request)), QStringLiteral("\"zoe\""));
    }

    void onlyVoicesThatSpeakAreNeeded() {
        const auto voices = [](const Request &request) { return engine::voicesOf(request, engine::partsOf(request)); };
        QCOMPARE(voices(spoken("Hello.")), std::vector<std::size_t>{0});
        QCOMPARE(voices(spoken("[mei]Hello.")), std::vector<std::size_t>{1});
        QCOMPARE(voices(spoken("[mei]Hello.{pause 100ms}[kal]Hello.{pause 1000ms}[mei]Again.")),
                 (std::vector<std::size_t>{1, 0}));
    }

    // A part with a seed of its own sounds the same wherever it stands; the others as if there were no parts.
    void seedsAndTheirCount() {
        const Plan plan = m_desk.plan(spoken("One.{pause 100ms}Two.{pause 100ms}{seed 5}Three."));
        QCOMPARE(plan.chunks.size(), std::size_t(3));
        for (std::uint32_t i = 0; i < 2; ++i) {
            QCOMPARE(plan.chunks[i].seed, std::uint64_t(77));
            QCOMPARE(plan.chunks[i].index, i);
        }
        QCOMPARE(plan.chunks[2].seed, std::uint64_t(5));
        QCOMPARE(plan.chunks[2].index, std::uint32_t(0));
    }

    void aLongPartHasSeveralChunks() {
        std::string text;
        for (int i = 0; i < 30; ++i)
            text += "The train leaves at nine in the morning, and nobody is late. ";
        Request one;
        one.text = text;
        one.seed = 77;
        const Plan plain = m_desk.plan(one), parts = m_desk.plan(spoken("{seed 5}Hello.{seed 77}" + text));
        QVERIFY(plain.chunks.size() > 3);
        QCOMPARE(parts.chunks.size(), plain.chunks.size() + 1);
        for (std::size_t i = 0; i < plain.chunks.size(); ++i) {
            const PlannedChunk &a = plain.chunks[i], &b = parts.chunks[i + 1];
            QVERIFY(a.ids == b.ids && a.frames == b.frames && a.seed == b.seed && a.index == b.index);
            QVERIFY(m_desk.seconds(a) < 19); // 22 s with the reference
        }
    }

    void pausesStandWhereTheyWereAsked() {
        const Plan plan = m_desk.plan(spoken("{pause 250ms}One.{pause 500ms}[mei]Two.[kal]Three.{pause 1000ms}"));
        QCOMPARE(plan.chunks.size(), std::size_t(3));
        QVERIFY(plan.chunks[0].pauseBefore == 0.25);
        QVERIFY(plan.chunks[1].pauseBefore == 0.5);
        QVERIFY(!plan.chunks[2].pauseBefore);
        QVERIFY(plan.pauseAtEnd == 1.0);
        const Plan silence = m_desk.plan(spoken("{pause 750ms}"));
        QVERIFY(silence.chunks.empty() && silence.pauseAtEnd == 0.75);
    }

    // A part of signs alone says nothing, and the pauses around it become one.
    void partsWithoutSoundAreLeftOut() {
        const Plan plan = m_desk.plan(spoken("One.{pause 500ms}...{pause 250ms}Two.{pause 100ms}!"));
        QCOMPARE(plan.chunks.size(), std::size_t(2));
        QVERIFY(plan.chunks[1].pauseBefore == 0.75);
        QVERIFY(plan.pauseAtEnd == 0.1);
    }

    void whatIsNotCanonicalIsRefused() {
        QVERIFY(!problemOf([] { engine::partsOf(spoken("{pause soon}Hello.")); }).isEmpty());
        QVERIFY(!problemOf([] { engine::partsOf(spoken("...")); }).isEmpty());
    }

    void readingsReachTheModel() {
        const auto ids = [&](const std::string &text) { return m_desk.plan(spoken(text)).chunks.at(0).ids; };
        if (m_desk.chinese.complaint("银行").empty())
            QVERIFY(ids("银行(xing2)") != ids("银行"));
        QCOMPARE(ids("<ni3><hao3>"), ids("你(ni3)好(hao3)"));
    }

    void asUpstreamCountsBytes() {
        for (const char *text :
             {"Hi.", "Good morning, and welcome to our studio.", "你好吗", "我们用 machine learning 做实验。"}) {
            const PlannedChunk chunk = m_desk.plan(written(text, DurationRule::AsUpstream)).chunks[0];
            const engine::Speaker speaker = m_desk.speakers()[0];
            QCOMPARE(chunk.frames, engine::framesByBytes(speaker.frames, speaker.reference->prompt, text, 1));
        }
    }

    // As long as a person takes: neither a word drawn out to two seconds nor one that has no time.
    void shortLinesHaveASaneLength_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("most");
        QTest::addRow("Hi.") << QByteArray("Hi.") << 0.5 << 0.8;
        QTest::addRow("hao") << QByteArray("好") << 0.5 << 0.8;
        QTest::addRow("No!") << QByteArray("No!") << 0.5 << 0.8;
        QTest::addRow("Thanks.") << QByteArray("Thanks.") << 0.5 << 0.9;
        QTest::addRow("Good day.") << QByteArray("Good day.") << 0.5 << 1.0; // 9 bytes: 2 s as upstream
        QTest::addRow("ni hao ma") << QByteArray("你好吗") << 0.6 << 1.2;    // 9 bytes
        QTest::addRow("OK, hao.") << QByteArray("OK，好") << 0.6 << 1.4;
    }
    void shortLinesHaveASaneLength() {
        QFETCH(QByteArray, text);
        QFETCH(double, least);
        QFETCH(double, most);
        for (const char *voice : {"", "[mei]"}) {
            const double seconds = m_desk.seconds(m_desk.plan(spoken(voice + text.toStdString())).chunks[0]);
            QVERIFY2(seconds >= least && seconds <= most, qPrintable(QString::number(seconds)));
        }
    }

    // Plain lines in the script of the reference are as long as ever; where scripts meet, each part has its time.
    void usualLinesAreAsLongAsUpstreams() {
        for (const char *text :
             {"Good morning, and welcome to our studio.", "The weather is very nice today, so let us walk.",
              "[mei]今天的天气非常好，我们出去走走吧，你好。", "[mei]你好，请问去火车站怎么走？"}) {
            Request request = spoken(text);
            const double ours = m_desk.seconds(m_desk.plan(request).chunks[0]);
            request.durationRule = DurationRule::AsUpstream;
            const double upstream = m_desk.seconds(m_desk.plan(request).chunks[0]);
            QVERIFY2(ours > 0.75 * upstream && ours < 1.3 * upstream, qPrintable(QString::number(ours / upstream)));
        }
    }

    void mixedLinesHaveTheTimeOfTheirParts() {
        const auto seconds = [&](const char *text) { return m_desk.seconds(m_desk.plan(spoken(text)).chunks[0]); };
        for (const std::string voice : {"", "[mei]"}) {
            const double chinese = seconds((voice + "我们今天下午用它来做实验，你好").c_str()),
                         english = seconds((voice + "an artificial neural network").c_str()),
                         mixed =
                             seconds((voice + "我们今天下午用 an artificial neural network 来做实验，你好").c_str());
            QVERIFY(mixed > std::max(chinese, english) * 1.2);
            QVERIFY2(mixed < chinese + english, qPrintable(QString::number(mixed / (chinese + english))));
        }
    }

    void aModelWithDurationsKeepsItsOwn() {
        const auto durations = engine::text::Durations::parse("{}", "durations.json");
        for (const char *text : {"Hi.", "Good morning, and welcome to our studio.", "你好"}) {
            const Plan ours = m_desk.plan(written(text, DurationRule::BySyllables), &durations),
                       upstream = m_desk.plan(written(text, DurationRule::AsUpstream), &durations);
            QCOMPARE(ours.chunks[0].frames, upstream.chunks[0].frames);
            QCOMPARE(ours.chunks[0].tokenOfFrame, upstream.chunks[0].tokenOfFrame);
        }
    }

    void aTranscriptOfOtherWordsDoesNotRunAway() {
        const auto added = [](const char *transcript) {
            return double(engine::framesBySyllables(900, transcript, "Good morning everybody.", 0, 5, 1) - 900) /
                   kFramesPerSecond;
        };
        QVERIFY(added("a") < 6);                              // ten seconds for one letter
        QVERIFY(added(std::string(5000, 'a').c_str()) > 0.5); // thousands of letters in ten seconds
        QVERIFY(added("") < 6);
    }
};

QTEST_APPLESS_MAIN(TestChunkPlanner)
#include "tst_chunk_planner.moc"
