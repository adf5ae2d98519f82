// Distances between two takes: equal to what other programs measure, and right where the answer is known.
#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/audio/loudness.h"
#include "engine/distances/cepstral_distance.h"
#include "engine/distances/spectral_distance.h"
#include "engine/distances/teacher_distance.h"
#include "engine/error.h"
#include "tests/engine/distances/known_takes.h"

using namespace engine;
using namespace engine::distances;

namespace {

Clip part(const Clip &clip, std::size_t samples) {
    return {clip.sampleRate, {clip.samples.begin(), clip.samples.begin() + std::ptrdiff_t(samples)}};
}

Clip later(const Clip &clip, std::size_t samples) {
    Clip made{clip.sampleRate, std::vector<float>(samples)};
    made.samples.insert(made.samples.end(), clip.samples.begin(), clip.samples.end());
    return made;
}

// The take with noise so many dB below full scale.
Clip withNoise(Clip clip, double decibel) {
    std::uint32_t state = 7;
    for (float &sample : clip.samples) {
        state = state * 1664525 + 1013904223;
        sample += float(std::pow(10, decibel / 20) * std::sqrt(3.0) * (double(state) / 0x1p31 - 1));
    }
    return clip;
}

} // namespace

class TestTakeDistances : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_slt = knownTake(QStringLiteral("slt"));
        m_pairs = knownDistances()[u"pairs"].toArray();
        QCOMPARE(m_pairs.size(), 4);
    }

    void theyEqualTheReferences() {
        for (const QJsonValue &pair : std::as_const(m_pairs)) {
            const Clip first = knownTake(pair[u"first"].toString()), second = knownTake(pair[u"second"].toString());
            const QJsonValue cepstral = pair[u"cepstral"], spectral = pair[u"spectral"], teacher = pair[u"teacher"];

            const auto mcd = cepstralDistance(first, second);
            QVERIFY(isNear(mcd->mean, cepstral[u"mean"].toDouble(), 1e-6));
            QVERIFY(isNear(mcd->penalty, cepstral[u"penalty"].toDouble(), 1e-9));

            const auto lsd = spectralDistance(first, second);
            QVERIFY(isNear(lsd->mean, spectral[u"mean"].toDouble(), 1e-6));
            QVERIFY(isNear(lsd->worst, spectral[u"worst"].toDouble(), 1e-6));
            QCOMPARE(int(lsd->frames), spectral[u"frames"].toInt());

            const auto mel = teacherDistance(first, second); // both spectrograms are fp32
            QVERIFY(isNear(mel->mean, teacher[u"mean"].toDouble(), 1e-4));
            QVERIFY(isNear(mel->worst, teacher[u"worst"].toDouble(), 1e-3));
            QCOMPARE(int(mel->frames), teacher[u"frames"].toInt());
        }
    }

    void equalTakesAreNotApart() {
        QCOMPARE(cepstralDistance(m_slt, m_slt)->mean, 0.0);
        QCOMPARE(cepstralDistance(m_slt, m_slt)->penalty, 0.0);
        QCOMPARE(spectralDistance(m_slt, m_slt)->worst, 0.0);
        QCOMPARE(teacherDistance(m_slt, m_slt)->worst, 0.0);
    }

    void aLouderTakeLiesAsFarAsItIsLouder() {
        const Clip louder = audio::withGain(withNoise(m_slt, -40), 1), same = withNoise(m_slt, -40);
        QVERIFY(isNear(spectralDistance(louder, same)->mean, 1, 1e-3));
        QVERIFY(isNear(spectralDistance(louder, same)->worst, 1, 1e-3));
        QVERIFY(isNear(teacherDistance(louder, same)->mean, 0.5, 1e-4)); // of magnitudes
        QVERIFY(isNear(cepstralDistance(louder, same)->mean, 0, 1e-4));  // takes are brought to one peak
    }

    void moreNoiseIsFurther() {
        double before[3] = {};
        for (const double decibel : {-80.0, -70.0, -60.0, -50.0, -40.0}) {
            const Clip noisy = withNoise(m_slt, decibel);
            const double now[3] = {spectralDistance(noisy, m_slt)->mean, teacherDistance(noisy, m_slt)->mean,
                                   cepstralDistance(noisy, m_slt)->mean};
            for (int i = 0; i < 3; ++i) {
                QVERIFY2(now[i] > before[i] * 1.05, qPrintable(QStringLiteral("measure %1 at %2 dB: %3 after %4")
                                                                   .arg(i)
                                                                   .arg(decibel)
                                                                   .arg(now[i])
                                                                   .arg(before[i])));
                before[i] = now[i];
            }
        }
    }

    void theWorstFrameIsWhereTheFaultIs() {
        Clip faulty = m_slt;
        for (std::size_t i = 20000; i < 20200; ++i)
            faulty.samples[i] = -faulty.samples[i] + 0.1f;
        QVERIFY(std::abs(spectralDistance(faulty, m_slt)->worstSeconds - 20100.0 / 24000) < 0.03);
        QVERIFY(std::abs(teacherDistance(faulty, m_slt)->worstSeconds - 20100.0 / 24000) < 0.03);
    }

    // Time warping forgives what frame for frame is far.
    void onlyTheWarpedDistanceForgivesAShift() {
        const Clip shifted = later(m_slt, 192 * 12);
        QVERIFY(cepstralDistance(shifted, m_slt)->mean <
                0.35 * cepstralDistance(knownTake(QStringLiteral("noisy")), m_slt)->mean);
        QVERIFY(spectralDistance(shifted, m_slt)->mean > 5);
    }

    void whatOnlyOneHasIsSaid() {
        const auto apart = spectralDistance(later(m_slt, 0), part(m_slt, 33000 - 2560));
        QCOMPARE(int(apart->unpaired), 10);
        QCOMPARE(apart->worst, 0.0);
        QCOMPARE(int(teacherDistance(m_slt, part(m_slt, 33000 - 2560))->unpaired), 10);
    }

    void silenceAndShortSoundsHaveAnAnswer() {
        const Clip silence{kSampleRate, std::vector<float>(24000)};
        QCOMPARE(spectralDistance(silence, silence)->mean, 0.0);
        QCOMPARE(teacherDistance(silence, silence)->mean, 0.0);
        QVERIFY(!cepstralDistance(silence, m_slt));
        QVERIFY(spectralDistance(silence, m_slt)->mean > 10);
        QVERIFY(!cepstralDistance(part(m_slt, 768), m_slt));
        QVERIFY(cepstralDistance(part(m_slt, 769), m_slt));
        QVERIFY(!spectralDistance(part(m_slt, 1023), m_slt));
        QVERIFY(spectralDistance(part(m_slt, 1024), m_slt));
        QVERIFY(!teacherDistance(part(m_slt, 512), m_slt));
        QVERIFY(teacherDistance(part(m_slt, 513), m_slt));
        QVERIFY(!teacherDistance(audio::Mel{}, audio::Mel{}));
    }

    void whatIsNoTakeIsRefused() {
        Clip broken = m_slt;
        broken.samples[5] = std::numeric_limits<float>::quiet_NaN();
        const Clip other{16000, m_slt.samples};
        for (const Clip &clip : {broken, other}) {
            QVERIFY_EXCEPTION_THROWN(cepstralDistance(clip, m_slt), Error);
            QVERIFY_EXCEPTION_THROWN(spectralDistance(m_slt, clip), Error);
            QVERIFY_EXCEPTION_THROWN(teacherDistance(clip, m_slt), Error);
        }
    }

private:
    Clip m_slt;
    QJsonArray m_pairs;
};

QTEST_APPLESS_MAIN(TestTakeDistances)
#include "tst_take_distances.moc"
