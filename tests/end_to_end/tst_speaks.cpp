// The real Studio on a virtual screen: a sentence typed by keyboard is heard at the loudspeaker, and it is the take.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/audio/file.h"
#include "engine/clip.h"
#include "tests/end_to_end/desk.h"

using end_to_end::Desk;

namespace {

const QString sentence = QStringLiteral("Thank you for joining the stream tonight.");
constexpr int seed = 7;
constexpr float audible = 0.005F;

const QString studio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");
const QString commandLine = QStringLiteral(PROGRAM_FOLDER "/ishowtts");

// Collects sound until two seconds of silence follow the speech.
std::vector<float> recordSpeech(QProcess &recorder, int secondsAtMost) {
    std::vector<float> samples;
    QByteArray rest;
    std::size_t lastSound = 0;
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < secondsAtMost * 1000) {
        recorder.waitForReadyRead(200);
        rest += recorder.readAllStandardOutput();
        const qsizetype whole = rest.size() / 2;
        for (qsizetype i = 0; i < whole; ++i) {
            const auto low = static_cast<unsigned char>(rest[2 * i]);
            const auto value = static_cast<qint16>(low | (static_cast<unsigned char>(rest[2 * i + 1]) << 8));
            samples.push_back(float(value) / 32768.0F);
            if (std::abs(samples.back()) > audible)
                lastSound = samples.size();
        }
        rest.remove(0, 2 * whole);
        if (lastSound > 0 && samples.size() - lastSound > 2 * Desk::recordingRate)
            break;
    }
    return lastSound > 0 ? samples : std::vector<float>();
}

} // namespace

class TestSpeaks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(QFile::exists(QStringLiteral(TEST_PYTHON)), "run `sh packaging/bootstrap.sh test` once: it makes "
                                                             "the Python environment of the tests");
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        // A pinned seed, so that the take can be made again outside the window.
        QDir().mkpath(m_desk.folder(QStringLiteral("config/ishowtts-studio")));
        QFile settings(m_desk.folder(QStringLiteral("config/ishowtts-studio/settings.json")));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        const QJsonObject values{{QStringLiteral("seedPinned"), true}, {QStringLiteral("seed"), QString::number(seed)}};
        settings.write(QJsonDocument(values).toJson());
    }

    void aTypedSentenceIsHeard() {
        QProcess *window = m_desk.start(studio, {});
        QVERIFY(window);
        QVERIFY(keyboard({QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"),
                          QStringLiteral("--name"), QStringLiteral("iShowTTS"), QStringLiteral("windowactivate"),
                          QStringLiteral("--sync")}));
        QProcess *recorder = m_desk.listen();
        QVERIFY(recorder);

        QVERIFY(keyboard({QStringLiteral("key"), QStringLiteral("ctrl+a")}));
        QVERIFY(keyboard({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"), sentence}));
        QVERIFY(keyboard({QStringLiteral("key"), QStringLiteral("ctrl+Return")}));
        const std::vector<float> heard = recordSpeech(*recorder, 90);
        recorder->terminate();
        QVERIFY2(!heard.empty(), "nothing was heard within 90 s");
        engine::Clip recording;
        recording.sampleRate = Desk::recordingRate;
        recording.samples = heard;
        const QString recordingFile = m_desk.folder(QStringLiteral("recording.wav"));
        engine::audio::writeWav(recordingFile.toStdString(), recording);

        const QString takeFile = m_desk.folder(QStringLiteral("take.wav"));
        QVERIFY(m_desk.run(commandLine, {QStringLiteral("say"), QStringLiteral("--text"), sentence,
                                         QStringLiteral("--voice"), QStringLiteral("slt"), QStringLiteral("--seed"),
                                         QString::number(seed), QStringLiteral("--out"), takeFile}));
        const auto verdict =
            m_desk.run(QStringLiteral(TEST_PYTHON), {QStringLiteral(SOURCE_FOLDER "/tests/end_to_end/compare_sound.py"),
                                                     sentence, takeFile, recordingFile});
        QVERIFY(verdict);
        const QJsonObject figures = QJsonDocument::fromJson(*verdict).object();
        qInfo("%s", verdict->constData());
        QVERIFY(figures[QStringLiteral("correlation")].toDouble() >= 0.99);
        QVERIFY(figures[QStringLiteral("take_seconds")].toDouble() > 1.0);
        const double takeError = figures[QStringLiteral("take_word_error")].toDouble(1);
        const double recordingError = figures[QStringLiteral("recording_word_error")].toDouble(2);
        QVERIFY(takeError < 0.6); // it speaks English, not noise
        QVERIFY(std::abs(recordingError - takeError) <= 0.05);

        // The window is still alive and leaves when it is told to.
        QVERIFY(keyboard({QStringLiteral("key"), QStringLiteral("ctrl+q")}));
        QVERIFY(window->waitForFinished(15000));
        QCOMPARE(window->exitStatus(), QProcess::NormalExit);
        QCOMPARE(window->exitCode(), 0);
    }

private:
    bool keyboard(const QStringList &action) { return m_desk.run(QStringLiteral("xdotool"), action).has_value(); }

    Desk m_desk;
};

QTEST_GUILESS_MAIN(TestSpeaks)
#include "tst_speaks.moc"
