// What a request with parts sounds like: voices in turn, silences as they were asked for, long text in one piece.
#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/audio/loudness.h"
#include "engine/audio/speech_shape.h"
#include "tests/engine/door/problem_of.h"
#include "tests/engine/synthesizer/take.h"

using engine::DurationRule;
using engine::Joining;
using engine::Request;

namespace {

Request spoken(const std::string &canonical, int steps = 3) {
    Request request = ::request("as it was written", 7);
    request.spoken = canonical;
    request.nfeStep = steps;
    request.otherVoices = {shippedVoice("rms")};
    return request;
}

using Samples = std::vector<float>;

// The longest run of zeros, in ms.
double longestSilence(const Samples &samples) {
    std::size_t longest = 0, now = 0;
    for (const float sample : samples) {
        now = sample == 0 ? now + 1 : 0;
        longest = std::max(longest, now);
    }
    return double(longest) / 24;
}

bool holds(const Samples &whole, const Samples &part) {
    return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

// Without what a pause beside it may cut.
Samples middle(const Samples &samples) {
    const auto shape = engine::audio::speechShape(samples, 25);
    return {samples.begin() + std::ptrdiff_t(shape.from + 240), samples.begin() + std::ptrdiff_t(shape.to - 240)};
}

double lufs(const Samples &samples) {
    return engine::audio::measureLoudness(engine::Clip{24000, samples}).integrated.value_or(-100);
}

} // namespace

class TestSpokenParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_tiny = makeSynthesizer("tiny");
        m_demo = makeSynthesizer("demo");
    }

    // The text in one part is the text.
    void onePartSoundsAsTheTextAlone() {
        for (const auto &[rule, joining] : {std::pair{DurationRule::AsUpstream, Joining::AsUpstream},
                                            std::pair{DurationRule::BySyllables, Joining::Even}}) {
            Request plain = ::request(kTwoPieces, 7), parts = spoken(kTwoPieces, 1);
            plain.nfeStep = 1;
            for (Request *request : {&plain, &parts}) {
                request->durationRule = rule;
                request->joining = joining;
                request->cfgStrength = 0;
            }
            const Take take = speak(*m_tiny, parts);
            QVERIFY(take.timings.chunks > 1);
            QVERIFY(take.samples == speak(*m_tiny, plain).samples);
            QVERIFY(speak(*m_tiny, parts).samples == take.samples); // and again
        }
    }

    // A part with a seed of its own is the same sound wherever it stands.
    void aPartSoundsAsItWouldAlone() {
        const std::string text = "Nobody wrote a word about the sea.";
        Request alone = ::request(text, 5);
        alone.nfeStep = 3;
        alone.voice = shippedVoice("rms");
        const Samples sentence = middle(speak(*m_demo, alone).samples);
        Request parts =
            spoken("Good morning.{pause 300ms}[rms]{seed 5}" + text + "{pause 200ms}[main]{seed line}Good evening.");
        parts.joining = Joining::AsUpstream; // no loudness is matched
        QVERIFY(sentence.size() > 24000);
        QVERIFY(holds(speak(*m_demo, parts).samples, sentence));
    }

    void voicesTakeTurns() {
        const Take both = speak(*m_demo, spoken("The cow went home.{pause 400ms}[rms]The cow went home."));
        const Take one = speak(*m_demo, spoken("The cow went home.{pause 400ms}The cow went home."));
        QVERIFY(both.samples != one.samples);
        QCOMPARE(both.timings.chunks, 2);
        const Take other = speak(*m_demo, spoken("[rms]The cow went home."));
        QVERIFY(other.samples != speak(*m_demo, spoken("The cow went home.")).samples);
    }

    void pausesAreExact_data() {
        QTest::addColumn<double>("seconds");
        for (const double seconds : {0.1, 0.5, 2.0})
            QTest::addRow("%g s", seconds) << seconds;
    }
    void pausesAreExact() {
        QFETCH(double, seconds);
        const std::string pause = "{pause " + std::to_string(int(seconds * 1000)) + "ms}";
        const Take take = speak(*m_demo, spoken("The cow went home." + pause + "Nobody wrote a word."));
        const double silence = longestSilence(take.samples);
        QVERIFY2(std::abs(silence - seconds * 1000) <= 5, qPrintable(QString::number(silence)));
        double longest = 0; // heard: nothing between -40 dB and the words
        for (const std::size_t quiet : engine::audio::speechShape(take.samples).pauses)
            longest = std::max(longest, double(quiet) / 24);
        if (seconds >= 0.5)
            QVERIFY2(std::abs(longest - seconds * 1000) <= 5, qPrintable(QString::number(longest)));
    }

    void pausesStandAtBothEnds() {
        const Take take = speak(*m_demo, spoken("{pause 500ms}The cow went home.{pause 700ms}"));
        const auto shape = engine::audio::speechShape(take.samples);
        QVERIFY(std::abs(double(shape.from) / 24 - 500) <= 5);
        QVERIFY(std::abs(double(take.samples.size() - shape.to) / 24 - 700) <= 5);
        const Take silence = speak(*m_demo, spoken("{pause 500ms}"));
        QCOMPARE(silence.timings.chunks, 0);
        QVERIFY(std::abs(double(silence.samples.size()) / 24 - 500) <= 5);
        QVERIFY(!silence.timings.stopped);
    }

    // Words as far apart as the speaker's own pauses, and equally loud. A speed that hardly differs makes chunks that
    // are short to compute.
    void longTextIsOnePiece() {
        Request request =
            spoken("The man told her the whole story twice, once on the platform, and she did not believe him."
                   "{speed 1.01}So the people left the train, sat down in the grass, and ate their bread."
                   "{speed 1}After an hour the cow went home, the sun came out, and the train went on to the sea."
                   "{speed 1.01}She hung the bell over the door, where it rang whenever somebody was late.",
                   5);
        const Take even = speak(*m_demo, request);
        QCOMPARE(even.timings.chunks, 4);
        // As upstream the first chunk is the same but for its end: it leads, and nothing is waited for.
        request.joining = Joining::AsUpstream;
        std::stop_source stop;
        const Take upstream = speak(*m_demo, request, stop.get_token(), [&](const engine::Progress &progress) {
            if (progress.chunk == 1)
                stop.request_stop();
        });
        const std::size_t first = std::min(even.clips[0], upstream.clips[0]) - 3600;
        QVERIFY(
            std::equal(even.samples.begin(), even.samples.begin() + std::ptrdiff_t(first), upstream.samples.begin()));

        // Each clip ends where its sound does, so the seam is what the next one begins with.
        std::vector<std::size_t> pauses = engine::audio::speechShape(even.samples).pauses;
        QVERIFY2(pauses.size() > 3, qPrintable(QString::number(pauses.size())));
        std::nth_element(pauses.begin(), pauses.begin() + std::ptrdiff_t(pauses.size() / 2), pauses.end());
        const double median = double(pauses[pauses.size() / 2]);
        std::size_t at = 0;
        double quietest = 0, loudest = -100;
        for (std::size_t i = 0; i < even.clips.size(); ++i) {
            const Samples clip(even.samples.begin() + std::ptrdiff_t(at),
                               even.samples.begin() + std::ptrdiff_t(at + even.clips[i]));
            at += even.clips[i];
            quietest = std::min(quietest, lufs(clip));
            loudest = std::max(loudest, lufs(clip));
            if (i > 0) {
                const double seam = double(engine::audio::speechShape(clip).from);
                QVERIFY2(seam <= 1.5 * median, qPrintable(QString::number(seam / median)));
                QVERIFY2(seam >= 0.6 * median, qPrintable(QString::number(seam / median)));
            }
        }
        QVERIFY2(loudest - quietest <= 1, qPrintable(QString::number(loudest - quietest)));
    }

    void aStopKeepsWhatWasHeard() {
        const Request request = spoken("The cow went home.{pause 300ms}[rms]Nobody wrote a word about the sea.");
        std::stop_source stop;
        const Take take = speak(*m_tiny, request, stop.get_token(), [&](const engine::Progress &progress) {
            if (progress.chunk == 1 && progress.step == 1)
                stop.request_stop();
        });
        const Take whole = speak(*m_tiny, request);
        QVERIFY(take.timings.stopped);
        QCOMPARE(take.clips.size(), std::size_t(1));
        QVERIFY(std::equal(take.samples.begin(), take.samples.end(), whole.samples.begin()));
    }

    void nothingIsHeardAfterAStop() {
        std::stop_source stop;
        int clips = 0;
        const engine::Listener stopping{[&](const engine::ClipPtr &) {
                                            ++clips;
                                            stop.request_stop();
                                        },
                                        {}};
        const Request request = spoken("The cow went home.{pause 700ms}");
        QVERIFY(m_tiny->speak(request, stop.get_token(), stopping).stopped);
        QCOMPARE(clips, 1);
        QVERIFY(m_tiny->speak(spoken("{pause 60s}"), stop.get_token(), stopping).stopped);
        QCOMPARE(clips, 1);
    }

    void whichVoiceCannotBeUsedIsSaid() {
        Request request = spoken("Hello.[rms]Good morning.");
        request.otherVoices.front().transcript = " ";
        COMPARE_PROBLEM(speak(*m_tiny, request), QStringLiteral("\"rms\""));
        COMPARE_PROBLEM(speak(*m_tiny, request), QStringLiteral("transcript"));
    }

    void progressCountsTheChunksOfAllParts() {
        const Take take = speak(*m_tiny, spoken("One.{pause 100ms}[rms]Two.[main]Three."));
        QCOMPARE(take.timings.chunks, 3);
        QCOMPARE(take.progress.front().chunks, 3);
        QCOMPARE(take.progress.back().chunk, 2);
        QCOMPARE(take.progress.back().fraction(), 1.0);
    }

    void aVoiceThatDidNotComeIsRefusedBeforeAnySound() {
        COMPARE_PROBLEM(speak(*m_tiny, spoken("Hello.[zoe]Good morning.")), QStringLiteral("\"zoe\""));
        QVERIFY(!speak(*m_tiny, spoken("Hello.")).samples.empty()); // usable as before
    }

    // The tiny model has no durations of its own.
    void theRuleDecidesHowLongAShortLineIs() {
        const auto seconds = [&](const char *text, DurationRule rule) {
            Request request = ::request(text);
            request.nfeStep = 2;
            request.durationRule = rule;
            return speak(*m_tiny, request).timings.audioSeconds;
        };
        QVERIFY(seconds("Good day.", DurationRule::AsUpstream) > 1.2); // 9 bytes at 0.3
        QVERIFY(seconds("Good day.", DurationRule::BySyllables) < 0.9);
    }

private:
    std::unique_ptr<engine::Synthesizer> m_tiny, m_demo;
};

QTEST_GUILESS_MAIN(TestSpokenParts)
#include "tst_spoken_parts.moc"
