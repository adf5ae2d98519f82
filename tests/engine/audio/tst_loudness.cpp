// The signals are those of EBU Tech 3341 (table 1), in mono: one channel of a stereo signal measures 3.01 LU less.
#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

#include "engine/audio/loudness.h"
#include "engine/error.h"
#include "tests/engine/audio/tones.h"

using namespace engine;
using namespace engine::audio;

class TestLoudness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tonesOfTheStandard() {
        for (const int rate : {16000, 24000, 44100, 48000}) {
            QVERIFY(near(*measureLoudness(tone(rate, 20, -23)).integrated, -26.01, 0.1)); // case 1
            QVERIFY(near(*measureLoudness(tone(rate, 20, -33)).integrated, -36.01, 0.1)); // case 2
        }
    }

    void quietPartsAreGated() {
        Clip clip{24000, {}};
        addTone(clip, 10, -36); // case 3
        addTone(clip, 60, -23);
        addTone(clip, 10, -36);
        QVERIFY(near(*measureLoudness(clip).integrated, -26.01, 0.1));
        Clip pauses{24000, {}};
        addTone(pauses, 10, -72); // case 4
        addTone(pauses, 10, -36);
        addTone(pauses, 60, -23);
        addTone(pauses, 10, -36);
        addTone(pauses, 10, -72);
        QVERIFY(near(*measureLoudness(pauses).integrated, -26.01, 0.1));
    }

    void peaksBetweenTheSamplesAreSeen() {
        const auto peakOf = [](int rate, double hertz, double phase) {
            Clip clip = tone(rate, 1, 20 * std::log10(0.5), hertz, phase);
            const std::size_t fade = clip.samples.size() / 10; // a tone that is cut off overshoots, truly
            for (std::size_t i = 0; i < fade; ++i) {
                clip.samples[i] *= float(i) / float(fade);
                clip.samples[clip.samples.size() - 1 - i] *= float(i) / float(fade);
            }
            return measureLoudness(clip).truePeak;
        };
        // Cases 15 to 18: -6.0 with +0.2/-0.4 dB. The samples alone say up to 3 dB less.
        QVERIFY(near(peakOf(48000, 12000, 0), -6.1, 0.3));
        QVERIFY(near(peakOf(48000, 12000, std::numbers::pi / 4), -6.1, 0.3));
        QVERIFY(near(peakOf(48000, 8000, std::numbers::pi / 3), -6.1, 0.3));
        QVERIFY(near(peakOf(48000, 6000, 3 * std::numbers::pi / 8), -6.1, 0.3));
        QVERIFY(near(peakOf(24000, 6000, std::numbers::pi / 4), -6.1, 0.3));
        Clip click{24000, std::vector<float>(10000, 0.0f)};
        click.samples.back() = 0.9f; // on the very end
        QVERIFY(near(measureLoudness(click).truePeak, 20 * std::log10(0.9), 0.05));
    }

    void shortClipsHaveALoudnessToo() {
        const double whole = *measureLoudness(tone(24000, 2, -20)).integrated;
        for (const double seconds : {0.05, 0.1, 0.2, 0.3995, 0.4})
            QVERIFY(near(*measureLoudness(tone(24000, seconds, -20)).integrated, whole, 0.5));
        QVERIFY(!measureLoudness(tone(24000, 0.0005, -20)).integrated);
        QVERIFY(!measureLoudness({24000, {}}).integrated);
        QVERIFY(!measureLoudness({24000, std::vector<float>(24000)}).integrated);
        QVERIFY(std::isinf(measureLoudness({24000, std::vector<float>(24000)}).truePeak));
        QVERIFY(!measureLoudness({24000, std::vector<float>(2400)}).integrated);
    }

    void gainReachesTheTargetOrThePeak() {
        const Clip quiet = tone(24000, 3, -40);
        const Gain gain = gainTo(-20, measureLoudness(quiet));
        QVERIFY(!gain.limitedByPeak);
        QVERIFY(near(*measureLoudness(withGain(quiet, gain.decibel)).integrated, -20, 0.05));
        QVERIFY(near(gainTo(-50, measureLoudness(quiet)).decibel, -50 + 43.01, 0.15)); // down as well as up

        Clip peaky = tone(24000, 3, -40);
        peaky.samples[30000] = 0.7f;
        const Gain limited = gainTo(-16, measureLoudness(peaky));
        QVERIFY(limited.limitedByPeak);
        const Loudness after = measureLoudness(withGain(peaky, limited.decibel));
        QVERIFY(near(after.truePeak, kPeakCeiling, 0.01));
        QVERIFY(*after.integrated < -16);

        QCOMPARE(gainTo(-20, measureLoudness({24000, std::vector<float>(24000)})).decibel, 0.0);
        for (const double bad : {1.0, -61.0, std::numeric_limits<double>::quiet_NaN()})
            QVERIFY_EXCEPTION_THROWN(gainTo(bad, measureLoudness(quiet)), Error);
    }

    void twoClipsAreMatchedByTurningTheLouderDown() {
        const Clip loud = tone(24000, 2, -10, 500);
        const Clip quiet = tone(24000, 2, -22, 1500);
        const LevelMatch match = levelMatch(measureLoudness(loud), measureLoudness(quiet));
        QVERIFY(match.first < 0);
        QCOMPARE(match.second, 0.0);
        QVERIFY(
            near(*measureLoudness(withGain(loud, match.first)).integrated, *measureLoudness(quiet).integrated, 0.05));
        const LevelMatch turned = levelMatch(measureLoudness(quiet), measureLoudness(loud));
        QCOMPARE(turned.second, match.first);
        QCOMPARE(turned.first, 0.0);
        const LevelMatch silent = levelMatch(measureLoudness(loud), measureLoudness({24000, {}}));
        QVERIFY(silent.first == 0 && silent.second == 0);
    }

    void whatIsNoSoundIsRefused() {
        QVERIFY_EXCEPTION_THROWN(measureLoudness({0, {0.f}}), Error);
        QVERIFY_EXCEPTION_THROWN(measureLoudness({1'000'000, {0.f}}), Error);
        QVERIFY_EXCEPTION_THROWN(measureLoudness({24000, {std::numeric_limits<float>::infinity()}}), Error);
    }
};

QTEST_APPLESS_MAIN(TestLoudness)
#include "tst_loudness.moc"
