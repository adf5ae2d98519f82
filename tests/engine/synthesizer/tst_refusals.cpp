// What cannot be spoken is refused with the reason and a remedy, and the next request is spoken as if nothing happened.
#include <QFile>
#include <QTest>
#include <cmath>
#include <functional>

#include "engine/audio/file.h"
#include "engine/error.h"
#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"
#include "tests/engine/model/editable_checkpoint.h"
#include "tests/engine/synthesizer/take.h"

using engine::Request;

namespace {

struct Refusal {
    const char *what;
    std::function<void(Request &)> change;
    const char *expected; // in the message
};
const std::vector<Refusal> kRefusals = {
    {"no text", [](Request &r) { r.text = ""; }, "The text is empty."},
    {"blanks", [](Request &r) { r.text = " \n\t\xE3\x80\x80"; }, "The text is empty."},
    {"emoji only", [](Request &r) { r.text = "\xF0\x9F\x98\x80\xF0\x9F\x8E\x89 !?"; }, "no letter and no digit"},
    {"not UTF-8", [](Request &r) { r.text = "Caf\xE9"; }, "byte 4"},
    {"kana for a model of English and Mandarin", [](Request &r) { r.text = "\xE3\x81\x8B\xE3\x81\xAA"; },
     "knows none of the characters"},
    {"Greek for a model of English and Mandarin", [](Request &r) { r.text = "\xCE\xB1\xCE\xB2\xCE\xB3."; },
     "knows none of the characters"},
    {"a part that cannot be spoken in one go",
     [](Request &r) {
         r.text = "Good evening. ";
         for (int i = 0; i < 8000; ++i)
             r.text += "word ";
     },
     "too long to be spoken in one go"},
    {"no step", [](Request &r) { r.nfeStep = 0; }, "outside 1 to 128"},
    {"129 steps", [](Request &r) { r.nfeStep = 129; }, "129"},
    {"negative guidance", [](Request &r) { r.cfgStrength = -0.1; }, "CFG"},
    {"guidance that is no number", [](Request &r) { r.cfgStrength = std::nan(""); }, "CFG"},
    {"sway beyond -1", [](Request &r) { r.swayCoefficient = -1.01; }, "sway"},
    {"too slow", [](Request &r) { r.speed = 0.29; }, "0.3"},
    {"too fast", [](Request &r) { r.speed = INFINITY; }, "speed"},
    {"long cross-fade", [](Request &r) { r.crossFadeSeconds = 1.5; }, "cross-fade"},
    {"no transcript", [](Request &r) { r.voice.transcript = ""; }, "transcript"},
    {"blank transcript", [](Request &r) { r.voice.transcript = "  \n"; }, "transcript"},
};

} // namespace

