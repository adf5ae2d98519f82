// A row of clips is brought to one loudness, without clipping any of them.
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/audio/loudness.h"
#include "engine/audio/row_levels.h"
#include "engine/error.h"
#include "tests/engine/audio/tones.h"

using namespace engine;
using namespace engine::audio;

namespace {

ClipPtr toneOf(double seconds, double decibel, double hertz = 1000) {
    return std::make_shared<const Clip>(tone(kSampleRate, seconds, decibel, hertz));
}

// A tone with a lone sample far above it.
ClipPtr spiked(double decibel, float spike) {
    Clip clip = tone(kSampleRate, 2, decibel);
    clip.samples[24000] = spike;
    return std::make_shared<const Clip>(clip);
}

} // namespace

class TestRowLevels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allReachTheTarget() {
        const std::vector<ClipPtr> clips{toneOf(2, -40), toneOf(1, -30, 300), toneOf(3, -20, 2000), toneOf(0.4, -35)};
        const RowLevels row = rowLevels(clips);
        QVERIFY(!row.byRms);
        QCOMPARE(row.attenuation, 0.0);
        QCOMPARE(row.clips.size(), clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) {
            const Loudness after = measureLoudness(withGain(*clips[i], row.clips[i].gain));
            QVERIFY(near(*after.integrated, -23, 0.05));
            QVERIFY(near(*row.clips[i].after, *after.integrated, 1e-9));
            QVERIFY(near(*row.clips[i].before, *measureLoudness(*clips[i]).integrated, 1e-9));
            QVERIFY(after.truePeak <= row.truePeak + 1e-6);
        }
        QVERIFY(row.residual <= 0.1);
    }

    // One peak turns all down by the same, none by itself.
    void aPeakTurnsTheWholeRowDown() {
        const std::vector<ClipPtr> clips{toneOf(2, -20), spiked(-60, 0.5f)};
        const RowLevels row = rowLevels(clips);
        QVERIFY(row.attenuation < -10);
        QVERIFY(near(row.truePeak, -1, 1e-9));
        for (std::size_t i = 0; i < clips.size(); ++i) {
            const Loudness after = measureLoudness(withGain(*clips[i], row.clips[i].gain));
            QVERIFY(after.truePeak <= -1 + 1e-4);
            QVERIFY(near(*after.integrated, -23 + row.attenuation, 0.1));
        }
        QVERIFY(row.residual <= 0.1);
    }

    void quietTakesNearTheGateFitToo() {
        Clip fading = tone(kSampleRate, 2, -60);
        addTone(fading, 2, -72); // under the absolute gate until it is louder
        const RowLevels row = rowLevels({std::make_shared<const Clip>(fading), toneOf(2, -20)});
        QVERIFY(row.residual <= 0.1);
        QVERIFY(near(*measureLoudness(withGain(fading, row.clips[0].gain)).integrated, -23, 0.05));
    }

    void shortClipsAreMeasuredByTheirActiveFrames() {
        Clip padded = tone(kSampleRate, 0.2, -30);
        padded.samples.resize(kSampleRate / 3);
        const RowLevels row = rowLevels({std::make_shared<const Clip>(padded), toneOf(2, -20)});
        QVERIFY(row.byRms);
        QVERIFY(near(*row.clips[0].before, -33.01, 0.01)); // RMS of a tone; the silence does not count
        QVERIFY(near(*row.clips[1].before, -23.01, 0.01));
        QVERIFY(near(row.clips[0].gain - row.clips[1].gain, 10, 0.01));
        QVERIFY(row.residual <= 0.1);
    }

    void silenceStaysSilent() {
        const auto silence = std::make_shared<const Clip>(Clip{kSampleRate, std::vector<float>(24000)});
        const auto breath = toneOf(1, -90);
        const RowLevels row = rowLevels({silence, toneOf(1, -40), breath});
        QVERIFY(!row.byRms);
        QVERIFY(!row.clips[0].before && !row.clips[2].before);
        QCOMPARE(row.clips[0].gain, 0.0);
        QCOMPARE(row.clips[2].gain, 0.0);
        QVERIFY(near(*row.clips[1].after, -23, 0.05));
        QVERIFY(std::isinf(rowLevels({silence}).truePeak));
        QVERIFY(rowLevels({}).clips.empty());
    }

    void whatCannotBeIsRefused() {
        QVERIFY_EXCEPTION_THROWN(rowLevels({toneOf(1, -20)}, 3), Error);
        const auto broken =
            std::make_shared<const Clip>(Clip{kSampleRate, {0, std::numeric_limits<float>::quiet_NaN()}});
        QVERIFY_EXCEPTION_THROWN(rowLevels({broken}), Error);
    }
};

QTEST_APPLESS_MAIN(TestRowLevels)
#include "tst_row_levels.moc"
