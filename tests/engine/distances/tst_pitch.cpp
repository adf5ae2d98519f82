// The pitch of takes, equal to librosa's pYIN, and distances between melodies whose answer is known.
#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <numbers>

#include "engine/distances/pitch_candidates.h"
#include "engine/distances/pitch_distance.h"
#include "engine/error.h"
#include "tests/engine/distances/known_takes.h"

using namespace engine;
using namespace engine::distances;

namespace {

std::vector<double> numbersIn(const QJsonValue &array) {
    std::vector<double> numbers;
    for (const QJsonValue &value : array.toArray())
        numbers.push_back(value.toDouble());
    return numbers;
}

// A voice-like sound: ten harmonics, the frequency at each moment by `hertzAt`; 0 is silence.
template <typename HertzAt> Clip sung(double seconds, HertzAt hertzAt) {
    Clip clip;
    double phase = 0;
    for (std::size_t i = 0; i < std::size_t(seconds * kSampleRate); ++i) {
        const double hertz = hertzAt(double(i) / kSampleRate);
        phase += 2 * std::numbers::pi * hertz / kSampleRate;
        double sum = 0;
        for (int harmonic = 1; harmonic <= 10; ++harmonic)
            sum += std::sin(harmonic * phase + harmonic * harmonic) / harmonic;
        clip.samples.push_back(hertz > 0 ? float(0.1 * sum) : 0.0f);
    }
    return clip;
}

double cents(double hertz, double of) {
    return 1200 * std::log2(hertz / of);
}

} // namespace

class TestPitch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tracksEqualTheReference() {
        const QJsonObject tracks = knownDistances()[u"tracks"].toObject();
        for (auto it = tracks.begin(); it != tracks.end(); ++it) {
            const std::vector<double> wanted = numbersIn(it.value()), got = trackPitch(knownTake(it.key())).hertz;
            QCOMPARE(got.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                QCOMPARE(got[i] > 0, wanted[i] > 0);
                if (wanted[i] > 0) { // the middle of the tenth of a semitone that ours lies in
                    QCOMPARE(pitchBin(got[i]), pitchBin(wanted[i]));
                    QVERIFY(isNear(60 * std::pow(2, pitchBin(got[i]) / 120.0), wanted[i], 1e-6));
                    QVERIFY(std::abs(cents(got[i], wanted[i])) < 5.001);
                }
            }
        }
    }

    void distancesEqualTheReference() {
        const QJsonObject figures = knownDistances(), tracks = figures[u"tracks"].toObject();
        for (const QJsonValue &pair : figures[u"pairs"].toArray()) {
            const PitchTrack first{numbersIn(tracks[pair[u"first"].toString()])};
            const PitchTrack second{numbersIn(tracks[pair[u"second"].toString()])};
            const QJsonValue wanted = pair[u"pitch"];
            const auto got = pitchDistance(first, second);
            QCOMPARE(int(got->voiced), wanted[u"voiced"].toInt());
            QVERIFY(isNear(*got->rmseCents, wanted[u"rmse_cents"].toDouble(), 1e-6));
            QVERIFY(isNear(*got->rmseHertz, wanted[u"rmse_hertz"].toDouble(), 1e-6));
            QVERIFY(isNear(*got->correlation, wanted[u"correlation"].toDouble(), 1e-6));
            QVERIFY(isNear(got->voicingError, wanted[u"voicing_error"].toDouble(), 1e-12));
            QVERIFY(isNear(*got->grossError, wanted[u"gross_error"].toDouble(), 1e-12));
            QVERIFY(isNear(got->frameError, wanted[u"frame_error"].toDouble(), 1e-12));
        }
    }

    void aToneHasItsPitch_data() {
        QTest::addColumn<double>("hertz");
        for (const double hertz : {62.0, 85.0, 121.7, 233.1, 410.0, 590.0})
            QTest::addRow("%.1f Hz", hertz) << hertz;
    }

    void aToneHasItsPitch() {
        QFETCH(double, hertz);
        const PitchTrack track = trackPitch(sung(0.5, [&](double) { return hertz; }));
        for (std::size_t i = 3; i + 3 < track.hertz.size(); ++i)
            QVERIFY2(track.hertz[i] > 0 && std::abs(cents(track.hertz[i], hertz)) < (hertz < 150 ? 12 : 3),
                     qPrintable(QString::number(track.hertz[i])));
    }

    void aShiftOfCentsIsMeasured_data() {
        QTest::addColumn<double>("shift");
        for (const double shift : {0.0, 3.0, 20.0, 100.0, -250.0})
            QTest::addRow("%.0f cents", shift) << shift;
    }

    void aShiftOfCentsIsMeasured() {
        QFETCH(double, shift);
        const auto melody = [](double seconds) { return 150 + 30 * std::sin(9 * seconds); };
        const double factor = std::pow(2, shift / 1200);
        const auto apart = pitchDistance(trackPitch(sung(1, [&](double at) { return factor * melody(at); })),
                                         trackPitch(sung(1, melody)));
        QVERIFY(apart->voiced >= apart->frames - 4);
        QVERIFY(isNear(*apart->rmseCents, std::abs(shift), 2));
        QVERIFY(*apart->correlation > 0.999);
        QCOMPARE(*apart->grossError, 0.0);
    }

    void whatFallsSilentIsAVoicingError() {
        const Clip whole = sung(1, [](double) { return 140.0; });
        const Clip half = sung(1, [](double at) { return at < 0.5 ? 140.0 : 0.0; });
        const auto apart = pitchDistance(trackPitch(half), trackPitch(whole));
        QVERIFY(isNear(apart->voicingError, 0.5, 0.04));
        QCOMPARE(apart->frameError, apart->voicingError);
        QVERIFY(*apart->rmseCents < 2);
        QVERIFY(!pitchDistance(trackPitch(half), trackPitch(whole))->correlation || *apart->correlation <= 1);
    }

    void anOctaveIsAGrossError() {
        const PitchTrack low{{100, 100, 0, 110, 120}}, high{{200, 100, 0, 110, 120, 130}};
        const auto apart = pitchDistance(high, low);
        QCOMPARE(*apart->grossError, 0.25);
        QCOMPARE(apart->frameError, 0.2);
        QCOMPARE(int(apart->unpaired), 1);
        QVERIFY(isNear(*apart->rmseCents, 600, 1e-9));
        QVERIFY(isNear(*apart->rmseHertz, 50, 1e-9));
    }

    void silenceAndShortSoundsHaveAnAnswer() {
        const PitchTrack silent = trackPitch({kSampleRate, std::vector<float>(12000)});
        QCOMPARE(silent.hertz, std::vector<double>(12000 / 256 + 1, 0.0));
        const auto apart = pitchDistance(silent, silent);
        QCOMPARE(apart->frameError, 0.0);
        QVERIFY(!apart->rmseCents && !apart->rmseHertz && !apart->grossError && !apart->correlation);
        QCOMPARE(trackPitch({kSampleRate, {}}).hertz, std::vector<double>(1, 0.0));
        QVERIFY(!pitchDistance({}, silent));
        QVERIFY_EXCEPTION_THROWN(trackPitch({16000, std::vector<float>(12000)}), Error);
    }
};

QTEST_APPLESS_MAIN(TestPitch)
#include "tst_pitch.moc"