class TestRefusals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_synthesizer = makeSynthesizer("demo");
        m_before = speak(*m_synthesizer, m_request).samples;
        QVERIFY(!m_before.empty());
    }

    void refuses_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < kRefusals.size(); ++i)
            QTest::addRow("%s", kRefusals[i].what) << int(i);
    }
    void refuses() {
        QFETCH(int, index);
        const Refusal &refusal = kRefusals[std::size_t(index)];
        Request request = m_request;
        refusal.change(request);
        refused(request, QString::fromUtf8(refusal.expected));
    }

    void refusesRecordings_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        QTest::addRow("empty file") << QByteArray("") << QStringLiteral("recording.wav");
        QTest::addRow("no sound file") << QByteArray("Dear friend, this is a letter.")
                                       << QStringLiteral("recording.wav");
    }
    void refusesRecordings() {
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        const FolderOfFiles folder;
        Request request = m_request;
        request.voice.recording = folder.write("recording.wav", content);
        refused(request, expected);
    }

    void refusesMissingAndSilentRecordings() {
        const FolderOfFiles folder;
        Request request = m_request;
        request.voice.recording = folder.path("missing.wav");
        refused(request, QStringLiteral("missing.wav"));

        request.voice.recording = folder.path("silent.wav");
        engine::Clip clip{engine::kSampleRate, std::vector<float>(72000)};
        engine::audio::writeWav(request.voice.recording, clip);
        refused(request, QStringLiteral("silent"));

        request.voice.recording = folder.path("short.wav");
        for (std::size_t i = 0; i < 2400; ++i)
            clip.samples[i] = 0.3F * std::sin(float(i) * 0.05F);
        clip.samples.resize(2400);
        engine::audio::writeWav(request.voice.recording, clip);
        refused(request, QStringLiteral("0.1 s long"));
    }

    // prepare() says the same as speak().
    void refusesInPreparation() {
        engine::Voice voice = m_request.voice;
        voice.recording = "/nowhere/recording.wav";
        COMPARE_PROBLEM(m_synthesizer->prepare(voice), u"/nowhere/recording.wav");
    }

    // A vocabulary that has the punctuation of a script but none of its characters.
    void punctuationAloneIsNotKnowing() {
        const ModelCopy copy;
        QFile vocabulary(QString::fromStdString((copy.folder() / "vocab.txt").string()));
        QVERIFY(vocabulary.open(QIODevice::WriteOnly) && vocabulary.write(" \n，\n。\n") == 10);
        vocabulary.close();
        const auto synthesizer =
            engine::makeLocalSynthesizer({copy.files(), engine::chooseDevice("cpu"), engine::Precision::Fp32});
        Request request = m_request;
        request.text = "你好，世界。";
        COMPARE_PROBLEM(synthesizer->speak(request, {}, {}), u"knows none of the characters");
    }

    // A vocabulary of pinyin: with the tables for Chinese it is spoken, without them the message says what is missing.
    void chineseNeedsItsTables() {
        const ModelCopy copy;
        QFile vocabulary(QString::fromStdString((copy.folder() / "vocab.txt").string()));
        QVERIFY(vocabulary.open(QIODevice::WriteOnly) && vocabulary.write(" \nni2\nhao3\n") == 11);
        vocabulary.close();
        Request request = m_request;
        request.text = "你好";
        engine::LoadOptions options{copy.files(), engine::chooseDevice("cpu"), engine::Precision::Fp32};
        QVERIFY(!speak(*engine::makeLocalSynthesizer(options), request).samples.empty());

        options.chineseTables = "/nowhere/chinese.bin";
        const auto without = engine::makeLocalSynthesizer(options);
        COMPARE_PROBLEM(without->speak(request, {}, {}), u"Chinese is not read: this build is without the tables");
        request.text = "Привет";
        COMPARE_PROBLEM(without->speak(request, {}, {}), u"knows none of the characters");
    }

    // Unknown characters among known ones are left to the model, as upstream does.
    void partsOfAnotherScriptAreNoError() {
        Request request = m_request;
        request.text = "Hello \xE4\xBD\xA0\xE5\xA5\xBD.";
        QVERIFY(!speak(*m_synthesizer, request).samples.empty());
    }

private:
    void refused(const Request &request, const QString &expected) {
        int heard = 0;
        engine::Listener listener;
        listener.chunk = [&heard](const engine::ClipPtr &) { ++heard; };
        listener.progress = [&heard](const engine::Progress &) { ++heard; }; // it is not even begun
        try {
            m_synthesizer->speak(request, {}, listener);
            QFAIL("spoken all the same");
        } catch (const engine::Error &error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(expected), error.what());
            QVERIFY(!error.remedy().empty());
            QVERIFY(error.kind() == engine::ErrorKind::BadInput);
        }
        QCOMPARE(heard, 0);
        QVERIFY(speak(*m_synthesizer, m_request).samples == m_before);
    }

    std::unique_ptr<engine::Synthesizer> m_synthesizer;
    const Request m_request = [] {
        Request quick = request("Good evening.");
        quick.nfeStep = 2;
        return quick;
    }();
    std::vector<float> m_before;
};

QTEST_GUILESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
