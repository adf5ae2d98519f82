// The stitched stream equals upstream's cross-fade of whole waves.
#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <random>

#include "engine/audio/stitcher.h"
#include "tests/engine/audio/composed_sound.h"

using engine::audio::Stitcher;

namespace {

using Waves = std::vector<std::vector<float>>;

std::vector<float> streamed(const Waves &waves, int crossFade) {
    Stitcher stitcher(crossFade);
    std::vector<float> all;
    for (std::size_t i = 0; i < waves.size(); ++i) {
        const std::vector<float> ready = stitcher.push(waves[i], i + 1 == waves.size());
        all.insert(all.end(), ready.begin(), ready.end());
    }
    return all;
}

// The whole wave so far is faded into each next one, as the Python does it.
std::vector<float> oneShot(const Waves &waves, int crossFade) {
    std::vector<double> whole(waves.front().begin(), waves.front().end());
    for (std::size_t w = 1; w < waves.size(); ++w) {
        const std::vector<float> &next = waves[w];
        const std::size_t fade = std::min({std::size_t(std::max(crossFade, 0)), whole.size(), next.size()});
        const std::size_t begin = whole.size() - fade;
        for (std::size_t i = 0; i < fade; ++i) {
            double in = fade > 1 ? double(i) * (1.0 / double(fade - 1)) : 0.0;
            double out = 1.0 - in;
            if (fade > 1 && i + 1 == fade)
                in = 1.0, out = 0.0;
            whole[begin + i] = whole[begin + i] * out + double(next[i]) * in;
        }
        whole.insert(whole.end(), next.begin() + std::ptrdiff_t(fade), next.end());
    }
    return {whole.begin(), whole.end()};
}

} // namespace

class StitcherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsUpstream();
    void streamEqualsOneShot();
    void handsOutEverythingThatIsFinal();
    void joinsWithoutAFade();
    void startsAfreshAfterTheLastChunk();
};

void StitcherTest::equalsUpstream() {
    const QJsonObject golden = audioReferences()[u"crossfades"].toObject();
    const QJsonArray lengths = golden[u"lengths"].toArray();
    QJsonArray parts;
    parts.append(QJsonArray{QStringLiteral("voice"), 1, 9000});
    QJsonObject description{{QStringLiteral("rate"), 24000},
                            {QStringLiteral("channels"), 1},
                            {QStringLiteral("seed"), golden[u"seed"]},
                            {QStringLiteral("parts"), parts}};
    int total = 0;
    for (const QJsonValue &length : lengths)
        total += length.toInt();
    description[u"extra"] = total - 24;
    const std::vector<float> sound = asSound(composeSound(description)).interleaved;
    Waves waves;
    auto position = sound.begin();
    for (const QJsonValue &length : lengths) {
        waves.emplace_back(position, position + length.toInt());
        position += length.toInt();
    }

    const std::vector<float> stored = storedFloats("crossfaded.f32");
    std::size_t begin = 0;
    const QJsonArray results = golden[u"results"].toArray();
    QCOMPARE(results.size(), 3);
    for (const QJsonValue &result : results) {
        const std::vector<float> mine = streamed(waves, result[u"fade"].toInt());
        QCOMPARE(int(mine.size()), result[u"samples"].toInt());
        for (std::size_t i = 0; i < mine.size(); ++i)
            QVERIFY(std::abs(mine[i] - stored.at(begin + i)) < 1e-8f);
        begin += mine.size();
    }
    QCOMPARE(begin, stored.size());
}

void StitcherTest::streamEqualsOneShot() {
    std::mt19937 random(3);
    std::uniform_real_distribution<float> amplitude(-1, 1);
    for (int round = 0; round < 400; ++round) {
        const int crossFade = std::vector<int>{0, 1, 2, 7, 64, 300}[random() % 6];
        Waves waves(1 + random() % 9);
        for (std::vector<float> &wave : waves) {
            wave.resize(random() % std::vector<unsigned>{2, 5, 70, 700}[random() % 4]);
            for (float &sample : wave)
                sample = amplitude(random);
        }
        QCOMPARE(streamed(waves, crossFade), oneShot(waves, crossFade));
    }
}

void StitcherTest::handsOutEverythingThatIsFinal() {
    // A listener hears all of the first chunk but the tail that is still to be faded.
    Stitcher stitcher(100);
    QCOMPARE(stitcher.push(std::vector<float>(1000, 0.5f), false).size(), std::size_t(900));
    QCOMPARE(stitcher.push(std::vector<float>(1000, 0.5f), false).size(), std::size_t(900));
    const std::vector<float> end = stitcher.push(std::vector<float>(1000, 0.5f), true);
    QCOMPARE(end.size(), std::size_t(1000));
    for (const float sample : end) // two equal halves fade into the same loudness
        QVERIFY(std::abs(sample - 0.5f) < 1e-6f);
}

void StitcherTest::joinsWithoutAFade() {
    for (const int crossFade : {0, -5}) {
        Stitcher stitcher(crossFade);
        QCOMPARE(stitcher.push({1, 2}, false), (std::vector<float>{1, 2}));
        QCOMPARE(stitcher.push({}, false), std::vector<float>());
        QCOMPARE(stitcher.push({3}, true), std::vector<float>{3});
    }
}

void StitcherTest::startsAfreshAfterTheLastChunk() {
    Stitcher stitcher(2);
    QCOMPARE(stitcher.push({1, 2, 3}, true), (std::vector<float>{1, 2, 3}));
    QCOMPARE(stitcher.push({4, 5, 6}, true), (std::vector<float>{4, 5, 6}));
}

QTEST_GUILESS_MAIN(StitcherTest)
#include "tst_stitcher.moc"
