// Chunks become one sound: pauses as they were asked for, seams that nobody hears, nothing handed out twice.
#include <QTest>

#include <random>

#include "engine/audio/chunk_joiner.h"
#include "engine/audio/speech_shape.h"
#include "tests/engine/audio/made_words.h"

using engine::Joining;
using engine::audio::ChunkJoiner;
using engine::audio::speechShape;
using engine::audio::Stitcher;
using Next = ChunkJoiner::Next;

namespace {

constexpr int kCrossFade = 3600;

using Samples = std::vector<float>;

void append(Samples &all, const Samples &more) {
    all.insert(all.end(), more.begin(), more.end());
}

Samples joined(Joining joining, const std::vector<Samples> &waves, int crossFade = kCrossFade) {
    ChunkJoiner joiner(joining, crossFade);
    Samples all;
    for (std::size_t i = 0; i < waves.size(); ++i)
        append(all, joiner.push(waves[i], i + 1 == waves.size() ? Next::Nothing : Next::Chunk));
    return all;
}

// So long as a silence is that begins or ends with a chunk.
Samples chunk(double lead, double tail, double pause = 0.2) {
    MadeWords made;
    made.silence(lead).word(0.4).silence(pause).word(0.5).silence(pause).word(0.3).silence(tail);
    return made.samples;
}

double longestJump(const Samples &samples) {
    double most = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        most = std::max(most, std::abs(double(samples[i]) - double(samples[i - 1])));
    return most;
}

std::size_t longestSilence(const Samples &samples, float below) {
    std::size_t longest = 0, now = 0;
    for (const float sample : samples) {
        now = std::abs(sample) <= below ? now + 1 : 0;
        longest = std::max(longest, now);
    }
    return longest;
}

} // namespace

