// The player and devices that come, go and fall silent, on a real PulseAudio server.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <functional>
#include <span>

#include "app/speech/player.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"

using app::Problem;
using app::speech::Player;
using State = app::speech::Player::State;
using namespace Qt::StringLiterals;

class TestPlayerDevices : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 30'000; // ms; how fast it is, the soak judges

    SoundServer m_server;

    static bool waitFor(Player &player, State state, int timeout = kPatience) {
        return QTest::qWaitFor([&] { return player.state() == state; }, timeout);
    }

    // To its end; so short that the state may be Stopped again before anybody looks.
    static bool playsThrough(Player &player, const engine::ClipPtr &clip) {
        QSignalSpy states(&player, &Player::stateChanged);
        player.play(clip);
        return QTest::qWaitFor([&] { return states.size() == 2; }, kPatience) &&
               states.first().first().value<State>() == State::Playing && player.state() == State::Stopped;
    }

    // Runs `round` again when it went wrong and a silence that it made and measured lasted longer than the player
    // bears: then the machine slept, and not the player gave up too early.
    static QString inTime(qint64 borne, const std::function<QString(QElapsedTimer &silent, qint64 &took)> &round) {
        QString wrong;
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer silent;
            qint64 took = 0;
            wrong = round(silent, took);
            if (wrong.isEmpty() || took <= borne)
                return wrong;
            qInfo("%s, but it was silent for %lld ms: again", qPrintable(wrong), took);
        }
        return wrong;
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests(), QString()); }

    void init() {
        if (QByteArray(QTest::currentTestFunction()) != "withoutADeviceItSaysSo")
            m_server.addSink(u"first"_qs);
    }

    void withoutADeviceItSaysSo() {
        Player player;
        QSignalSpy device(&player, &Player::deviceChanged);
        QSignalSpy problem(&player, &Player::problem);
        QVERIFY(device.wait(kPatience));
        QCOMPARE(device.first().first().toString(), QString());
        player.begin(1);
        player.append(1, speech());
        player.begin(2);
        QVERIFY(problem.wait(kPatience));
        QTest::qWait(100);
        QCOMPARE(problem.count(), 1); // once for streams: synthesis goes on
        player.play(speech());
        QVERIFY(problem.wait(kPatience));
        QCOMPARE(player.state(), State::Stopped);
        const auto said = problem.last().first().value<Problem>();
        QVERIFY(!said.what.isEmpty() && !said.remedy.isEmpty());

        m_server.addSink(u"first"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        QCOMPARE(player.devices().size(), 1);
        QVERIFY(player.devices().first().isDefault);
        player.play(speech());
        QVERIFY(waitFor(player, State::Playing));
    }

    void aDeviceThatVanishesIsReplacedAndSaid() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            m_server.addSink(u"headset"_qs);
            Player player;
            player.setDevice("headset");
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"headset"_qs; }, kPatience));
            QSignalSpy problem(&player, &Player::problem);
            player.play(speech());
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(500);
            Recording recording(u"first"_qs);
            m_server.removeSink(u"headset"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, kPatience));
            HEARD(player.state() == State::Playing);
            HEARD(QTest::qWaitFor([&] { return problem.count() == 1; }, kPatience));
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
                                  kPatience)); // the person's choice comes back
            m_server.removeSink(u"headset"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, kPatience));
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void whenTheLastDeviceVanishesItPausesAndGoesOnByItself() {
        Player player;
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        QSignalSpy device(&player, &Player::deviceChanged);
        player.play(speech());
        QVERIFY(waitFor(player, State::Playing));
        QTest::qWait(400);
        m_server.removeSink(u"first"_qs);
        QVERIFY(waitFor(player, State::Paused));
        QCOMPARE(player.deviceName(), QString());
        QVERIFY(player.devices().isEmpty());
        m_server.addSink(u"first"_qs);
        const Recording listener(u"first"_qs); // a null sink that nobody hears plays in blocks of 2 s
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        QVERIFY(waitFor(player, State::Playing));
        player.seek(speech()->seconds() - 0.3);
        QVERIFY(waitFor(player, State::Stopped));

        player.play(speech()); // what the person paused stays paused
        QVERIFY(waitFor(player, State::Playing));
        player.pause();
        QVERIFY(waitFor(player, State::Paused));
        m_server.removeSink(u"first"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), QString(), kPatience);
        m_server.addSink(u"first"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        QTest::qWait(500);
        QCOMPARE(player.state(), State::Paused);
    }

    // What was paused with the device goes when something else is asked for: it never comes back under another take.
    void withoutADeviceTheNextTakeEndsTheOldOne_data() {
        QTest::addColumn<bool>("stream");
        QTest::newRow("a stream") << true;
        QTest::newRow("a clip") << false;
    }

    void withoutADeviceTheNextTakeEndsTheOldOne() {
        QFETCH(bool, stream);
        Player player;
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        player.play(tone(10));
        QVERIFY(waitFor(player, State::Playing));
        QTest::qWait(300);
        m_server.removeSink(u"first"_qs);
        QVERIFY(waitFor(player, State::Paused));
        if (stream) {
            player.begin(2);
            player.append(2, speech());
            player.endOfStream(2);
        } else {
            player.play(speech());
        }
        QVERIFY(waitFor(player, State::Stopped));
        m_server.addSink(u"first"_qs);
        const Recording listener(u"first"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        Recording recording(u"first"_qs);
        player.resume(); // there is nothing to go on with
        QTest::qWait(500);
        QCOMPARE(player.state(), State::Stopped);
        const auto silence = recording.stop();
        QVERIFY2(silence.size() > 0.4 * 24000, "the monitor handed nothing out");
        QCOMPARE(peak(silence), 0.0F);
        QVERIFY(playsThrough(player, tone(0.3)));
    }

    // A suspended sink takes one buffer and then nothing, without a word.
    void aSinkThatDiesTwiceInARowIsPausedAndSaid() {
        const Recording listener(u"first"_qs);
        Player player;
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        QSignalSpy problem(&player, &Player::problem);
        QSignalSpy position(&player, &Player::positionChanged);
        player.play(speech());
        QTRY_VERIFY(!position.isEmpty() && position.last().first().toDouble() > 0.4);
        QElapsedTimer clock;
        clock.start();
        m_server.suspendSink(u"first"_qs, true);
        QVERIFY(waitFor(player, State::Paused));
        QVERIFY2(clock.elapsed() > 1500, "it was opened again before it was given up");
        QTRY_COMPARE(problem.count(), 1);
        const auto said = problem.first().first().value<Problem>();
        QVERIFY(said.what.contains(u"first"_qs));
        QVERIFY(!said.remedy.isEmpty());
        QTest::qWait(1500);
        QCOMPARE(problem.count(), 1); // not over and over
        m_server.suspendSink(u"first"_qs, false);
        player.resume();
        QVERIFY(waitFor(player, State::Playing));
        player.seek(speech()->seconds() - 0.5);
        QVERIFY(waitFor(player, State::Stopped));
        QCOMPARE(problem.count(), 1);
    }

    // A device for compressed sound alone, as some digital outputs are: Qt 6.4 never returns from opening it.
    void aServerThatRefusesDoesNotEndSound() {
        m_server.removeSink(u"first"_qs);
        m_server.addSink(u"digital"_qs, u"formats=ac3-iec61937"_qs);
        Player player;
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"digital"_qs, kPatience);
        QSignalSpy problem(&player, &Player::problem);
        player.setVolume(0.5);
        player.play(tone(2));
        QVERIFY(problem.wait(kPatience));
        QVERIFY(!problem.first().first().value<Problem>().remedy.isEmpty());
        QCOMPARE(player.state(), State::Stopped);
        m_server.addSink(u"first"_qs);
        m_server.removeSink(u"digital"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        Recording recording(u"first"_qs);
        QVERIFY(playsThrough(player, tone(0.6)));
        QVERIFY(std::abs(peak(recording.stop()) - 0.4F) < 0.01F); // the person's volume
    }

    // As PulseAudio's null sink that nobody listened to: it has up to 2 s of silence to play before anything else.
    void aSinkThatBeginsLateIsWaitedFor() {
        const Recording listener(u"first"_qs);
        const QString wrong = inTime(2900, [&](QElapsedTimer &silent, qint64 &took) -> QString {
            Player player;
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, kPatience));
            QSignalSpy problem(&player, &Player::problem);
            m_server.suspendSink(u"first"_qs, true);
            silent.start();
            player.play(sentence());
            const bool playing = waitFor(player, State::Playing);
            QTest::qWait(2300); // given up after 3 s
            const State after = player.state();
            m_server.suspendSink(u"first"_qs, false);
            took = silent.elapsed();
            HEARD(playing);
            HEARD(after == State::Playing);
            HEARD(waitFor(player, State::Stopped)); // it was heard to its end
            HEARD(problem.isEmpty());
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    // Once is forgiven, and forgotten when it has played again.
    void aSinkThatFallsSilentNowAndThenPlaysOn() {
        const Recording listener(u"first"_qs);
        const QString wrong = inTime(1900, [&](QElapsedTimer &silent, qint64 &took) -> QString {
            Player player;
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, kPatience));
            QSignalSpy problem(&player, &Player::problem);
            QSignalSpy position(&player, &Player::positionChanged);
            player.play(tone(60));
            for (int i = 0; i < 2; ++i) {
                const auto played = [&] {
                    return !position.isEmpty() && position.last().first().toDouble() > 0.8 * (i + 1);
                };
                HEARD(QTest::qWaitFor(played, kPatience));
                m_server.suspendSink(u"first"_qs, true);
                silent.start();
                QTest::qWait(1400); // seen after 1 s, given up after 2 s
                m_server.suspendSink(u"first"_qs, false);
                took = std::max(took, silent.elapsed());
            }
            QTest::qWait(1500);
            HEARD(player.state() == State::Playing);
            HEARD(problem.isEmpty());
            Recording recording(u"first"_qs);
            QTest::qWait(300);
            HEARD(peak(recording.stop()) > 0.7F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(TestPlayerDevices)
#include "tst_player_devices.moc"
