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

QTEST_GUILESS_MAIN(MelTest)
#include "tst_mel.moc"
