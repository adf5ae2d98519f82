// Sound at a wanted loudness: measured again it is there, or its peak is at the ceiling; what is said about it is true.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "engine/audio/file.h"
#include "engine/audio/loudness_target.h"
#include "engine/error.h"
#include "engine/json.h"
#include "tests/engine/audio/tones.h"

using namespace engine;
using namespace engine::audio;

namespace {

ClipPtr tone(double seconds, double decibel) {
    return std::make_shared<Clip>(::tone(kSampleRate, seconds, decibel, 330));
}

// Quiet with a loud moment: its peak is far above its loudness.
ClipPtr peaky(double seconds) {
    auto clip = std::make_shared<Clip>(*tone(seconds, -40));
    for (std::size_t i = 4800; i < 4900; ++i)
        clip->samples[i] *= 60;
    return clip;
}

} // namespace

class TestLoudnessTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsThereWhenMeasuredAgain_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("decibel");
        QTest::addColumn<double>("target");
        QTest::newRow("louder") << 3.0 << -35.0 << -16.0;
        QTest::newRow("quieter") << 3.0 << -5.0 << -23.0;
        QTest::newRow("shorter than a block of the gate") << 0.3 << -35.0 << -20.0;
        QTest::newRow("a few milliseconds") << 0.02 << -20.0 << -23.0;
    }

    void itIsThereWhenMeasuredAgain() {
        QFETCH(double, seconds);
        QFETCH(double, decibel);
        QFETCH(double, target);
        const ClipPtr clip = tone(seconds, decibel);
        const LoudnessChange change = changeTo(target, *clip);
        QVERIFY(!change.gain.limitedByPeak);
        QCOMPARE(*change.reached(), target);
        QVERIFY(near(*measureLoudness(withGain(*clip, change.gain.decibel)).integrated, target, 0.1));
    }

    void peaksEndBelowTheCeilingAndThatIsSaid() {
        const ClipPtr clip = peaky(3);
        const LoudnessChange change = changeTo(-16, *clip);
        QVERIFY(change.gain.limitedByPeak);
        QVERIFY(*change.reached() < -20);
        const Loudness after = measureLoudness(withGain(*clip, change.gain.decibel));
        QVERIFY(near(after.truePeak, -1, 0.01));
        QVERIFY(near(*after.integrated, *change.reached(), 0.1));
    }

    void silenceStaysAsItIs() {
        const LoudnessChange change = changeTo(-16, {24000, std::vector<float>(24000)});
        QCOMPARE(change.gain.decibel, 0.0);
        QVERIFY(!change.measured && !change.reached() && !change.gain.limitedByPeak);
    }

    void theTagsSayTargetGainAndWhatCameOfIt() {
        SoundTags tags;
        tags.title = "Good morning.";
        tags.comment = "{\"seed\":\"18446744073709551615\",\"nfe_step\":7}";
        const LoudnessChange change{-16, -21.337, {5.337, false}};
        const Json settings = Json::parse(withLoudness(tags, change).comment, "tags");
        QCOMPARE(settings["loudness_target_lufs"].number(), -16.0);
        QCOMPARE(settings["loudness_gain_db"].number(), 5.34);
        QCOMPARE(settings["loudness_lufs"].number(), -16.0);
        QCOMPARE(settings["seed"].string(), std::string("18446744073709551615"));
        QCOMPARE(withLoudness(tags, change).title, tags.title);
        tags.comment = "not ours";
        QCOMPARE(withLoudness(tags, change).comment, tags.comment);
        tags.comment = "{\"text\":\"" + std::string(kLongestComment - 20, 'x') + "\"}";
        QCOMPARE(withLoudness(tags, change).comment, tags.comment);
    }

    void theFirstChunkDecidesForAll() {
        StreamLoudness stream(-20);
        const ClipPtr first = stream.next(tone(2, -35));
        QVERIFY(near(*measureLoudness(*first).integrated, -20, 0.1));
        const double gain = *stream.decibel();
        const ClipPtr quiet = tone(2, -50);
        const ClipPtr second = stream.next(quiet);
        QCOMPARE(*stream.decibel(), gain);
        QCOMPARE(second->samples, withGain(*quiet, gain).samples); // as much quieter as it was
    }

    void silenceAtTheBeginningDecidesNothing() {
        StreamLoudness stream(-20);
        const auto silence = std::make_shared<const Clip>(Clip{24000, std::vector<float>(2400)});
        QCOMPARE(stream.next(silence), silence);
        QVERIFY(!stream.decibel());
        QVERIFY(near(*measureLoudness(*stream.next(tone(2, -35))).integrated, -20, 0.1));
        QVERIFY(stream.next(silence)->samples == silence->samples);
    }

    void aLaterPeakLowersTheRestWithoutAClick() {
        StreamLoudness stream(-20);
        stream.next(tone(2, -35));
        const double before = *stream.decibel();
        const ClipPtr loud = tone(2, -5);
        const ClipPtr made = stream.next(loud);
        const double after = *stream.decibel();
        QVERIFY(after < before - 5);
        const float highest = *std::max_element(made->samples.begin() + 240, made->samples.end());
        QVERIFY(near(20 * std::log10(double(highest)), -1, 0.1));
        QVERIFY(std::abs(made->samples[1] - loud->samples[1] * float(std::pow(10, before / 20))) < 0.05F);
        QVERIFY(*std::max_element(made->samples.begin(), made->samples.end()) < 0.8914F);
        stream.next(tone(2, -35));
        QCOMPARE(*stream.decibel(), after); // it does not pump
    }

    void whatCannotBeMeasuredIsRefused() {
        auto damaged = std::make_shared<Clip>(*tone(1, -20));
        damaged->samples[7] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN((void)changeTo(-16, *damaged), Error);
        QVERIFY_EXCEPTION_THROWN((void)changeTo(3, *tone(1, -20)), Error);
        StreamLoudness stream(-20);
        stream.next(tone(1, -35));
        const double gain = *stream.decibel();
        QVERIFY_EXCEPTION_THROWN((void)stream.next(damaged), Error);
        QCOMPARE(*stream.decibel(), gain);
    }

    void whatIsReadFromTheFileIsBelowTheCeiling_data() {
        QTest::addColumn<QString>("format");
        for (const char *format : {"wav16", "flac24", "vorbis", "opus"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }

    // As loud as its peaks allow: what Vorbis and Opus add to these comes on top.
    void whatIsReadFromTheFileIsBelowTheCeiling() {
        QFETCH(QString, format);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("loud")).toStdString();
        std::mt19937 chance(7);
        for (const double loud : {0.0, 0.5}) { // noise, and bursts of it
            Clip clip{kSampleRate, std::vector<float>(8 * kSampleRate)};
            for (std::size_t i = 0; i < clip.samples.size(); ++i)
                clip.samples[i] = float(double(chance()) / double(std::mt19937::max()) - 0.5) *
                                  (i / 4000 % 3 == 0 || loud == 0.0 ? 1.0F : 0.1F);
            const auto change = writeAtLoudness(file, clip, soundFormatFromString(format.toStdString()), {}, -5);
            QVERIFY(change.gain.limitedByPeak);
            const Sound sound = readSound(file, 60);
            const double peak = measureLoudness({sound.sampleRate, sound.interleaved}).truePeak;
            QVERIFY2(peak <= kPeakCeiling + 0.01, qPrintable(QString::number(peak)));
            QVERIFY2(peak > kPeakCeiling - 0.5, qPrintable(QString::number(peak))); // and not without need
            QVERIFY(near(*measureLoudness({sound.sampleRate, sound.interleaved}).integrated, *change.reached(), 0.7));
        }
    }

    void silentAndTinySoundsAreWritten_data() { whatIsReadFromTheFileIsBelowTheCeiling_data(); }

    void silentAndTinySoundsAreWritten() {
        QFETCH(QString, format);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("tiny")).toStdString();
        for (const std::size_t samples : {1, 3, 47, 500, 5000, 30'000}) {
            for (const float level : {0.0F, 0.999F}) {
                const Clip clip{kSampleRate, std::vector<float>(samples, level)};
                const auto change = writeAtLoudness(file, clip, soundFormatFromString(format.toStdString()), {}, -16);
                QVERIFY2(std::abs(change.gain.decibel) < 40, qPrintable(QString::number(change.gain.decibel)));
                QVERIFY(!readSound(file, 60).interleaved.empty());
            }
        }
    }

    void theNameOfAFileSaysItsForm() {
        QVERIFY(soundFormatOfFile("a.wav") == SoundFormat::Wav16);
        QVERIFY(soundFormatOfFile("/x.y/a.FLAC") == SoundFormat::Flac24);
        QVERIFY(soundFormatOfFile("a.ogg") == SoundFormat::Vorbis);
        QVERIFY(soundFormatOfFile("a.opus") == SoundFormat::Opus);
        QVERIFY(!soundFormatOfFile("a.mp3") && !soundFormatOfFile("wav") && !soundFormatOfFile("a.wav.txt"));
    }
};

QTEST_GUILESS_MAIN(TestLoudnessTarget)
#include "tst_loudness_target.moc"
