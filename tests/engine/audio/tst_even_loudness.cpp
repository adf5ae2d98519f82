// Chunks of one voice become equally loud, and nothing clips by it.
#include <QTest>

#include "engine/audio/even_loudness.h"
#include "engine/audio/loudness.h"
#include "tests/engine/audio/made_words.h"

using engine::Clip;
using engine::audio::EvenLoudness;
using engine::audio::measureLoudness;

namespace {

std::vector<float> words(double decibel, double seconds = 2) {
    MadeWords made;
    made.silence(0.1).word(seconds / 2, decibel).silence(0.2).word(seconds / 2, decibel).silence(0.1);
    return made.samples;
}

double lufs(const std::vector<float> &samples) {
    return measureLoudness(Clip{24000, samples}).integrated.value_or(-100);
}

} // namespace

class TestEvenLoudness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstLeads() {
        EvenLoudness loudness;
        std::vector<float> first = words(0);
        const std::vector<float> before = first;
        QCOMPARE(loudness.apply(first), 0.0);
        QVERIFY(first == before); // to the bit
        for (const double level : {-4.0, 3.0, 0.5}) {
            std::vector<float> next = words(level);
            QVERIFY(std::abs(loudness.apply(next) + level) < 0.2);
            QVERIFY(std::abs(lufs(next) - lufs(first)) < 0.1);
        }
    }

    void noChunkChangesByMoreThanSix() {
        EvenLoudness loudness;
        std::vector<float> first = words(0), quiet = words(-20), loud = words(12);
        loudness.apply(first);
        QCOMPARE(loudness.apply(quiet), 6.0);
        QCOMPARE(loudness.apply(loud), -6.0);
    }

    void nothingClips() {
        EvenLoudness loudness;
        std::vector<float> first = words(6), next = words(2);
        for (float &sample : next)
            sample *= 0.5F;
        next[30000] = 0.8F; // a peak that 6 dB would push beyond full scale
        loudness.apply(first);
        const double change = loudness.apply(next);
        QVERIFY(change > 0 && change < 2);
        QVERIFY(measureLoudness(Clip{24000, next}).truePeak < -0.9);
        std::vector<float> high = words(0);
        high[30000] = 1.2F; // as the model made it
        QVERIFY(loudness.apply(high) <= 0);
    }

    void silenceAndSingleWordsStayAndDoNotLead() {
        EvenLoudness loudness;
        std::vector<float> word = words(-10, 0.4), silence(48000), first = words(0), next = words(-3);
        QCOMPARE(loudness.apply(word), 0.0);
        QCOMPARE(loudness.apply(silence), 0.0);
        QCOMPARE(loudness.apply(first), 0.0);
        QCOMPARE(loudness.apply(word), 0.0);
        QVERIFY(loudness.apply(next) > 2.8);
    }
};

QTEST_APPLESS_MAIN(TestEvenLoudness)
#include "tst_even_loudness.moc"
