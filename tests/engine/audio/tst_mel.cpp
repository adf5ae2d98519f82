// The log-mel spectrogram equals upstream's.
#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <thread>

#include "engine/audio/mel.h"
#include "engine/error.h"
#include "tests/engine/audio/composed_sound.h"

using engine::audio::logMel;
using engine::audio::Mel;

class MelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsUpstream();
    void isTheSameOnEveryThread();
    void refusesLessThanAWindow();
    void windowsFromAnywhereAreTheSameFrames();
    void partsOfWindowsAreRefused();
    void aToneStandsAtItsBandAndLevel_data();
    void aToneStandsAtItsBandAndLevel();
};

void MelTest::equalsUpstream() {
    const std::vector<float> stored = storedFloats("mel.f32");
    const QJsonArray cases = audioReferences()[u"mels"].toArray();
    QCOMPARE(cases.size(), 2);
    std::size_t begin = 0;
    double worst = 0;
    for (const QJsonValue &value : cases) {
        const std::vector<float> samples = asSound(composeSound(value.toObject())).interleaved;
        const Mel mel = logMel(samples);
        QCOMPARE(mel.frames, value[u"frames"].toInt());
        QCOMPARE(mel.frames, int(samples.size() / 256 + 1));
        QCOMPARE(mel.values.size(), std::size_t(mel.frames) * 100);
        for (std::size_t i = 0; i < mel.values.size(); ++i)
            worst = std::max(worst, std::abs(double(mel.values[i]) - double(stored.at(begin + i))));
        begin += mel.values.size();
    }
    QCOMPARE(begin, stored.size());
    qInfo("largest difference on log values: %.2g", worst);
    QVERIFY(worst <= 1e-4);
}

void MelTest::isTheSameOnEveryThread() {
    std::vector<float> samples(24000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(0.3 * std::sin(0.05 * double(i)));
    std::vector<std::vector<float>> results(4);
    {
        std::vector<std::jthread> threads;
        for (std::vector<float> &result : results)
            threads.emplace_back([&samples, &result] { result = logMel(samples).values; });
    }
    const std::vector<float> here = logMel(samples).values;
    for (const std::vector<float> &result : results)
        QCOMPARE(result, here);
}

void MelTest::refusesLessThanAWindow() {
    QCOMPARE(logMel(std::vector<float>(513)).frames, 3);
    for (const std::size_t count : {std::size_t(0), std::size_t(512)}) {
        try {
            logMel(std::vector<float>(count));
            QFAIL("accepted");
        } catch (const engine::Error &error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(QString::number(count)));
        }
    }
}

void MelTest::windowsFromAnywhereAreTheSameFrames() {
    const QJsonValue value = audioReferences()[u"mels"].toArray().last();
    const std::vector<float> samples = asSound(composeSound(value.toObject())).interleaved;
    const Mel whole = logMel(samples);
    std::vector<float> windows;
    std::vector<int> frames;
    for (int frame = 2; frame * 256 + 512 <= int(samples.size()); frame += 3) { // those without the reflection
        const auto begin = samples.begin() + frame * 256 - 512;
        windows.insert(windows.end(), begin, begin + engine::audio::kMelWindow);
        frames.push_back(frame);
    }
    QVERIFY(frames.size() > 10);
    const Mel some = engine::audio::melOfWindows(windows);
    QCOMPARE(some.frames, int(frames.size()));
    for (std::size_t i = 0; i < frames.size(); ++i)
        for (std::size_t band = 0; band < 100; ++band)
            QVERIFY(std::abs(some.values[i * 100 + band] - whole.values[std::size_t(frames[i]) * 100 + band]) < 1e-4f);
}

void MelTest::partsOfWindowsAreRefused() {
    QCOMPARE(engine::audio::melOfWindows({}).frames, 0);
    QVERIFY_EXCEPTION_THROWN(engine::audio::melOfWindows(std::vector<float>(1025)), engine::Error);
}

void MelTest::aToneStandsAtItsBandAndLevel_data() {
    QTest::addColumn<double>("hertz");
    for (const double hertz : {200.0, 1000.0, 3000.0, 9000.0})
        QTest::addRow("%g Hz", hertz) << hertz;
}

void MelTest::aToneStandsAtItsBandAndLevel() {
    QFETCH(double, hertz);
    for (const double decibel : {0.0, -40.0}) {
        std::vector<float> samples(engine::audio::kMelWindow);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = float(std::pow(10, decibel / 20) * std::sin(2 * 3.14159265358979 * hertz / 24000 * double(i)));
        const auto values = engine::audio::melOfWindows(samples).values;
        const auto loudest = std::max_element(values.begin(), values.end());
        const double band = double(loudest - values.begin());
        QVERIFY(std::abs(engine::audio::bandAt(hertz) - band) < 0.8);
        QVERIFY(std::abs(engine::audio::hertzAt(engine::audio::bandAt(hertz)) - hertz) < 1e-6);
        const double level = engine::audio::decibelsOf(double(*loudest));
        qInfo("%.0f dB: band %.0f, %.1f dB", decibel, band, level);
        QVERIFY(level > decibel - 3 && level < decibel + 7);
    }
    const auto silence = engine::audio::melOfWindows(std::vector<float>(1024)).values;
    QVERIFY(std::abs(engine::audio::decibelsOf(double(silence.front())) + 148.16) < 0.01);
}

QTEST_GUILESS_MAIN(MelTest)
#include "tst_mel.moc"
