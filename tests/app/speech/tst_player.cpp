// The player against a real PulseAudio server: what comes out of the sink's monitor is compared with what went in.
#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <optional>
#include <vector>

#include "app/speech/player.h"
#include "app/speech/track.h"
#include "engine/audio/file.h"
#include "tests/app/speech/sound_server.h"

using app::Problem;
using app::speech::Player;
using State = app::speech::Player::State;
using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kFade = app::speech::Track::kFade;

engine::ClipPtr speech() {
    static const engine::ClipPtr clip = [] {
        auto read = std::make_shared<engine::Clip>();
        const auto sound = engine::audio::readSound(SOURCE_FOLDER "/voices/slt/reference.wav", 60);
        read->sampleRate = sound.sampleRate;
        read->samples = sound.interleaved;
        return read;
    }();
    return clip;
}

engine::ClipPtr part(const engine::ClipPtr &clip, double from, double to) {
    auto piece = std::make_shared<engine::Clip>();
    piece->samples.assign(clip->samples.begin() + int(from * clip->sampleRate),
                          clip->samples.begin() + std::min(int(to * clip->sampleRate), int(clip->samples.size())));
    return piece;
}

engine::ClipPtr tone(double seconds) {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.resize(std::size_t(seconds * clip->sampleRate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = float(0.8 * std::cos(2 * std::numbers::pi * 220 * double(i) / clip->sampleRate));
    return clip;
}

double correlation(std::span<const float> one, std::span<const float> other, std::size_t step = 1) {
    double product = 0;
    double powerOne = 0;
    double powerOther = 0;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()); i += step) {
        product += double(one[i]) * double(other[i]);
        powerOne += double(one[i]) * double(one[i]);
        powerOther += double(other[i]) * double(other[i]);
    }
    return powerOne > 0 && powerOther > 0 ? product / std::sqrt(powerOne * powerOther) : 0;
}

// Where in the recording the clip begins, found by its first 100 ms of sound.
std::optional<std::size_t> findStart(std::span<const float> recording, std::span<const float> clip) {
    const auto loud =
        std::find_if(clip.begin() + kFade, clip.end(), [](float value) { return std::abs(value) > 0.05F; });
    const auto key = clip.subspan(std::size_t(loud - clip.begin()), 2400);
    double best = 0.9;
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at + key.size() < recording.size(); ++at) {
        const double match = correlation(recording.subspan(at, key.size()), key, 7);
        if (match > best) {
            best = match;
            found = at;
        }
    }
    const auto offset = std::size_t(loud - clip.begin());
    return found && *found >= offset ? std::optional(*found - offset) : std::nullopt;
}

float largestStep(std::span<const float> samples) {
    float largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        largest = std::max(largest, std::abs(samples[i] - samples[i - 1]));
    return largest;
}

float peak(std::span<const float> samples) {
    float largest = 0;
    for (const float sample : samples)
        largest = std::max(largest, std::abs(sample));
    return largest;
}

// Differences from the clip outside its fades; a gap or a repeated block anywhere makes this large.
float worstDifference(std::span<const float> recording, std::span<const float> clip) {
    float worst = 0;
    for (std::size_t i = kFade; i + kFade < clip.size(); ++i)
        worst = std::max(worst, std::abs(recording[i] - clip[i]));
    return worst;
}

} // namespace

