// What a spectrogram's tiles say about sounds that are known, and that they cost little: no work on the GUI thread,
// none for what nobody looks at any more, and as much for an hour as for a word.
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <numbers>

#include "app/speech/spectrogram.h"
#include "engine/audio/mel.h"
#include "tests/processor_time.h"

using app::speech::Spectrogram;

namespace {

constexpr int kLevel = 8; // 256 samples a column, as the model has it

engine::ClipPtr tone(double seconds, double hertz, double amplitude) {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.resize(std::size_t(seconds * engine::kSampleRate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] =
            float(amplitude * std::sin(2 * std::numbers::pi * hertz * double(i) / double(engine::kSampleRate)));
    return clip;
}

engine::ClipPtr noise(double seconds, float amplitude = 0.3f) {
    auto clip = std::make_shared<engine::Clip>();
    std::uint32_t state = 12345;
    clip->samples.resize(std::size_t(seconds * engine::kSampleRate));
    for (float &sample : clip->samples) {
        state = state * 1664525u + 1013904223u;
        sample = amplitude * (float(state >> 8) / 8388608.0f - 1.0f);
    }
    return clip;
}

bool waitFor(const Spectrogram &spectrogram) {
    return QTest::qWaitFor([&] { return !spectrogram.isBusy(); }, 60'000);
}

// By other threads, while this one does not look.
bool someWorkIsDone() {
    const double before = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < 4000 && processorSeconds(CLOCK_PROCESS_CPUTIME_ID) < before + 0.15; ++i)
        QTest::qSleep(5);
    return processorSeconds(CLOCK_PROCESS_CPUTIME_ID) >= before + 0.15;
}

} // namespace

class TestSpectrogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aToneStandsInItsBandAndNowhereElse() {
        Spectrogram spectrogram;
        spectrogram.show(tone(2, 1000, 0.1));
        spectrogram.ask(kLevel, 0, 1000);
        QVERIFY(waitFor(spectrogram));
        const auto tile = spectrogram.tile(kLevel, 0);
        QVERIFY(tile);
        QCOMPARE(tile->columns, 188); // 48000 / 256, rounded up
        const auto expected = int(std::lround(engine::audio::bandAt(1000)));
        for (int column = 4; column < 182; ++column) { // not where it begins and ends, which is heard everywhere
            const quint8 *levels = tile->levels.data() + column * Spectrogram::kBands;
            const auto loudest = int(std::max_element(levels, levels + Spectrogram::kBands) - levels);
            QCOMPARE(loudest, expected);
            QVERIFY(std::abs(Spectrogram::decibels(levels[loudest]) + 20) < 5);
            for (int band = 0; band < Spectrogram::kBands; ++band) {
                if (std::abs(band - expected) > 8)
                    QCOMPARE(int(levels[band]), 0);
            }
        }
        QVERIFY(!spectrogram.tile(kLevel, 1));
    }

    void silenceIsTheFloorAndDamagedSoundHarmless() {
        for (const float value : {0.0f, std::nanf(""), 1e38f}) {
            Spectrogram spectrogram;
            auto clip = std::make_shared<engine::Clip>();
            clip->samples.assign(5000, value);
            spectrogram.show(clip);
            spectrogram.ask(kLevel, 0, 100);
            QVERIFY(waitFor(spectrogram));
            const auto tile = spectrogram.tile(kLevel, 0);
            QVERIFY(tile && tile->columns == 20);
            if (value == 0.0f)
                QCOMPARE(tile->levels, std::vector<quint8>(20 * Spectrogram::kBands, 0));
        }
    }

    void emptySoundsAndPlacesOutsideAreNothing() {
        Spectrogram spectrogram;
        spectrogram.ask(kLevel, 0, 100);
        spectrogram.append(nullptr);
        spectrogram.append(std::make_shared<engine::Clip>());
        spectrogram.show(tone(0.1, 500, 0.5));
        spectrogram.ask(kLevel, 5000, 6000);
        spectrogram.ask(kLevel, -20, -1);
        QVERIFY(!spectrogram.isBusy());
        QCOMPARE(spectrogram.kept(), std::size_t(0));
    }

