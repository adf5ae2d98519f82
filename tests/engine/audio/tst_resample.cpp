#include <QTest>

#include <cmath>
#include <numbers>

#include "engine/audio/resample.h"
#include "engine/error.h"

using engine::audio::resample;

namespace {

std::vector<float> tone(double frequency, int rate, std::size_t count) {
    std::vector<float> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = float(0.5 * std::sin(2 * std::numbers::pi * frequency * double(i) / rate));
    return samples;
}

} // namespace

class ResampleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTones_data();
    void keepsTones();
    void removesWhatWouldFold();
    void keepsTheSamplesWhenRatesAgree();
    void rounds_data();
    void rounds();
    void refusesRatesBelowOne();
};

void ResampleTest::keepsTones_data() {
    QTest::addColumn<int>("rate");
    for (const int rate : {8000, 11025, 16000, 22050, 44100, 48000, 96000, 768000})
        QTest::addRow("%d Hz", rate) << rate;
}

// A tone stays the same tone, in time with the original.
void ResampleTest::keepsTones() {
    QFETCH(int, rate);
    const std::vector<float> out = resample(tone(1000, rate, std::size_t(rate)), rate, 24000);
    QCOMPARE(out.size(), std::size_t(24000));
    const std::vector<float> expected = tone(1000, 24000, 24000);
    for (std::size_t i = 2000; i < 22000; ++i)
        QVERIFY(std::abs(out[i] - expected[i]) < 1e-5f);
}

void ResampleTest::removesWhatWouldFold() {
    const std::vector<float> out = resample(tone(15000, 48000, 48000), 48000, 24000);
    for (std::size_t i = 2000; i < 22000; ++i)
        QVERIFY(std::abs(out[i]) < 5e-6f); // -100 dB
}

void ResampleTest::keepsTheSamplesWhenRatesAgree() {
    const std::vector<float> in = tone(440, 24000, 1000);
    QCOMPARE(resample(in, 24000, 24000), in);
    QVERIFY(resample({}, 48000, 24000).empty());
}

void ResampleTest::rounds_data() {
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("expected");
    QTest::newRow("one") << 1 << 48000 << 1;
    QTest::newRow("odd") << 44101 << 44100 << 24001;
    QTest::newRow("three") << 3 << 48000 << 2;
    QTest::newRow("up") << 1001 << 8000 << 3003;
}

void ResampleTest::rounds() {
    QFETCH(int, samples);
    QFETCH(int, from);
    QFETCH(int, expected);
    QCOMPARE(int(resample(std::vector<float>(std::size_t(samples), 0.25f), from, 24000).size()), expected);
}

void ResampleTest::refusesRatesBelowOne() {
    const std::vector<float> in(10);
    QVERIFY_EXCEPTION_THROWN(resample(in, 0, 24000), engine::Error);
    QVERIFY_EXCEPTION_THROWN(resample(in, 24000, -1), engine::Error);
}

QTEST_GUILESS_MAIN(ResampleTest)
#include "tst_resample.moc"