#define HEARD(condition)                                                                                               \
    if (!(condition))                                                                                                  \
    return QStringLiteral("line %1: %2").arg(__LINE__).arg(QStringLiteral(#condition))

// How often the server says that a stream ran dry: on a machine that is too busy the sound server or Qt's timer comes
// too late, and the recording has a hole that no player could have prevented.
std::atomic<int> s_underruns = 0;
QtMessageHandler s_previousHandler = nullptr;

void countUnderruns(QtMsgType type, const QMessageLogContext &context, const QString &message) {
    if (QByteArrayView(context.category) != "qt.multimedia.pulseaudio.output")
        s_previousHandler(type, context, message);
    else if (message.startsWith(u"Buffer underflow"_qs))
        ++s_underruns;
}

// Runs `hear` again, four times at most, when it went wrong and the server had said that it ran dry. `hear` returns
// what is wrong, or nothing.
QString withoutUnderruns(const std::function<QString()> &hear) {
    QString wrong;
    for (int round = 0; round < 4; ++round) {
        s_underruns = 0;
        wrong = hear();
        if (wrong.isEmpty() || s_underruns == 0)
            return wrong;
        qInfo("%s, but the sound server ran dry %d times: again", qPrintable(wrong), s_underruns.load());
    }
    return wrong;
}

class TestPlayer : public QObject {
    Q_OBJECT

    SoundServer m_server;

    static bool waitFor(Player &player, State state, int timeout = 10000) {
        return QTest::qWaitFor([&] { return player.state() == state; }, timeout);
    }

private Q_SLOTS:
    void initTestCase() {
        s_previousHandler = qInstallMessageHandler(&countUnderruns);
        QLoggingCategory::setFilterRules(QStringLiteral("qt.multimedia.pulseaudio.output.debug=true"));
        const QString error = m_server.start();
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }

    void init() {
        if (QByteArray(QTest::currentTestFunction()) != "withoutADeviceItSaysSo")
            m_server.addSink(u"first"_qs);
    }

    void withoutADeviceItSaysSo() {
        Player player;
        QSignalSpy device(&player, &Player::deviceChanged);
        QSignalSpy problem(&player, &Player::problem);
        QVERIFY(device.wait(10000));
        QCOMPARE(device.first().first().toString(), QString());
        player.begin(1);
        player.append(1, speech());
        player.begin(2);
        QVERIFY(problem.wait());
        QTest::qWait(100);
        QCOMPARE(problem.count(), 1); // once for streams: synthesis goes on
        player.play(speech());
        QVERIFY(problem.wait());
        QCOMPARE(player.state(), State::Stopped);
        const auto said = problem.last().first().value<Problem>();
        QVERIFY(!said.what.isEmpty() && !said.remedy.isEmpty());

        m_server.addSink(u"first"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, 3000);
        QCOMPARE(player.devices().size(), 1);
        QVERIFY(player.devices().first().isDefault);
        player.play(speech());
        QVERIFY(waitFor(player, State::Playing));
    }

    void aTakeIsHeardSampleBySample() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player;
            QSignalSpy level(&player, &Player::levelChanged);
            QSignalSpy position(&player, &Player::positionChanged);
            Recording recording(u"first"_qs);
            HEARD(recording.runs());
            player.play(speech());
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto &clip = speech()->samples;
            const auto start = findStart(heard, clip);
            HEARD(start);
            HEARD(*start + clip.size() <= heard.size());
            const auto same = std::span(heard).subspan(*start, clip.size());
            HEARD(correlation(same, clip) >= 0.99);
            const float worst = worstDifference(same, clip);
            HEARD(worst < 1e-4F);

            HEARD(position.count() > 60 && position.count() < 140); // 3.3 s
            double last = 0;
            for (const auto &signal : position) {
                HEARD(signal[0].toDouble() >= last - 0.03);
                last = signal[0].toDouble();
                HEARD(std::abs(signal[1].toDouble() - speech()->seconds()) < 0.001);
            }
            HEARD(std::abs(last - speech()->seconds()) < 0.1);
            double loudest = 0;
            for (const auto &signal : level)
                loudest = std::max(loudest, signal[0].toDouble());
            HEARD(std::abs(loudest - double(peak(clip))) < 0.01);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void aStreamIsHeardAsItComes() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player;
            Recording recording(u"first"_qs);
            player.begin(7);
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(150); // the model thinks
            player.append(7, part(speech(), 0, 1));
            player.append(6, tone(1)); // of a job that is over
            player.append(7, part(speech(), 1, 2));
            QTest::qWait(300);
            player.append(7, part(speech(), 2, 60));
            player.endOfStream(7);
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto start = findStart(heard, speech()->samples);
            HEARD(start);
            const float worst = worstDifference(std::span(heard).subspan(*start), speech()->samples);
            HEARD(worst < 1e-4F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void aStreamThatRunsDryWaits() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player;
            Recording recording(u"first"_qs);
            player.begin(1);
            player.append(1, part(speech(), 0, 1));
            QTest::qWait(1600);
            HEARD(player.state() == State::Playing);
            player.append(1, part(speech(), 1, 60));
            player.endOfStream(1);
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto &all = speech()->samples;
            const auto first = findStart(heard, std::span(all).first(24000));
            const auto second = findStart(heard, std::span(all).subspan(24000));
            HEARD(first && second);
            HEARD(*second >= *first + 24000 + 8000);
            HEARD(worstDifference(std::span(heard).subspan(*first), std::span(all).first(24000)) < 1e-4F);
            HEARD(worstDifference(std::span(heard).subspan(*second), std::span(all).subspan(24000)) < 1e-4F);
            HEARD(largestStep(heard) < 1.1F * largestStep(all) + 0.01F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    // A cut through a 0.8 tone without a fade is a step of up to 1.6; the tone itself steps 0.046 at most.
    void pauseSeekAndStopDoNotClick() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player;
            Recording recording(u"first"_qs);
            player.play(tone(10));
            HEARD(waitFor(player, State::Playing));
            for (int i = 0; i < 3; ++i) {
                QTest::qWait(170 + 31 * i);
                player.pause();
                HEARD(waitFor(player, State::Paused));
                QTest::qWait(150);
                player.resume();
                HEARD(waitFor(player, State::Playing));
                QTest::qWait(113);
                player.seek(1.234 * i);
            }
            QTest::qWait(150);
            player.play(tone(5));
            QTest::qWait(150);
            player.stop();
            HEARD(waitFor(player, State::Stopped, 500));
            const auto heard = recording.stop();
            HEARD(peak(heard) > 0.7F);
            HEARD(largestStep(heard) < 0.07F);
            HEARD(peak(std::span(heard).last(1000)) == 0.0F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void aPauseKeepsItsPlaceEvenWhenTheDeviceWasLetGo() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player;
            QSignalSpy position(&player, &Player::positionChanged);
            player.play(speech());
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(800);
            player.pause();
            HEARD(waitFor(player, State::Paused));
            const double at = position.last()[0].toDouble();
            QTest::qWait(1500); // longer than the rest after which the sink is closed
            Recording recording(u"first"_qs);
            player.resume();
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto rest = part(speech(), at + 0.15, 60);
            const auto start = findStart(heard, rest->samples);
            HEARD(start);
            HEARD(worstDifference(std::span(heard).subspan(*start), rest->samples) < 1e-4F);
            std::size_t before = 0; // from where it went on: about where it was paused
            while (before < heard.size() && heard[before] == 0.0F)
                ++before;
            HEARD(std::abs(double(*start - before) / 24000 - 0.15) < 0.12);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void volumeAndMuteAreHeard() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player;
            player.setVolume(0.5);
            Recording recording(u"first"_qs);
            player.play(tone(0.6));
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            const auto half = recording.stop();
            HEARD(std::abs(peak(half) - 0.4F) < 0.01F);
            Recording silence(u"first"_qs);
            player.setMuted(true);
            player.play(tone(0.6));
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            HEARD(peak(silence.stop()) < 0.001F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void aLoopRepeatsItsPart() {
        Player player;
        player.setLoop(true);
        player.play(speech(), 0.5, 1.0);
        QVERIFY(waitFor(player, State::Playing));
        QTest::qWait(1500);
        QCOMPARE(player.state(), State::Playing);
        player.setLoop(false);
        QVERIFY(waitFor(player, State::Stopped, 2000));
    }

    void aDeviceOfAnotherFormatHearsTheSame() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            m_server.addSink(u"stereo"_qs, u"rate=48000 channels=2 format=s16le"_qs);
            Player player;
            player.setDevice("stereo");
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"stereo"_qs; }));
            Recording recording(u"stereo"_qs);
            player.play(speech());
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto start = findStart(heard, speech()->samples);
            HEARD(start);
            const double match = correlation(std::span(heard).subspan(*start), speech()->samples);
            HEARD(match >= 0.99);
            m_server.removeSink(u"stereo"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, 2000));
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void aDeviceThatVanishesIsReplacedAndSaid() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            m_server.addSink(u"headset"_qs);
            Player player;
            player.setDevice("headset");
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"headset"_qs; }));
            QSignalSpy problem(&player, &Player::problem);
            player.play(speech());
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(500);
            Recording recording(u"first"_qs);
            QElapsedTimer clock;
            clock.start();
            m_server.removeSink(u"headset"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, 2000));
            HEARD(player.state() == State::Playing);
            HEARD(QTest::qWaitFor([&] { return problem.count() == 1; }));
            const auto said = problem.first().first().value<Problem>();
            HEARD(said.what.contains(u"headset"_qs));
            HEARD(said.remedy.contains(u"first"_qs));
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto end = part(speech(), speech()->seconds() - 0.8, 60);
            const auto start = findStart(heard, end->samples);
            HEARD(start); // the rest of the sentence was heard on the other device
            HEARD(worstDifference(std::span(heard).subspan(*start), end->samples) < 1e-4F);
            m_server.addSink(u"headset"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"headset"_qs; },
                                  3000)); // the person's choice comes back
            m_server.removeSink(u"headset"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, 2000));
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void whenTheLastDeviceVanishesItPausesAndGoesOnLater() {
        Player player;
        QTRY_COMPARE(player.deviceName(), u"first"_qs);
        QSignalSpy device(&player, &Player::deviceChanged);
        player.play(speech());
        QVERIFY(waitFor(player, State::Playing));
        QTest::qWait(400);
        m_server.removeSink(u"first"_qs);
        QVERIFY(waitFor(player, State::Paused, 2500));
        QCOMPARE(player.deviceName(), QString());
        QVERIFY(player.devices().isEmpty());
        m_server.addSink(u"first"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, 3000);
        player.resume();
        QVERIFY(waitFor(player, State::Playing));
        QVERIFY(waitFor(player, State::Stopped));
    }

    void cleanupTestCase() { qInstallMessageHandler(s_previousHandler); }

    void mayBeDestroyedWhilePlaying() {
        QElapsedTimer clock;
        {
            Player player;
            player.play(tone(30));
            QVERIFY(waitFor(player, State::Playing));
            QTest::qWait(100);
            clock.start();
        }
        QVERIFY(clock.elapsed() < 1000);
    }
};

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_player.moc"
