#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "app/speech/track.h"

using app::speech::Track;

namespace {

constexpr int kRate = engine::kSampleRate;
constexpr int kFade = Track::kFade;
// The steepest step of a 220 Hz tone of amplitude 0.8, and what a 5 ms fade adds. A cut without a fade steps up to 1.6.
constexpr float kSmooth = 0.8F * 2 * std::numbers::pi_v<float> * 220 / kRate + 2.0F / kFade;

engine::ClipPtr tone(double seconds, int startSample = 0, int rate = kRate) {
    auto clip = std::make_shared<engine::Clip>();
    clip->sampleRate = rate;
    clip->samples.resize(std::size_t(seconds * rate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = float(0.8 * std::cos(2 * std::numbers::pi * 220 * double(int(i) + startSample) / rate));
    return clip;
}

std::vector<float> read(Track &track, std::size_t count, std::size_t block = 480) {
    std::vector<float> out(count, 99.0F);
    for (std::size_t i = 0; i < count; i += block)
        track.read(std::span(out).subspan(i, std::min(block, count - i)));
    return out;
}

float largestStep(const std::vector<float> &samples) {
    float largest = samples.empty() ? 0.0F : std::abs(samples.front());
    for (std::size_t i = 1; i < samples.size(); ++i)
        largest = std::max(largest, std::abs(samples[i] - samples[i - 1]));
    return largest;
}

bool isSilent(std::span<const float> samples) {
    return std::all_of(samples.begin(), samples.end(), [](float value) { return value == 0.0F; });
}

bool equal(std::span<const float> one, std::span<const float> other) {
    return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin());
}

void append(std::vector<float> &all, const std::vector<float> &more) {
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

class TestTrack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void silenceBeforeAnything() {
        Track track;
        QVERIFY(isSilent(read(track, 1000)));
        QVERIFY(track.idle());
    }

    void aClipComesOutSampleBySampleBetweenItsFades() {
        Track track;
        const auto clip = tone(0.5);
        track.play(clip, 0, -1);
        QVERIFY(!track.idle());
        const auto out = read(track, clip->samples.size() + 200, 77);
        const auto inner = std::span(out).subspan(kFade, clip->samples.size() - 2 * kFade);
        QVERIFY(equal(inner, std::span(clip->samples).subspan(kFade, inner.size())));
        QVERIFY(isSilent(std::span(out).last(200)));
        QVERIFY(largestStep(out) < kSmooth);
        QVERIFY(track.idle());
    }

    void aStreamInPiecesEqualsTheWholeClip() {
        Track whole;
        whole.play(tone(0.6), 0, -1);
        Track pieces;
        pieces.begin();
        for (int i = 0; i < 6; ++i)
            pieces.append(tone(0.1, i * kRate / 10));
        pieces.close();
        QVERIFY(equal(read(whole, kRate), read(pieces, kRate)));
    }

    void aStreamThatRunsDryIsSilentAndGoesOn() {
        Track track;
        track.begin();
        track.append(tone(0.1));
        auto out = read(track, kRate / 5); // 0.1 s sound, 0.1 s nothing
        QVERIFY(isSilent(std::span(out).last(kRate / 10 - 1)));
        QVERIFY(!track.idle());
        track.append(tone(0.1, kRate / 10));
        track.close();
        append(out, read(track, kRate / 5));
        QVERIFY(largestStep(out) < kSmooth);
        const auto after = std::span(out).subspan(kRate / 5 + kFade, kRate / 10 - 2 * kFade);
        QVERIFY(equal(after, std::span(tone(0.1, kRate / 10)->samples).subspan(kFade, after.size())));
        QVERIFY(track.idle());
    }

    void aClipThatComesJustInTimeIsNotHeardAsACut() {
        Track track;
        track.begin();
        track.append(tone(0.1));
        auto out = read(track, std::size_t(kRate / 10 - kFade / 2)); // the fade has begun
        track.append(tone(0.1, kRate / 10));
        append(out, read(track, kRate / 10));
        QVERIFY(largestStep(out) < kSmooth);
        const auto later = std::span(out).subspan(kRate / 10 + kFade, kRate / 20);
        QVERIFY(equal(later, std::span(tone(0.2)->samples).subspan(kRate / 10 + kFade, kRate / 20)));
    }

    void pauseAndResumeLoseNothing() {
        Track track;
        const auto clip = tone(0.5);
        track.play(clip, 0, -1);
        auto out = read(track, kRate / 10);
        track.pause();
        append(out, read(track, kRate / 10));
        QVERIFY(isSilent(std::span(out).last(kRate / 10 - kFade)));
        QVERIFY(track.silent());
        QVERIFY(!track.idle());
        const double at = track.seconds();
        QVERIFY(std::abs(at - 0.1) < 0.006);
        QVERIFY(isSilent(read(track, kRate / 10)));
        QCOMPARE(track.seconds(), at);
        track.resume();
        append(out, read(track, kRate / 2));
        QVERIFY(largestStep(out) < kSmooth);
        const auto resumed = std::span(out).subspan(kRate / 5 + kFade, kRate / 10);
        const auto from = std::size_t(std::lround(at * kRate)) + kFade;
        QVERIFY(equal(resumed, std::span(clip->samples).subspan(from, resumed.size())));
    }

    void stopFadesWithinFiveMilliseconds() {
        Track track;
        track.play(tone(0.5), 0, -1);
        auto out = read(track, 3000);
        track.stop();
        append(out, read(track, 2000));
        QVERIFY(largestStep(out) < kSmooth);
        QVERIFY(isSilent(std::span(out).last(2000 - kFade)));
        QVERIFY(track.idle());
        track.append(tone(0.1)); // late chunks of what was stopped
        QVERIFY(isSilent(read(track, 2000)));
    }

    void aStopMayTakeLonger() {
        constexpr int kLong = 3 * kFade;
        Track track;
        track.play(tone(0.5), 0, -1);
        auto out = read(track, 3000);
        track.stop(kLong);
        append(out, read(track, 2000));
        QVERIFY(largestStep(out) < kSmooth);
        QVERIFY(!isSilent(std::span(out).subspan(3000 + kLong - kFade / 2, kFade / 2)));
        QVERIFY(isSilent(std::span(out).last(2000 - kLong)));
        QVERIFY(track.idle());

        track.play(tone(0.1), 0, -1); // ends within the fade
        out = read(track, kRate / 10 - kFade - 10);
        track.stop(10 * kFade);
        append(out, read(track, 2000));
        QVERIFY(largestStep(out) < kSmooth);

        track.play(tone(0.5), 0, -1); // what comes next fades as ever
        out = read(track, 3000);
        track.stop();
        append(out, read(track, 2000));
        QVERIFY(isSilent(std::span(out).last(2000 - kFade)));
    }

    void seekJumpsWithoutAClick() {
        Track track;
        const auto clip = tone(1.0);
        track.play(clip, 0, -1);
        auto out = read(track, 3000);
        track.seek(0.7);
        QCOMPARE(track.seconds(), 0.7);
        append(out, read(track, 3000));
        QVERIFY(largestStep(out) < kSmooth);
        const auto arrived = std::span(out).subspan(3000 + 2 * kFade + 10, 500);
        const auto begin = clip->samples.begin() + int(0.7 * kRate) + kFade;
        const auto found = std::search(begin, clip->samples.end(), arrived.begin(), arrived.end());
        QVERIFY(found < begin + 20);
        track.seek(1e9); // beyond the end
        read(track, 3000);
        QVERIFY(track.idle());
    }

    void aPausedTrackCanSeek() {
        Track track;
        track.play(tone(1.0), 0, -1);
        read(track, 2000);
        track.pause();
        read(track, 2000);
        track.seek(0.5);
        QCOMPARE(track.seconds(), 0.5);
        QVERIFY(isSilent(read(track, 500)));
        track.resume();
        read(track, 240);
        QVERIFY(std::abs(track.seconds() - 0.51) < 0.0015);
    }

    void aPartIsPlayedAndLooped() {
        Track track;
        track.play(tone(1.0), 0.25, 0.5);
        QCOMPARE(track.seconds(), 0.25);
        track.setLoop(true);
        const auto out = read(track, 3 * kRate);
        QVERIFY(!track.idle());
        QVERIFY(largestStep(out) < kSmooth);
        QVERIFY(track.seconds() >= 0.25 && track.seconds() <= 0.5);
        QVERIFY(*std::max_element(out.end() - kRate / 4, out.end()) > 0.7F);
        track.setLoop(false);
        read(track, kRate / 2);
        QVERIFY(track.idle());
    }

    void anotherClipTakesOverWithoutAClick() {
        Track track;
        track.play(tone(1.0), 0, -1);
        auto out = read(track, 3000);
        const auto second = tone(0.5, 37);
        track.play(second, 0, -1);
        append(out, read(track, 5000));
        QVERIFY(largestStep(out) < kSmooth);
        const auto inside = std::span(out).subspan(3000 + 3 * kFade, 100);
        QVERIFY(std::search(second->samples.begin(), second->samples.end(), inside.begin(), inside.end()) !=
                second->samples.end());
    }

    void volumeAndMuteGlide() {
        Track track;
        track.play(tone(1.0), 0, -1);
        auto out = read(track, 5000);
        track.setVolume(0.25);
        append(out, read(track, 5000));
        QVERIFY(largestStep(out) < kSmooth);
        const float loudest = *std::max_element(out.end() - 2000, out.end());
        QVERIFY(std::abs(loudest - 0.2F) < 0.001F);
        track.setVolume(0);
        read(track, kFade);
        QVERIFY(isSilent(read(track, 500)));
        QVERIFY(!track.silent()); // it goes on, unheard
    }

    void otherSampleRatesSoundAtTheirPitch() {
        Track track;
        track.play(tone(0.5, 0, 48000), 0, -1);
        QVERIFY(std::abs(track.totalSeconds() - 0.5) < 0.001);
        const auto out = read(track, kRate / 2);
        const auto expected = tone(0.5);
        double difference = 0;
        for (std::size_t i = 2000; i < 10000; ++i)
            difference = std::max(difference, double(std::abs(out[i] - expected->samples[i])));
        QVERIFY2(difference < 0.01, qPrintable(QString::number(difference)));
    }

    void emptyAndMissingClipsAreNothing() {
        Track track;
        track.begin();
        track.append(nullptr);
        track.append(std::make_shared<engine::Clip>());
        track.close();
        QVERIFY(isSilent(read(track, 100)));
        QVERIFY(track.idle());
        track.play(tone(0.1), 5, 2);
        QVERIFY(isSilent(read(track, 100)));
        QVERIFY(track.idle());
    }
};

QTEST_APPLESS_MAIN(TestTrack)
#include "tst_track.moc"
