// Sounds in pieces: as loud as in one, and the same bytes in files.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/audio/file.h"
#include "engine/audio/long_sound.h"
#include "engine/error.h"
#include "tests/small_files.h"

using namespace engine;
using namespace engine::audio;

namespace {

Clip noise(double seconds, float loudest) {
    std::mt19937 numbers(7);
    std::uniform_real_distribution<float> sample(-loudest, loudest);
    Clip clip;
    clip.samples.resize(std::size_t(seconds * kSampleRate));
    std::generate(clip.samples.begin(), clip.samples.end(), [&] { return sample(numbers); });
    return clip;
}

LongSound inPieces(const Clip &clip, std::size_t *longest = nullptr) {
    return {clip.sampleRate, clip.samples.size(), [&clip, longest](std::size_t at, std::span<float> to) {
                std::copy_n(clip.samples.begin() + std::ptrdiff_t(at), to.size(), to.begin());
                if (longest)
                    *longest = std::max(*longest, to.size());
            }};
}

} // namespace

class TestLongSound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreThoseOfAClip_data() {
        QTest::addColumn<SoundFormat>("format");
        for (const SoundFormat format :
             {SoundFormat::Wav16, SoundFormat::Wav24, SoundFormat::WavFloat, SoundFormat::Flac16, SoundFormat::Flac24})
            QTest::newRow(toString(format).c_str()) << format;
    }

    void filesAreThoseOfAClip() {
        QFETCH(SoundFormat, format);
        const QTemporaryDir folder;
        const auto path = [&](const char *name) { return folder.filePath(QLatin1String(name)); };
        const Clip clip = noise(7.3, 0.5f);
        const SoundTags tags{"A title", "slt", "{\"seed\":1}", "a program", "CC0"};
        std::size_t longest = 0;
        writeSound(path("clip").toStdString(), clip, format, tags);
        writeLongSound(path("long").toStdString(), inPieces(clip, &longest), format, tags);
        QCOMPARE(bytesOf(path("long")), bytesOf(path("clip")));
        QVERIFY(longest <= kPiece);
        writeAtLoudness(path("clip").toStdString(), clip, format, tags, -20);
        const LoudnessChange change =
            writeLongAtLoudness(path("long").toStdString(), inPieces(clip), format, tags, -20);
        QVERIFY(std::abs(change.reached().value() + 20) < 0.01);
        QCOMPARE(bytesOf(path("long")), bytesOf(path("clip")));
    }

    void asLoudAsAClip() {
        for (const double seconds : {0.0, 0.1, 0.39, 0.4, 5.0, 12.7}) {
            const Clip clip = noise(seconds, 0.3f);
            const Loudness whole = measureLoudness(clip);
            const Loudness pieces = measureLoudness(inPieces(clip));
            QCOMPARE(pieces.integrated, whole.integrated);
            QCOMPARE(pieces.truePeak, whole.truePeak);
        }
    }

    void lossyOnesStayBelowTheCeiling() {
        const QTemporaryDir folder;
        for (const SoundFormat format : {SoundFormat::Vorbis, SoundFormat::Opus}) {
            const std::filesystem::path file = folder.filePath(QStringLiteral("loud")).toStdString();
            const LoudnessChange change = writeLongAtLoudness(file, inPieces(noise(5, 0.9f)), format, {}, -3);
            QVERIFY(change.gain.limitedByPeak);
            QVERIFY(truePeakOf(file) <= kPeakCeiling);
        }
    }

    // Longer than any piece it is read in: a cut through a tone is no peak.
    void aLongToneHasNoPeakButItsOwn_data() {
        QTest::addColumn<SoundFormat>("format");
        for (const SoundFormat format : {SoundFormat::Flac24, SoundFormat::Vorbis, SoundFormat::Opus})
            QTest::newRow(toString(format).c_str()) << format;
    }

    void aLongToneHasNoPeakButItsOwn() {
        QFETCH(SoundFormat, format);
        Clip tone;
        tone.samples.resize(std::size_t(25 * kSampleRate));
        for (std::size_t i = 0; i < tone.samples.size(); ++i) { // it begins and ends softly
            const double seconds = double(i) / kSampleRate;
            tone.samples[i] =
                float(0.8 * std::min({1.0, seconds, 25 - seconds}) * std::sin(2 * M_PI * 5900 * seconds + 0.7));
        }
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("tone")).toStdString();
        writeLongSound(file, inPieces(tone), format);
        const double own = 20 * std::log10(0.8);
        const double allowed = isLossy(format) ? 1.0 : 0.05; // dB
        QVERIFY2(std::abs(truePeakOf(file) - own) < allowed, std::to_string(truePeakOf(file) - own).c_str());
        QCOMPARE(truePeakOf(encodeSound(file, tone, format, {})), truePeakOf(file));
    }

    void whatIsNoSoundIsRefused() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a.wav")).toStdString();
        Clip clip = noise(5, 0.5f);
        clip.samples[100'000] = NAN;
        QVERIFY_EXCEPTION_THROWN(writeLongSound(file, inPieces(clip), SoundFormat::Wav16), Error);
        QVERIFY_EXCEPTION_THROWN(writeLongSound(file, LongSound{}, SoundFormat::Wav16), Error);
        QVERIFY_EXCEPTION_THROWN(measureLoudness(inPieces(clip)), Error);
    }
};

QTEST_GUILESS_MAIN(TestLongSound)
#include "tst_long_sound.moc"