class TestChunkJoiner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asUpstreamIsTheStitcher() {
        const std::vector<Samples> waves{chunk(0.1, 0.3), chunk(0.05, 0.02), chunk(0, 0)};
        Stitcher stitcher(kCrossFade);
        Samples expected;
        for (std::size_t i = 0; i < waves.size(); ++i)
            append(expected, stitcher.push(waves[i], i + 1 == waves.size()));
        QVERIFY(joined(Joining::AsUpstream, waves) == expected);
    }

    void oneChunkStaysAsItIs() {
        for (const Joining joining : {Joining::AsUpstream, Joining::Even})
            for (const Samples &wave : {chunk(0.1, 0.3), chunk(0, 0), Samples(500), Samples()})
                QVERIFY(joined(joining, {wave}) == wave);
    }

    void pausesAreExact_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("hiss");
        for (const double seconds : {0.02, 0.1, 0.25, 0.5, 1.0, 2.0})
            for (const double hiss : {-200.0, -62.0})
                QTest::addRow("%g s, hiss %g", seconds, hiss) << seconds << hiss;
    }
    void pausesAreExact() {
        QFETCH(double, seconds);
        QFETCH(double, hiss);
        for (const Joining joining : {Joining::AsUpstream, Joining::Even}) {
            MadeWords first, second;
            first.silence(0.01).word(0.8).silence(0.35).hiss(hiss);
            second.silence(0.22).word(0.8).silence(0.01).hiss(hiss);
            ChunkJoiner joiner(joining, kCrossFade);
            Samples all = joiner.push(first.samples, Next::Pause);
            append(all, joiner.pause(seconds));
            append(all, joiner.push(second.samples, Next::Nothing));
            const double zeros = double(longestSilence(all, 0)) / 24, quiet = double(longestSilence(all, 0.01F)) / 24;
            QVERIFY2(std::abs(zeros - seconds * 1000) <= 5, qPrintable(QString::number(zeros)));
            QVERIFY2(std::abs(quiet - seconds * 1000) <= 5, qPrintable(QString::number(quiet)));
            QVERIFY(longestJump(all) <= std::max(longestJump(first.samples), longestJump(second.samples)) + 1e-3);
        }
    }

    void pausesAtBothEndsOfALine() {
        ChunkJoiner joiner(Joining::Even, kCrossFade);
        Samples all = joiner.pause(0.5);
        append(all, joiner.push(chunk(0.3, 0.4), Next::Pause));
        append(all, joiner.pause(1));
        const auto shape = speechShape(all);
        QVERIFY(std::abs(double(shape.from) / 24 - 500) <= 5);
        QVERIFY(std::abs(double(all.size() - shape.to) / 24 - 1000) <= 5);
        QCOMPARE(all.back(), 0.0F);
    }

    void aPauseAloneIsSilence() {
        ChunkJoiner joiner(Joining::Even, kCrossFade);
        const Samples silence = joiner.pause(0.5);
        QVERIFY(std::abs(double(silence.size()) / 24 - 500) <= 5);
        QVERIFY(joiner.pause(0).empty());
    }

    // Between words that are 0.2 s apart no seam is heard as anything else.
    void seamsPauseAsTheSpeechDoes_data() {
        QTest::addColumn<double>("tail");
        QTest::addColumn<double>("lead");
        QTest::addRow("usual") << 0.15 << 0.12;
        QTest::addRow("long silences") << 0.9 << 0.7;
        QTest::addRow("one long silence") << 1.0 << 0.0;
        QTest::addRow("none before") << 0.0 << 0.3;
        QTest::addRow("none behind") << 0.3 << 0.0;
        QTest::addRow("none at all") << 0.0 << 0.0;
        QTest::addRow("almost none") << 0.003 << 0.002;
    }
    void seamsPauseAsTheSpeechDoes() {
        QFETCH(double, tail);
        QFETCH(double, lead);
        const Samples one = chunk(0.1, tail), two = chunk(lead, 0.1);
        const Samples all = joined(Joining::Even, {one, two});
        const auto shape = speechShape(all);
        QCOMPARE(shape.pauses.size(), std::size_t(5));
        const double seam = double(shape.pauses[2]) / 24000;
        QVERIFY2(seam >= 0.17 && seam <= 0.27, qPrintable(QString::number(seam)));
        // Every word is there as it was, to the fades of 5 ms.
        QVERIFY(longestJump(all) <= longestJump(chunk(0.1, 0.1)) + 1e-3);
        const auto words = [](const Samples &wave) {
            return std::count_if(wave.begin(), wave.end(), [](float x) { return std::abs(x) > 1e-3F; });
        };
        QVERIFY(std::abs(double(words(all) - words(one) - words(two))) < 2 * 120);
    }

    // Tones that are cut off at their highest, and a hum between them that is cut anywhere: no step between two samples
    // is larger than a fade makes it.
    void nothingClicks() {
        const auto tone = [](double lead, double tail) {
            Samples wave;
            const auto hum = [&wave](double seconds) {
                for (std::size_t i = 0; i < MadeWords::count(seconds); ++i)
                    wave.push_back(0.0015F * float(std::cos(2 * std::numbers::pi * 50 * double(i) / 24000)));
            };
            hum(lead);
            for (std::size_t i = 0; i < MadeWords::count(0.5); ++i)
                wave.push_back(0.3F * float(std::cos(2 * std::numbers::pi * 100 * double(i) / 24000)));
            hum(tail);
            return wave;
        };
        for (const auto &[tail, lead] : {std::pair{0.0, 0.0}, {0.3, 0.4}, {0.05, 0.0}, {0.0, 0.05}, {0.002, 0.003}}) {
            for (const bool pause : {false, true}) {
                ChunkJoiner joiner(Joining::Even, 0);
                const Samples one = tone(0, tail), two = tone(lead, 0);
                Samples all = joiner.push(one, pause ? Next::Pause : Next::Chunk);
                if (pause)
                    append(all, joiner.pause(0.2));
                append(all, joiner.push(two, Next::Nothing));
                const double own = longestJump(tone(0, 0));
                // Where a tone meets the hum the step is the test's own.
                if (tail == 0.0 && lead == 0.0)
                    QVERIFY2(longestJump(all) < own + 0.3 / (pause ? 48 : 120), qPrintable(QString::number(tail)));
                double most = 0;
                for (std::size_t i = 1; i < all.size(); ++i)
                    if (std::abs(all[i]) <= 0.0016F && std::abs(all[i - 1]) <= 0.0016F)
                        most = std::max(most, std::abs(double(all[i]) - double(all[i - 1])));
                QVERIFY2(most < 2e-4, qPrintable(QString::number(most)));
            }
        }
    }

    // Upstream's 0.15 s take words where there is less silence than that.
    void noWordIsFadedAway() {
        const Samples all = joined(Joining::Even, {chunk(0.1, 0.02), chunk(0.02, 0.1)}),
                      upstream = joined(Joining::AsUpstream, {chunk(0.1, 0.02), chunk(0.02, 0.1)});
        QVERIFY(upstream.size() < all.size());
        QCOMPARE(speechShape(upstream).pauses.size(), std::size_t(4)); // two words have become one
        QCOMPARE(speechShape(all).pauses.size(), std::size_t(5));
    }

    void aSlowSpeakersSeamsAreLonger() {
        const auto seam = [](double pause) {
            return speechShape(joined(Joining::Even, {chunk(0.1, 0.8, pause), chunk(0.8, 0.1, pause)})).pauses.at(2);
        };
        QVERIFY(seam(0.5) > 2 * seam(0.2));
    }

    void voicesWithNoiseAreCrossFaded() {
        std::vector<Samples> waves;
        for (int i = 0; i < 2; ++i) {
            MadeWords made;
            made.silence(0.3).word(0.5).silence(0.2).word(0.5).silence(0.2).word(0.5).silence(0.2).word(0.4).silence(
                0.3);
            waves.push_back(made.hiss(-55).samples);
        }
        const Samples all = joined(Joining::Even, waves);
        QVERIFY2(longestSilence(all, 1e-5F) < 24, "the noise stops"); // a millisecond
    }

    // What was handed out needs nothing of what comes: only the silent end is held back.
    void soundIsHandedOutAtOnce() {
        ChunkJoiner joiner(Joining::Even, kCrossFade);
        const Samples wave = chunk(0.1, 0.3);
        const Samples first = joiner.push(wave, Next::Chunk);
        QVERIFY(first.size() >= wave.size() - MadeWords::count(0.301));
        QVERIFY(std::equal(first.begin(), first.end(), wave.begin()));
    }

    void startsAfreshBehindAPause() {
        const std::vector<Samples> waves{chunk(0.1, 0.3), chunk(0.2, 0.1), chunk(0, 0.5), chunk(0.1, 0.1)};
        ChunkJoiner joiner(Joining::AsUpstream, kCrossFade);
        joiner.push(waves[0], Next::Chunk);
        joiner.push(waves[1], Next::Pause);
        joiner.pause(0.1);
        const Samples third = joiner.push(waves[2], Next::Nothing);
        QVERIFY(third.size() == waves[2].size());
    }

    // Any lengths, also none, silent ones and noise: never anything that is no number, never less than the sound.
    void anyChunksJoin() {
        std::mt19937 random(11);
        for (int round = 0; round < 60; ++round) {
            ChunkJoiner joiner(random() % 2 == 0 ? Joining::Even : Joining::AsUpstream, int(random() % 5000));
            Samples all;
            const unsigned chunks = 1 + random() % 5;
            for (unsigned i = 0; i < chunks; ++i) {
                Samples wave(random() % 3 == 0 ? random() % 100 : random() % 20000);
                if (random() % 4 != 0)
                    for (float &sample : wave)
                        sample = float(random() % 2001) / 1000 - 1;
                const Next next = i + 1 == chunks ? Next::Nothing : random() % 3 == 0 ? Next::Pause : Next::Chunk;
                append(all, joiner.push(wave, next));
                if (next == Next::Pause)
                    append(all, joiner.pause(double(random() % 300) / 1000));
            }
            for (const float sample : all)
                QVERIFY(std::abs(sample) <= 2);
        }
    }
};

QTEST_APPLESS_MAIN(TestChunkJoiner)
#include "tst_chunk_joiner.moc"
