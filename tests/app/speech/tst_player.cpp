// The player against a real PulseAudio server: what comes out of the sink's monitor is compared with what went in.
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <span>

#include "app/speech/player.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"

using app::speech::Player;
using app::speech::SoundSystem;
using State = app::speech::Player::State;
using namespace Qt::StringLiterals;

class TestPlayer : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 30'000; // ms

    SoundServer m_server;

    static bool waitFor(Player &player, State state, int timeout = kPatience) {
        return QTest::qWaitFor([&] { return player.state() == state; }, timeout);
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests(), QString()); }

    void init() { m_server.addSink(u"first"_qs); }

    void aTakeIsHeardSampleBySample_data() {
        QTest::addColumn<bool>("throughQt");
        QTest::newRow("spoken to directly") << false;
        QTest::newRow("through Qt, where PulseAudio is not") << true;
    }
    void aTakeIsHeardSampleBySample() {
        QFETCH(bool, throughQt);
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player(nullptr, throughQt ? SoundSystem::Qt : SoundSystem::Direct);
            QSignalSpy level(&player, &Player::levelChanged);
            QSignalSpy position(&player, &Player::positionChanged);
            Recording recording(u"first"_qs);
            HEARD(recording.runs());
            player.play(sentence());
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto &clip = sentence()->samples;
            const auto start = findStart(heard, clip);
            HEARD(start);
            HEARD(*start + clip.size() <= heard.size());
            const auto same = std::span(heard).subspan(*start, clip.size());
            HEARD(correlation(same, clip) >= 0.99);
            const float worst = worstDifference(same, clip);
            HEARD(worst < 1e-4F);

            // Thirty a second in 1.2 s, fewer where the machine is busy; how soon each is shown, ui/event_loop_gap
            // says.
            HEARD(position.count() > 5 && position.count() < 64);
            double last = 0;
            for (const auto &signal : position) {
                HEARD(signal[0].toDouble() >= last - 0.03);
                last = signal[0].toDouble();
                HEARD(std::abs(signal[1].toDouble() - sentence()->seconds()) < 0.001);
            }
            HEARD(std::abs(last - sentence()->seconds()) < 0.1);
            double loudest = 0;
            for (const auto &signal : level)
                loudest = std::max(loudest, signal[0].toDouble());
            HEARD(std::abs(loudest - double(peak(clip))) < 0.01);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void itStaysOpenWhereThatIsWanted() {
        const auto streams = [] {
            QProcess pactl;
            pactl.start(u"pactl"_qs, {u"list"_qs, u"short"_qs, u"sink-inputs"_qs});
            pactl.waitForFinished(kPatience);
            return int(pactl.readAllStandardOutput().count('\n'));
        };
        Player player;
        player.setStaysOpen(true);
        QTRY_COMPARE_WITH_TIMEOUT(streams(), 1, kPatience);
        player.play(sentence());
        QVERIFY(waitFor(player, State::Playing));
        QVERIFY(waitFor(player, State::Stopped));
        QTest::qWait(1500); // a device is let go after a second of silence otherwise
        QCOMPARE(streams(), 1);
        player.setStaysOpen(false);
        QTRY_COMPARE_WITH_TIMEOUT(streams(), 0, kPatience);
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
            player.append(1, part(speech(), 1, 1.8));
            player.endOfStream(1);
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto all = std::span(speech()->samples).first(43200);
            const auto first = findStart(heard, all.first(24000));
            const auto second = findStart(heard, all.subspan(24000));
            HEARD(first && second);
            HEARD(*second >= *first + 24000 + 8000);
            HEARD(worstDifference(std::span(heard).subspan(*first), all.first(24000)) < 1e-4F);
            HEARD(worstDifference(std::span(heard).subspan(*second), all.subspan(24000)) < 1e-4F);
            HEARD(largestStep(heard) < 1.1F * largestStep(all) + 0.01F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    // A cut through a 0.8 tone without a fade is a step of up to 1.6; the tone itself steps 0.046 at most.
    void pauseSeekAndStopDoNotClick_data() { aTakeIsHeardSampleBySample_data(); }
    void pauseSeekAndStopDoNotClick() {
        QFETCH(bool, throughQt);
        const QString wrong = withoutUnderruns([&]() -> QString {
            Player player(nullptr, throughQt ? SoundSystem::Qt : SoundSystem::Direct);
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
            player.play(tone(60)); // long, so that stopping is what ends it
            QTest::qWait(150);
            player.stop();
            HEARD(waitFor(player, State::Stopped));
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
            player.play(part(speech(), 0, 1.8));
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
            const auto rest = part(speech(), at + 0.15, 1.8);
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
        player.play(speech(), 0.5, 0.7);
        QVERIFY(waitFor(player, State::Playing));
        QTest::qWait(700);
        QCOMPARE(player.state(), State::Playing);
        player.setLoop(false);
        QVERIFY(waitFor(player, State::Stopped));
    }

    void aDeviceOfAnotherFormatHearsTheSame() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            m_server.addSink(u"stereo"_qs, u"rate=48000 channels=2 format=s16le"_qs);
            Player player;
            player.setDevice("stereo");
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"stereo"_qs; }, kPatience));
            Recording recording(u"stereo"_qs);
            player.play(sentence());
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            const auto heard = recording.stop();
            const auto start = findStart(heard, sentence()->samples);
            HEARD(start);
            const double match = correlation(std::span(heard).subspan(*start), sentence()->samples);
            HEARD(match >= 0.99);
            m_server.removeSink(u"stereo"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, kPatience));
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void mayBeDestroyedWhilePlaying() {
        QElapsedTimer clock;
        {
            Player player;
            player.play(tone(120));
            QVERIFY(waitFor(player, State::Playing));
            QTest::qWait(100);
            clock.start();
        }
        QVERIFY(clock.elapsed() < kPatience);
    }
};

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_player.moc"
