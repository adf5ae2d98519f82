// Takes on one time line, as they come out of the track: which is heard, where, how loud, and without a click.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <memory>
#include <numbers>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "app/speech/level_matcher.h"
#include "app/speech/track.h"
#include "tests/patience.h"

using app::speech::ClipGroup;
using app::speech::GroupClip;
using app::speech::Track;

namespace {

constexpr int kRate = engine::kSampleRate;
constexpr int kFade = Track::kFade;
constexpr float kLoud = 0.5F;
// The steepest step of both tones at once, and what fade and cross-fade add. A cut steps up to 1.
constexpr float kSmooth = kLoud * 2 * std::numbers::pi_v<float> * 330 / kRate * 2 + 3.0F / kFade;

engine::ClipPtr tone(double seconds, double hertz, int rate = kRate) {
    auto clip = std::make_shared<engine::Clip>();
    clip->sampleRate = rate;
    clip->samples.resize(std::size_t(seconds * rate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = float(double(kLoud) * std::cos(2 * std::numbers::pi * hertz * double(i) / rate));
    return clip;
}

std::vector<float> read(Track &track, std::size_t count) {
    std::vector<float> out(count, 99.0F);
    for (std::size_t i = 0; i < count; i += 480)
        track.read(std::span(out).subspan(i, std::min<std::size_t>(480, count - i)));
    return out;
}

void append(std::vector<float> &all, const std::vector<float> &more) {
    all.insert(all.end(), more.begin(), more.end());
}

float largestStep(const std::vector<float> &samples) {
    float largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        largest = std::max(largest, std::abs(samples[i] - samples[i - 1]));
    return largest;
}

bool isPartOf(const engine::ClipPtr &clip, const std::vector<float> &out, std::size_t first, std::size_t last,
              float gain = 1) {
    for (std::size_t i = first; i < last; ++i) {
        if (std::abs(out[i] - clip->samples[i] * gain) > 1e-6F)
            return false;
    }
    return true;
}

std::vector<GroupClip> group(std::initializer_list<engine::ClipPtr> clips) {
    return {clips.begin(), clips.end()};
}

bool isSilent(std::span<const float> samples) {
    return std::all_of(samples.begin(), samples.end(), [](float value) { return value == 0.0F; });
}

} // namespace

class TestClipGroup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneIsHeardAndThenTheOtherAtTheSamePlace() {
        const auto a = tone(1, 220);
        const auto b = tone(1, 330);
        Track track;
        track.play(group({a, b}), 0, 0, -1);
        auto out = read(track, 6000);
        track.hear(1);
        append(out, read(track, 6000));
        track.hear(0);
        append(out, read(track, 6000));
        QVERIFY(isPartOf(a, out, kFade, 6000));
        QVERIFY(isPartOf(b, out, 6000 + ClipGroup::kCrossFade, 12000));
        QVERIFY(isPartOf(a, out, 12000 + ClipGroup::kCrossFade, 18000));
        QVERIFY(!isPartOf(a, out, 6000, 12000));
        QVERIFY2(largestStep(out) < kSmooth, qPrintable(QString::number(largestStep(out))));
        QCOMPARE(track.seconds(), 18000.0 / kRate);
    }

    void theChangeTakesFiveMillisecondsAndNotOne() {
        auto one = std::make_shared<engine::Clip>(*tone(1, 220));
        std::fill(one->samples.begin(), one->samples.end(), 0.4F);
        auto other = std::make_shared<engine::Clip>(*one);
        std::fill(other->samples.begin(), other->samples.end(), -0.4F);
        Track track;
        track.play(group({one, other}), 0, 0, -1);
        read(track, 6000);
        track.hear(1);
        const auto out = read(track, 2000);
        QVERIFY(std::abs(out[59]) < 0.01F); // half way there
        QVERIFY(largestStep(out) < 0.8F / 119 * std::numbers::pi_v<float> / 2);
        QCOMPARE(out[120], -0.4F);
    }

    // y = a(1 − w) + b w, w = (1 − cos πt)/2, also where one change begins in the middle of another: among as many
    // clips as there may be, in 1,000 changes at moments of all kinds.
    void aThousandChangesAreWhatTheFormulaSays() {
        constexpr int kChanges = 1000;
        std::mt19937 chance(7);
        std::vector<GroupClip> clips;
        for (std::size_t i = 0; i < ClipGroup::kMost; ++i)
            clips.push_back({tone(20, 110.0 + 20.0 * double(i)), 0.5 + 0.04 * double(i)});
        ClipGroup heard(clips, 0);
        std::vector<double> weights(clips.size()), before(clips.size());
        std::size_t now = 0, position = 0;
        int since = ClipGroup::kCrossFade; // samples since the last change began
        weights[0] = before[0] = 1;
        double worst = 0, sum = 0;
        for (int change = 0; change < kChanges; ++change) {
            const std::size_t other = chance() % clips.size();
            heard.hear(int(other));
            if (other != now) {
                before = weights;
                now = other;
                since = 0;
            }
            for (int i = int(chance() % 900); i >= 0; --i) {
                since = std::min(since + 1, ClipGroup::kCrossFade);
                const double w = (1 - std::cos(std::numbers::pi * since / ClipGroup::kCrossFade)) / 2;
                double expected = 0;
                for (std::size_t k = 0; k < clips.size(); ++k) {
                    weights[k] = before[k] * (1 - w) + (k == now ? w : 0);
                    expected += weights[k] * clips[k].gain * double(clips[k].clip->samples[position]);
                }
                worst = std::max(worst, std::abs(double(heard.at(position)) - expected));
                position = (position + 1) % heard.size();
            }
        }
        for (const double weight : weights)
            sum += weight;
        QVERIFY(std::abs(sum - 1) < 1e-9);
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
    }

    void whatIsNotThereCannotBeHeard() {
        const auto a = tone(1, 220);
        Track track;
        track.play(group({a, tone(1, 330)}), 7, 0, -1); // the last one
        read(track, 1000);
        track.hear(-3); // the first
        const auto out = read(track, 3000);
        QVERIFY(std::equal(out.begin() + ClipGroup::kCrossFade, out.end(),
                           a->samples.begin() + 1000 + ClipGroup::kCrossFade,
                           [](float one, float other) { return std::abs(one - other) < 1e-6F; }));
        track.play(group({}), 0, 0, -1);
        read(track, 1000);
        QVERIFY(track.idle());
    }

    void playingCanBeginWithTheSecond() {
        const auto b = tone(1, 330);
        Track track;
        track.play(group({tone(1, 220), b}), 1, 0, -1);
        QVERIFY(isPartOf(b, read(track, 6000), kFade, 6000));
    }

    void theShorterOneIsSilentAfterItsEnd() {
        const auto a = tone(0.5, 220);
        const auto b = tone(1, 330);
        Track track;
        track.play(group({a, b}), 0, 0, -1);
        QCOMPARE(track.totalSeconds(), 1.0);
        auto out = read(track, kRate / 2 + 4000);
        QVERIFY(isSilent(std::span(out).subspan(kRate / 2)));
        QVERIFY(!track.idle());
        track.hear(1);
        append(out, read(track, 2000));
        QVERIFY(isPartOf(b, out, kRate / 2 + 4000 + ClipGroup::kCrossFade, out.size()));
        QVERIFY(largestStep(out) < kSmooth);
        read(track, kRate / 2);
        QVERIFY(track.idle());
    }

    void gainsAreKeptApartAndGlide() {
        const auto a = tone(1, 220);
        const auto b = tone(1, 330);
        Track track;
        track.play(std::vector<GroupClip>{{a, 0.5}, {b, 1}}, 0, 0, -1);
        auto out = read(track, 4000);
        QVERIFY(isPartOf(a, out, kFade, 4000, 0.5F));
        track.hear(1);
        append(out, read(track, 4000));
        QVERIFY(isPartOf(b, out, 4000 + ClipGroup::kCrossFade, 8000, 1));
        track.setGroupGains(std::vector<double>{0.5, 0.25});
        append(out, read(track, 4000));
        QVERIFY(isPartOf(b, out, 8000 + ClipGroup::kCrossFade, 12000, 0.25F));
        QVERIFY(largestStep(out) < kSmooth);
    }

    void aLoopKeepsWhichIsHeard() {
        const auto b = tone(0.5, 330);
        Track track;
        track.setLoop(true);
        track.play(group({tone(0.5, 220), b}), 0, 0.25, 0.5);
        read(track, 1000);
        track.hear(1);
        const auto out = read(track, 3 * kRate);
        QVERIFY(!track.idle());
        QVERIFY(track.seconds() >= 0.25);
        QVERIFY(largestStep(out) < kSmooth);
        const auto late = std::span(out).last(500);
        const auto inB = std::search(b->samples.begin(), b->samples.end(), late.begin() + 130, late.begin() + 230,
                                     [](float one, float other) { return std::abs(one - other) < 1e-6F; });
        const bool atTheSeam = isSilent(late.subspan(130, 100));
        QVERIFY(inB != b->samples.end() || atTheSeam);
    }

    void aGroupAndAClipTakeOverFromEachOtherWithoutAClick() {
        const auto a = tone(1, 220);
        Track track;
        track.play(group({a, tone(1, 330)}), 1, 0, -1);
        auto out = read(track, 3000);
        track.play(tone(1, 220), 0, -1);
        append(out, read(track, 3000));
        track.hear(1); // there is no group any more
        append(out, read(track, 3000));
        QVERIFY(largestStep(out) < kSmooth);
        track.play(group({a, nullptr}), 0, 0, -1);
        append(out, read(track, 3000));
        QVERIFY(largestStep(out) < kSmooth);
        track.hear(1); // what is missing is silent
        const auto missing = read(track, 3000);
        QVERIFY(isSilent(std::span(missing).last(2000)));
        track.play(group({nullptr, nullptr}), 0, 0, -1);
        read(track, 1000);
        QVERIFY(track.idle());
    }

    void otherSampleRatesSoundAtTheirPitch() {
        Track track;
        track.play(group({tone(0.5, 220, 48000), tone(0.5, 330, 16000)}), 1, 0, -1);
        QVERIFY(std::abs(track.totalSeconds() - 0.5) < 0.001);
        const auto out = read(track, 10000);
        const auto expected = tone(0.5, 330);
        float worst = 0;
        for (std::size_t i = 2000; i < 9000; ++i)
            worst = std::max(worst, std::abs(out[i] - expected->samples[i]));
        QVERIFY2(worst < 0.01F, qPrintable(QString::number(worst)));
    }

    void theLouderOneIsTurnedDownToTheOther() {
        const auto quiet = std::make_shared<engine::Clip>(engine::audio::withGain(*tone(1, 440), -6));
        app::speech::LevelMatcher matcher;
        std::optional<engine::audio::LevelMatch> match;
        matcher.match(quiet, tone(1, 440), this, [&](const auto &found) { match = found; });
        QVERIFY(!match); // it is found out elsewhere
        QTRY_VERIFY(match);
        QCOMPARE(match->first, 0.0);
        QVERIFY2(std::abs(match->second + 6) < 0.05, qPrintable(QString::number(match->second)));
        QVERIFY(std::abs(app::speech::toLinear(match->second) - 0.501) < 0.005);

        auto damaged = std::make_shared<engine::Clip>(*tone(1, 440));
        damaged->samples[7] = std::numeric_limits<float>::quiet_NaN();
        match.reset();
        matcher.match(damaged, quiet, this, [&](const auto &found) { match = found; });
        QTRY_VERIFY(match);
        QCOMPARE(match->first, 0.0);
        QCOMPARE(match->second, 0.0);
    }

    void nobodyIsAnsweredWhoHasGone() {
        app::speech::LevelMatcher matcher;
        bool answered = false;
        {
            QObject asker;
            matcher.match(tone(1, 440), tone(1, 220), &asker, [&](const auto &) { answered = true; });
        }
        bool nextAnswered = false; // one after the other
        matcher.match(tone(1, 440), tone(1, 220), this, [&](const auto &) { nextAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(nextAnswered, 30000);
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(TestClipGroup)
#include "tst_clip_group.moc"
