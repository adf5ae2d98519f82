// What is heard when a track is read a second ahead and changed meanwhile: the same as if it were read sample by
// sample.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "app/speech/track_reader.h"

using app::speech::Track;
using app::speech::TrackReader;

namespace {

constexpr std::size_t kAhead = engine::kSampleRate;
constexpr std::size_t kWay = 1800; // samples that a device has taken and does not give back
// Where a track is that was played on a fresh device, when 2 s of that were heard.
constexpr double kPlace = 2 - double(kWay) / engine::kSampleRate;

engine::ClipPtr noise(double seconds, unsigned seed) {
    auto clip = std::make_shared<engine::Clip>();
    std::mt19937 random(seed);
    for (std::size_t i = 0; i < std::size_t(seconds * engine::kSampleRate); ++i)
        clip->samples.push_back(float(random() % 2000) / 1000.0F - 1.0F);
    return clip;
}

// A device that holds a second, as PulseStream does, and what was heard of it.
class Device {
public:
    explicit Device(std::size_t leadIn = 0) {
        reader.begin(leadIn);
        fill();
    }

    void hear(std::size_t samples) {
        m_heard += samples;
        fill();
    }
    // `way`: a device is not asked at each moment what it has taken, so that it may seem to be less than before.
    void change(const std::function<void(Track &)> &work, bool wakes = false, std::size_t way = kWay) {
        const std::size_t free = m_sound.size() - std::min(m_heard + way, m_sound.size());
        const std::size_t back = std::min(free, reader.retractable());
        reader.takeBack(back);
        m_sound.resize(m_sound.size() - back);
        changedAt = m_sound.size();
        reader.change(work, wakes);
        fill();
    }
    // Of silence at the end of what was read.
    double quiet() const {
        const auto last = std::find_if(m_sound.rbegin(), m_sound.rend(), [](float value) { return value != 0.0F; });
        return double(last - m_sound.rbegin()) / engine::kSampleRate;
    }
    std::vector<float> heard() const { return {m_sound.begin(), m_sound.begin() + std::ptrdiff_t(m_heard)}; }

    TrackReader reader;
    std::size_t changedAt = 0; // sample

private:
    void fill() {
        reader.heardAllBut(m_sound.size() - m_heard);
        std::vector<float> more(m_heard + kAhead - m_sound.size());
        reader.read(more);
        m_sound.insert(m_sound.end(), more.begin(), more.end());
        reader.heardAllBut(m_sound.size() - m_heard);
    }

    std::vector<float> m_sound;
    std::size_t m_heard = 0;
};

} // namespace

class TestTrackReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Random changes at random moments; the track beside it is changed at the same samples and never read ahead.
    void whatIsHeardIsWhatTheTrackSays() {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::mt19937 random(seed);
            Device device;
            Track track;
            std::vector<float> expected;
            const auto upTo = [&](std::size_t sample) {
                std::vector<float> more(sample - std::min(sample, expected.size()));
                track.read(more);
                expected.insert(expected.end(), more.begin(), more.end());
            };
            const auto clip = noise(4, seed), other = noise(2, seed + 1000);
            const std::vector<std::function<void(Track &)>> changes = {
                [&](Track &t) { t.play(clip, 0, -1); },
                [&](Track &t) { t.begin(); },
                [&](Track &t) { t.append(other); },
                [&](Track &t) { t.close(); },
                [&](Track &t) { t.pause(); },
                [&](Track &t) { t.resume(); },
                [&](Track &t) { t.seek(0.7); },
                [&](Track &t) { t.stop(); },
                [&](Track &t) { t.setVolume(0.25); },
                [&](Track &t) { t.setVolume(1); },
                [&](Track &t) { t.setLoop(true); },
                [&](Track &t) { t.setLoop(false); },
                [&](Track &t) {
                    t.play(std::vector<app::speech::GroupClip>{{clip, 1}, {other, 0.5}}, 0, 0, -1);
                },
                [&](Track &t) { t.hear(1); },
                [&](Track &t) { t.join(Track(t)); },
            };
            for (int step = 0; step < 60; ++step) {
                const auto &work = step == 0 ? changes[0] : changes[random() % changes.size()];
                device.change(work, false, kWay - random() % 1000);
                upTo(device.changedAt);
                QCOMPARE(expected.size(), device.changedAt);
                work(track);
                device.hear(random() % 3 == 0 ? random() % 100 : random() % 20000);
            }
            const std::vector<float> heard = device.heard();
            upTo(std::max(heard.size(), expected.size()));
            const auto differs = std::mismatch(heard.begin(), heard.end(), expected.begin()).first;
            QVERIFY2(differs == heard.end(), qPrintable(QStringLiteral("seed %1, sample %2 of %3")
                                                            .arg(seed)
                                                            .arg(differs - heard.begin())
                                                            .arg(heard.size())));
        }
    }

    void stopIsHeardAtOnce() {
        Device device;
        device.change([](Track &t) { t.play(noise(10, 1), 0, -1); });
        device.hear(48000);
        device.change([](Track &t) { t.stop(); });
        device.hear(kWay + Track::kFade + 1000);
        const std::vector<float> heard = device.heard();
        QVERIFY(std::all_of(heard.end() - 1000, heard.end(), [](float value) { return value == 0.0F; }));
        QVERIFY(heard[48000 + kWay - 1] != 0.0F);
    }

    void placeIsTheOneThatIsHeard() {
        Device device(720);
        device.change([](Track &t) { t.play(noise(10, 1), 2, -1); });
        QCOMPARE(device.reader.heardSeconds(), 2.0);
        double before = 2;
        for (int i = 0; i < 30; ++i) {
            device.hear(2400);
            const double now = device.reader.heardSeconds();
            const double expected = 2 + std::max(0.0, 0.1 * (i + 1) - double(device.changedAt) / 24000);
            QVERIFY2(std::abs(now - expected) < 0.011, qPrintable(QStringLiteral("%1, not %2").arg(now).arg(expected)));
            QVERIFY(now >= before);
            before = now;
        }
        device.change([](Track &t) { t.seek(7); });
        QCOMPARE(device.reader.heardSeconds(), 7.0); // at once, and it does not run back
        device.hear(100);
        QCOMPARE(device.reader.heardSeconds(), 7.0);
        device.hear(kWay + 2400);
        QVERIFY(std::abs(device.reader.heardSeconds() - 7.1) < 0.02);
        device.change([](Track &t) { t.seek(3); });
        device.change([](Track &t) { t.setVolume(0.7); }); // the jump is still ahead
        QCOMPARE(device.reader.heardSeconds(), 3.0);
        device.change([](Track &t) { t.seek(5); });
        device.change([](Track &t) { t.seek(5); });
        QCOMPARE(device.reader.heardSeconds(), 5.0);
        device.hear(kWay + 2400);
        QVERIFY(std::abs(device.reader.heardSeconds() - 5.1) < 0.02);
        device.change([](Track &t) { t.setVolume(0.5); }); // no jump: the place goes on
        const double place = device.reader.heardSeconds();
        device.hear(240);
        QVERIFY(device.reader.heardSeconds() > place);
    }

    void levelIsTheOneThatIsHeard() {
        auto quietThenLoud = std::make_shared<engine::Clip>();
        quietThenLoud->samples.assign(12000, 0.1F);
        quietThenLoud->samples.resize(24000, 0.9F);
        Device device;
        device.hear(100);
        device.change([&](Track &t) { t.play(quietThenLoud, 0, -1); });
        device.hear(kWay + 9000);
        QCOMPARE(device.reader.takePeak(), 0.1F);
        device.hear(4000);
        QCOMPARE(device.reader.takePeak(), 0.9F);
        QVERIFY(device.reader.takePeak() == 0.0F);
    }

    // What is played again on a device that was silent ends when it was heard, not a second later.
    void silenceCountsFromTheSoundOn() {
        Device device;
        device.hear(72000);
        QVERIFY(std::abs(device.reader.quietSeconds() - device.quiet()) < 0.02);
        QVERIFY(device.reader.quietSeconds() > 3.9);
        for (int i = 0; i < 3; ++i) {
            device.change([](Track &t) { t.play(noise(0.2, 1), 0, -1); }, true);
            QVERIFY(std::abs(device.reader.quietSeconds() - device.quiet()) < 0.02); // what is read ahead counts
            device.hear(100);
            device.change([](Track &t) { t.setVolume(0.5); });
            QVERIFY(std::abs(device.reader.quietSeconds() - device.quiet()) < 0.02);
            device.hear(24000);
        }
        device.change([](Track &t) { t.play(nullptr, 0, -1); }, true); // nothing: from where it was asked
        QVERIFY(device.reader.quietSeconds() < 1.01);
    }

    void aNewDeviceBeginsWithSilence() {
        Device device(720);
        device.change([](Track &t) { t.play(noise(1, 1), 0, -1); }, true, 100); // in the middle of it
        device.change([](Track &t) { t.setVolume(1); }, false, 100);
        device.hear(24000);
        const std::vector<float> heard = device.heard();
        QVERIFY(std::all_of(heard.begin(), heard.begin() + 720, [](float value) { return value == 0.0F; }));
        QVERIFY(std::any_of(heard.begin() + 720, heard.begin() + 740, [](float value) { return value != 0.0F; }));
    }

    // Another output takes over what is heard, not what comes in a second; and a change that is not heard yet counts.
    void whoJoinsStartsWhereItIsHeard() {
        Device device;
        device.change([](Track &t) { t.play(noise(10, 1), 0, -1); });
        device.hear(48000);
        QVERIFY(std::abs(device.reader.heardTrack().seconds() - kPlace) < 0.02);
        QVERIFY(device.reader.track().seconds() > 2.9);
        device.change([](Track &t) { t.pause(); });
        QVERIFY(device.reader.heardTrack().paused());
    }

    // As when a device goes: nothing that was not heard is lost, and no change either.
    void takingAllBackGoesOnWhereItWasHeard() {
        Device device;
        device.change([](Track &t) { t.play(noise(10, 1), 0, -1); });
        device.hear(48000);
        device.reader.takeBack(device.reader.retractable());
        QVERIFY(std::abs(device.reader.track().seconds() - kPlace) < 1e-3);

        Device paused;
        paused.change([](Track &t) { t.play(noise(10, 1), 0, -1); });
        paused.hear(48000);
        paused.change([](Track &t) { t.pause(); });
        paused.reader.takeBack(paused.reader.retractable());
        QVERIFY(paused.reader.track().paused());
    }

    void forgetsWhatWasHeard() {
        Device device;
        std::weak_ptr<const engine::Clip> old;
        {
            const engine::ClipPtr clip = noise(1, 1);
            old = clip;
            device.change([&](Track &t) { t.play(clip, 0, -1); });
        }
        device.hear(1000);
        device.change([](Track &t) { t.play(noise(5, 2), 0, -1); });
        QVERIFY(!old.expired()); // it still sounds
        device.hear(kWay + 2400);
        QVERIFY(old.expired());
    }
};

QTEST_APPLESS_MAIN(TestTrackReader)
#include "tst_track_reader.moc"
