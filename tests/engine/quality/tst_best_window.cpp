// Of a longer recording, the part that a person would choose.
#include <QTest>

#include "engine/quality/reference_check.h"
#include "tests/engine/audio/tones.h"
#include "tests/engine/quality/made_speech.h"

using namespace engine;
using namespace engine::quality;

namespace {

void append(Clip &clip, const Clip &other) {
    clip.samples.insert(clip.samples.end(), other.samples.begin(), other.samples.end());
}

Clip sentences(int count, double noise, double level = -20) {
    Clip clip;
    for (int i = 0; i < count; ++i)
        append(clip, sentence(level));
    addNoise(clip, noise, std::uint32_t(count));
    return clip;
}

// Whether an instant lies between words by at least 20 ms: the clip holds sentences of 4.15 s.
bool liesInPause(double seconds) {
    const double at = std::fmod(seconds, 4.15);
    for (const double begin : {0.4, 2.25}) {
        if (at > begin - 0.02 && at < begin + 6 * 0.25 - 0.05 + 0.02)
            return false;
    }
    return true;
}

} // namespace

class TestBestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theQuietPartIsChosen_data() {
        QTest::addColumn<int>("quiet");
        for (int i = 0; i < 4; ++i)
            QTest::addRow("part %d", i) << i;
    }
    void theQuietPartIsChosen() {
        QFETCH(int, quiet);
        Clip clip;
        for (int part = 0; part < 4; ++part)
            append(clip, sentences(3, part == quiet ? -65 : -40));
        const auto window = suggestWindow(clip);
        QVERIFY(window);
        QVERIFY2(window->fromSeconds >= quiet * 12.45 - 0.3 && window->toSeconds <= (quiet + 1) * 12.45 + 0.3,
                 qPrintable(QStringLiteral("%1…%2").arg(window->fromSeconds).arg(window->toSeconds)));
        QVERIFY(near(*window->snrDb, 45, 2));
        QVERIFY(window->toSeconds - window->fromSeconds >= 6);
    }

    void wordsStayWhole() {
        const auto window = suggestWindow(sentences(6, -60));
        QVERIFY(window && window->inPauses);
        QVERIFY(liesInPause(window->fromSeconds) && liesInPause(window->toSeconds));
        const double seconds = window->toSeconds - window->fromSeconds;
        QVERIFY2(seconds >= 9 && seconds <= 12, qPrintable(QString::number(seconds)));
    }

    void clippingIsAvoided() {
        Clip clip = sentences(6, -60, -12);
        for (std::size_t i = 0; i < clip.samples.size() / 2; ++i)
            clip.samples[i] = std::clamp(clip.samples[i] * 5, -1.0f, 1.0f);
        const auto window = suggestWindow(clip);
        QVERIFY(window);
        QCOMPARE(window->clippedSamples, std::size_t(0));
        QVERIFY(window->fromSeconds >= 12.2);
    }

    void aShortRecordingIsItsOwnWindow() {
        Clip clip = cut(sentence(), 0, 2.2);
        addNoise(clip, -60);
        const auto window = suggestWindow(clip);
        QVERIFY(window);
        QCOMPARE(window->fromSeconds, 0.0);
        QVERIFY(near(window->toSeconds, 2.2, 0.001));
    }

    void speechWithoutPausesIsCutAnyway() {
        Clip clip;
        addPause(clip, 1);
        addSyllables(clip, 1, -20);
        for (int i = 0; i < 120; ++i) // its level changes, but never falls silent
            addSyllables(clip, 1, i % 2 ? -20 : -30);
        addPause(clip, 1);
        addNoise(clip, -60);
        const auto window = suggestWindow(clip);
        QVERIFY(window && !window->inPauses);
        QVERIFY(near(window->toSeconds - window->fromSeconds, 12, 0.02));
    }

    void aWindowStaysInsideTheRecording_data() {
        QTest::addColumn<double>("seconds");
        for (const double seconds : {3.0, 3.5, 4.15, 12.0, 12.4, 13.0})
            QTest::addRow("%g s", seconds) << seconds;
    }
    void aWindowStaysInsideTheRecording() {
        QFETCH(double, seconds);
        const Clip clip = cut(sentences(4, -60), 0, seconds);
        const auto window = suggestWindow(clip);
        QVERIFY(window);
        QVERIFY(window->fromSeconds >= 0 && window->toSeconds <= clip.seconds() + 1e-6);
        const double length = window->toSeconds - window->fromSeconds;
        QVERIFY2(length >= 2.99 && length <= 12.001, qPrintable(QString::number(length)));
    }

    void cuttingIsClamped() {
        const Clip clip = sentence();
        QCOMPARE(cut(clip, -1, 99).samples.size(), clip.samples.size());
        QCOMPARE(cut(clip, 1, 2).samples.size(), std::size_t(24000));
        QVERIFY(cut(clip, 2, 1).samples.empty());
    }
};

QTEST_APPLESS_MAIN(TestBestWindow)
#include "tst_best_window.moc"
