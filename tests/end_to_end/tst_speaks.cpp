// The real Studio on a virtual screen: what is typed by keyboard is heard at the loudspeaker, and it is the take.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <vector>

#include "engine/audio/file.h"
#include "engine/clip.h"
#include "tests/end_to_end/ears.h"
#include "tests/end_to_end/hands.h"
#include "tests/patience.h"

using end_to_end::Desk;

namespace {

// Long enough that one word of it is less than five points of word error.
const QString text = QStringLiteral("I forgot the name of that movie. Twenty three people were waiting at the station. "
                                    "We need to find a safe place before the storm.");
constexpr float audible = 0.005F;

const QString studio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");

// Collects sound until two seconds of silence follow the speech.
std::vector<float> recordSpeech(end_to_end::Ears &ears, int secondsAtMost) {
    std::vector<float> samples;
    std::size_t lastSound = 0;
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < secondsAtMost * 1000) {
        for (const qint16 sample : ears.sounded()) {
            samples.push_back(float(sample) / 32768.0F);
            if (std::abs(samples.back()) > audible)
                lastSound = samples.size();
        }
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
        // A pinned seed: the same take each time, so that what the recogniser hears does not vary.
        QVERIFY(m_desk.writeSettings(R"({"speech": {"seedPinned": true, "seed": "7"}})"));
    }

    void aTypedSentenceIsHeard() {
        QProcess *window = m_desk.start(studio, {});
        QVERIFY(window);
        QVERIFY(m_hands.focusWindow(QStringLiteral("iShowTTS")));
        QVERIFY(m_ears.listen(m_desk));

        QVERIFY(m_hands.keys({"ctrl+a"}));
        QVERIFY(m_hands.type(text));
        QVERIFY(m_hands.keys({"ctrl+Return"}));
        const std::vector<float> heard = recordSpeech(m_ears, 180);
        m_ears.stop();
        QVERIFY2(!heard.empty(), "nothing was heard within three minutes");
        engine::Clip recording;
        recording.sampleRate = Desk::recordingRate;
        recording.samples = heard;
        const QString recordingFile = m_desk.folder(QStringLiteral("recording.wav"));
        engine::audio::writeWav(recordingFile.toStdString(), recording);

        const QString takeFile = m_desk.folder(QStringLiteral("take.wav"));
        QVERIFY(m_hands.keys({"ctrl+e"}));
        QVERIFY(m_hands.focusWindow(QStringLiteral("Save take")));
        QVERIFY(m_hands.keys({"ctrl+a"}));
        QVERIFY(m_hands.type(takeFile));
        QVERIFY(m_hands.keys({"Return"}));
        QTRY_VERIFY(QFile::exists(takeFile));

        const auto verdict =
            m_desk.run(QStringLiteral(TEST_PYTHON), {QStringLiteral(SOURCE_FOLDER "/tests/end_to_end/compare_sound.py"),
                                                     text, takeFile, recordingFile});
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
        QVERIFY(m_hands.keys({"ctrl+q"}));
        QTRY_COMPARE(window->state(), QProcess::NotRunning);
        QCOMPARE(window->exitStatus(), QProcess::NormalExit);
        QCOMPARE(window->exitCode(), 0);
    }

private:
    Desk m_desk;
    end_to_end::Hands m_hands{m_desk};
    end_to_end::Ears m_ears;
};

QTEST_GUILESS_MAIN(TestSpeaks)
#include "tst_speaks.moc"