    void whatGrowsEndsAsWhatIsShownAtOnce_data() {
        QTest::addColumn<int>("level");
        for (const int level : {Spectrogram::kFinestLevel, 8, 12})
            QTest::addRow("%d samples a column", 1 << level) << level;
    }
    void whatGrowsEndsAsWhatIsShownAtOnce() {
        QFETCH(int, level);
        const auto whole = noise(3);
        Spectrogram growing;
        std::size_t begin = 0;
        for (const std::size_t size : {100u, 7000u, 8192u, 20000u, 36708u}) {
            auto piece = std::make_shared<engine::Clip>();
            piece->samples.assign(whole->samples.begin() + long(begin), whole->samples.begin() + long(begin + size));
            begin += size;
            growing.append(piece);
            growing.ask(level, 0, 100'000);
            if (size < 10000)
                QVERIFY(waitFor(growing)); // else it is overtaken by the next piece
        }
        QCOMPARE(begin, whole->samples.size());
        Spectrogram atOnce;
        atOnce.show(whole);
        atOnce.ask(level, 0, 100'000);
        QVERIFY(waitFor(growing) && waitFor(atOnce));
        for (int index = 0; index < 10; ++index) {
            const auto one = growing.tile(level, index);
            const auto other = atOnce.tile(level, index);
            QCOMPARE(one == nullptr, other == nullptr);
            if (one) {
                QCOMPARE(one->columns, other->columns);
                QVERIFY(one->levels == other->levels);
            }
        }
        QVERIFY(atOnce.tile(level, 0));
    }

    void whatIsNoLongerAskedForNeverComes() {
        Spectrogram spectrogram;
        QSignalSpy changed(&spectrogram, &Spectrogram::changed);
        spectrogram.show(noise(40));
        spectrogram.ask(Spectrogram::kFinestLevel, 0, 100'000);
        QVERIFY(someWorkIsDone());       // the first tiles are computed, and on their way
        spectrogram.ask(12, 0, 100'000); // zoomed out
        QVERIFY(waitFor(spectrogram));
        QCOMPARE(changed.count(), 1);
        QVERIFY(spectrogram.tile(12, 0));
        QVERIFY(!spectrogram.tile(Spectrogram::kFinestLevel, 0));

        changed.clear();
        spectrogram.ask(Spectrogram::kFinestLevel, 0, 100'000);
        QVERIFY(someWorkIsDone());
        spectrogram.show(tone(1, 1000, 0.5)); // another sound
        QVERIFY(!spectrogram.tile(12, 0));
        spectrogram.ask(12, 0, 100);
        QVERIFY(waitFor(spectrogram));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(spectrogram.tile(12, 0)->columns, 6);
        QVERIFY(!spectrogram.tile(Spectrogram::kFinestLevel, 0));

        changed.clear();
        spectrogram.ask(Spectrogram::kFinestLevel, 0, 1000);
        spectrogram.rest();
        QTest::qWait(200);
        QCOMPARE(changed.count(), 0);
    }

    void aSoundThatIsShownAgainIsThereAtOnce() {
        const auto one = tone(1, 1000, 0.5);
        const auto other = tone(1, 4000, 0.5);
        Spectrogram spectrogram;
        spectrogram.show(one);
        spectrogram.ask(kLevel, 0, 100);
        QVERIFY(waitFor(spectrogram));
        const auto first = spectrogram.tile(kLevel, 0);
        spectrogram.show(other);
        QVERIFY(!spectrogram.tile(kLevel, 0));
        spectrogram.ask(kLevel, 0, 100);
        QVERIFY(waitFor(spectrogram));
        QVERIFY(spectrogram.tile(kLevel, 0)->levels != first->levels);
        spectrogram.show(one);
        QCOMPARE(spectrogram.tile(kLevel, 0), first);
        spectrogram.ask(kLevel, 0, 93);
        QVERIFY(!spectrogram.isBusy());
    }

    void anHourCostsLittleAndNothingOnThisThread() {
        const auto minute = noise(60);
        Spectrogram spectrogram;
        for (int i = 0; i < 60; ++i)
            spectrogram.append(minute);
        const double samples = 3600.0 * engine::kSampleRate;
        const double guiBefore = processorSeconds(CLOCK_THREAD_CPUTIME_ID);
        const double allBefore = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
        for (double columns = 1920; columns < samples / 64; columns *= 4) { // zooms in, as fast as it is drawn
            const int level = Spectrogram::levelFor(samples / columns);
            const auto middle = qint64(samples / 2) >> level;
            spectrogram.ask(level, middle - 1000, middle + 1000);
            QVERIFY(waitFor(spectrogram));
            QVERIFY(spectrogram.tile(level, middle / Spectrogram::kColumns));
        }
        const double gui = processorSeconds(CLOCK_THREAD_CPUTIME_ID) - guiBefore;
        const double all = processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - allBefore;
        qInfo("GUI thread %.3f s of %.3f s", gui, all);
        QVERIFY2(gui < 0.1 * all, qPrintable(QStringLiteral("%1 s of %2 s").arg(gui).arg(all)));
        for (qint64 column = 0; column < 56'000; column += 4000) { // and walks
            spectrogram.ask(kLevel, column, column + 4000);
            QVERIFY(waitFor(spectrogram));
            QVERIFY(spectrogram.kept() <= Spectrogram::kMostTiles);
            QVERIFY(spectrogram.tile(kLevel, (column + 3999) / Spectrogram::kColumns)); // what is seen is not forgotten
        }
        QCOMPARE(spectrogram.kept(), Spectrogram::kMostTiles);
    }
};

QTEST_GUILESS_MAIN(TestSpectrogram)
#include "tst_spectrogram.moc"
