// Monitor and program, on a real PulseAudio server: what a stream hears, and what it never hears.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "app/speech/player.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"

using app::Problem;
using app::speech::Player;
using State = app::speech::Player::State;
using namespace Qt::StringLiterals;

class TestProgramOutput : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 30'000; // ms; how fast it is, the soak judges
    // PulseAudio itself moves the sound of a vanished device to its default one, until the player takes it away.
    static constexpr double kMovedByServer = 0.25; // s

    SoundServer m_server;

    static double secondsOfSound(const std::vector<float> &heard) {
        return double(std::count_if(heard.begin(), heard.end(), [](float s) { return s != 0.0F; })) /
               engine::kSampleRate;
    }

    static bool waitFor(Player &player, State state) {
        return QTest::qWaitFor([&] { return player.state() == state; }, kPatience);
    }

    // With the monitor on "first" and the program on "stream".
    static bool ready(Player &player) {
        player.setDevice("first");
        player.setProgramDevice("stream");
        return QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs && player.program().present; },
                               kPatience);
    }

    static bool onAir(Player &player, bool wanted = true) {
        player.setOnAir(wanted);
        return QTest::qWaitFor([&] { return player.program().onAir == wanted; }, kPatience);
    }

    // Whether the recording holds all of the clip, without a gap.
    static bool holds(const std::vector<float> &recording, const engine::ClipPtr &clip) {
        const auto start = findStart(recording, clip->samples);
        if (!start || recording.size() < *start + clip->samples.size())
            return false;
        return correlation(std::span(recording).subspan(*start, clip->samples.size()), clip->samples, 1) >= 0.99;
    }

    void hear(const std::function<QString()> &what) {
        const QString wrong = withoutUnderruns([&] {
            init(); // a round may end without a sink that it took away
            return what();
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests(), QString()); }

    void init() {
        m_server.addSink(u"first"_qs);
        m_server.addSink(u"stream"_qs);
        m_server.setDefaultSink(u"first"_qs);
    }

    void offAirNothingReachesTheProgram() {
        hear([&]() -> QString {
            Player player;
            HEARD(ready(player));
            Recording monitor(u"first"_qs);
            Recording program(u"stream"_qs);
            player.play(sentence());
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            HEARD(holds(monitor.stop(), sentence()));
            const auto silence = program.stop();
            HEARD(silence.size() >= sentence()->samples.size());
            HEARD(peak(silence) == 0.0F);
            return {};
        });
    }

    void onAirBothHearTheTake() {
        hear([&]() -> QString {
            Player player;
            HEARD(ready(player));
            HEARD(onAir(player));
            Recording monitor(u"first"_qs);
            Recording program(u"stream"_qs);
            player.begin(1);
            player.append(1, part(sentence(), 0, 0.5));
            player.append(1, part(sentence(), 0.5, 60));
            player.endOfStream(1);
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            HEARD(holds(monitor.stop(), sentence()));
            HEARD(holds(program.stop(), sentence()));
            return {};
        });
    }

    void whatPlaysIsOnAirFromTheSwitchOnAndOffAtOnce() {
        hear([&]() -> QString {
            Player player;
            HEARD(ready(player));
            Recording monitor(u"first"_qs);
            Recording program(u"stream"_qs);
            player.play(speech());
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(500);
            HEARD(peak(program.more()) == 0.0F);
            HEARD(onAir(player));
            HEARD(waitFor(player, State::Stopped));
            const auto rest = part(speech(), speech()->seconds() - 0.8, 60);
            HEARD(holds(monitor.stop(), speech()));
            HEARD(holds(program.stop(), rest)); // the same place, not the beginning
            Recording later(u"stream"_qs);
            player.play(tone(20));
            HEARD(QTest::qWaitFor([&] { return peak(later.more()) > 0.7F; }, kPatience));
            HEARD(onAir(player, false));
            QTest::qWait(300);
            later.more();
            QTest::qWait(300);
            HEARD(peak(later.more()) == 0.0F);
            HEARD(player.state() == State::Playing);
            return {};
        });
    }

    // The program's device is still open for a moment after it went off air.
    void whatIsPlayedJustAfterGoingOffAirIsPrivate() {
        hear([&]() -> QString {
            Player player;
            HEARD(ready(player));
            HEARD(onAir(player));
            Recording program(u"stream"_qs);
            player.play(tone(20));
            HEARD(QTest::qWaitFor([&] { return peak(program.more()) > 0.7F; }, kPatience));
            player.stop();
            HEARD(waitFor(player, State::Stopped));
            HEARD(onAir(player, false));
            QTest::qWait(200);
            program.more();
            player.play(speech());
            QTest::qWait(700);
            HEARD(player.state() == State::Playing);
            HEARD(peak(program.more()) == 0.0F);
            HEARD(onAir(player)); // and on again, while it was never closed: at the same place as the monitor
            HEARD(waitFor(player, State::Stopped));
            HEARD(holds(program.stop(), part(speech(), speech()->seconds() - 0.8, 60)));
            return {};
        });
    }

    void aProgramThatGoesIsSaidAndComesBackAndNothingTakesItsPlace() {
        hear([&]() -> QString {
            m_server.addSink(u"other"_qs);
            Player player;
            HEARD(ready(player));
            HEARD(onAir(player));
            QSignalSpy said(&player, &Player::programProblem);
            QSignalSpy monitorSaid(&player, &Player::problem);
            Recording monitor(u"first"_qs);
            player.setLoop(true);
            player.play(tone(1));
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(500);
            m_server.removeSink(u"stream"_qs);
            HEARD(QTest::qWaitFor([&] { return said.count() == 1 && !player.program().present; }, kPatience));
            HEARD(said.first().first().value<Problem>().what.contains(u"stream"_qs));
            HEARD(player.program().onAir);
            QTest::qWait(100);
            monitor.more();
            Recording other(u"other"_qs);
            QTest::qWait(700);
            HEARD(peak(other.stop()) == 0.0F);
            const float once = peak(monitor.more());
            HEARD(once > 0.75F && once < 0.85F); // and not the program's copy on top of it
            m_server.addSink(u"stream"_qs);
            Recording program(u"stream"_qs);
            HEARD(QTest::qWaitFor([&] { return peak(program.more()) > 0.7F; }, kPatience));
            HEARD(player.program().present && player.state() == State::Playing);
            HEARD(monitorSaid.isEmpty());
            m_server.removeSink(u"other"_qs);
            return {};
        });
    }

    void theMonitorNeverFallsOnTheProgram() {
        hear([&]() -> QString {
            m_server.addSink(u"headset"_qs);
            m_server.setDefaultSink(u"stream"_qs); // what people with a virtual cable often have
            Player player;
            player.setDevice("headset");
            player.setProgramDevice("stream");
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"headset"_qs && player.program().present; },
                                  kPatience));
            player.setLoop(true);
            Recording program(u"stream"_qs);
            player.play(tone(1));
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(300);
            HEARD(peak(program.more()) == 0.0F);
            m_server.removeSink(u"headset"_qs);
            HEARD(QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }, kPatience));
            QTest::qWait(500);
            HEARD(secondsOfSound(program.more()) < kMovedByServer);
            QTest::qWait(700);
            HEARD(peak(program.more()) == 0.0F);
            HEARD(player.state() == State::Playing);
            m_server.removeSink(u"first"_qs);
            HEARD(waitFor(player, State::Paused));
            HEARD(player.deviceName().isEmpty());
            QTest::qWait(500);
            HEARD(secondsOfSound(program.more()) < kMovedByServer);
            QTest::qWait(500);
            HEARD(peak(program.more()) == 0.0F);
            return {};
        });
    }

    void withoutAMonitorTheProgramLeads() {
        hear([&]() -> QString {
            m_server.removeSink(u"first"_qs);
            Player player;
            player.setProgramDevice("stream");
            const auto alone = [&] { return player.program().present && player.devices().size() == 1; };
            HEARD(QTest::qWaitFor(alone, kPatience)); // Qt hears of a device that went a moment later
            QSignalSpy problem(&player, &Player::problem);
            Recording program(u"stream"_qs);
            player.play(sentence()); // private, and there is nothing to hear it with
            HEARD(QTest::qWaitFor([&] { return problem.count() == 1; }, kPatience));
            HEARD(onAir(player));
            QSignalSpy position(&player, &Player::positionChanged);
            player.play(sentence());
            HEARD(waitFor(player, State::Playing));
            HEARD(waitFor(player, State::Stopped));
            HEARD(position.count() > 10);
            HEARD(std::abs(position.last().first().toDouble() - sentence()->seconds()) < 0.1);
            const auto heard = program.stop();
            HEARD(holds(heard, sentence()));
            player.play(tone(20));
            HEARD(waitFor(player, State::Playing));
            HEARD(onAir(player, false));
            HEARD(waitFor(player, State::Paused)); // nobody hears it any more
            return {};
        });
    }

    void stopFadesOnBoth() {
        hear([&]() -> QString {
            Player player;
            HEARD(ready(player));
            HEARD(onAir(player));
            Recording monitor(u"first"_qs);
            Recording program(u"stream"_qs);
            QSignalSpy position(&player, &Player::positionChanged);
            player.play(tone(10));
            HEARD(QTest::qWaitFor([&] { return !position.isEmpty() && position.last().first().toDouble() > 0.5; },
                                  kLongEnough));
            player.stop();
            HEARD(waitFor(player, State::Stopped));
            for (Recording *one : {&monitor, &program}) {
                const auto heard = one->stop();
                HEARD(peak(heard) > 0.75F);
                HEARD(largestStep(heard) < 0.06F); // the tone's own is 0.046
                const auto lastLoud = std::find_if(heard.rbegin(), heard.rend(), [](float s) { return s != 0.0F; });
                HEARD(lastLoud != heard.rbegin());
            }
            return {};
        });
    }

    void volumeAndMuteAreTheMonitorsAndTheLevelTheProgramsOwn() {
        hear([&]() -> QString {
            Player player;
            HEARD(ready(player));
            HEARD(onAir(player));
            Recording monitor(u"first"_qs);
            Recording program(u"stream"_qs);
            QSignalSpy level(&player, &Player::programLevelChanged);
            player.setMuted(true);
            player.setProgramLevel(0.5);
            player.play(tone(10));
            HEARD(waitFor(player, State::Playing));
            QTest::qWait(800);
            HEARD(peak(monitor.stop()) == 0.0F);
            const float heard = peak(program.stop());
            HEARD(heard > 0.39F && heard < 0.41F);
            HEARD(!level.isEmpty() && std::abs(level.last().first().toDouble() - 0.4) < 0.01);
            return {};
        });
    }

    // Another device is another audience.
    void anotherProgramDeviceIsOffAir() {
        m_server.addSink(u"other"_qs);
        Player player;
        QVERIFY(ready(player));
        QVERIFY(onAir(player));
        player.setProgramDevice("other");
        QTRY_COMPARE(player.program().id, QByteArray("other"));
        QVERIFY(!player.program().onAir);
        player.setProgramDevice({});
        QTRY_VERIFY(player.program().id.isEmpty());
        player.setOnAir(true);
        player.play(tone(1));
        QVERIFY(waitFor(player, State::Playing));
        QVERIFY(!player.program().onAir);
        m_server.removeSink(u"other"_qs);
    }
};

QTEST_GUILESS_MAIN(TestProgramOutput)
#include "tst_program_output.moc"
