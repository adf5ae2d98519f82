// A sound server that dies: what plays goes on from the same place when it is back, and what is not played is not
// disturbed.
#include <QSignalSpy>
#include <QTest>

#include "app/speech/player.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"

using app::speech::Player;
using State = app::speech::Player::State;
using namespace Qt::StringLiterals;

class TestDyingServer : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 30'000; // ms

    SoundServer m_server;

    static bool becomes(Player &player, State state) {
        return QTest::qWaitFor([&] { return player.state() == state; }, kPatience);
    }

private Q_SLOTS:
    void initTestCase() {
        if (qEnvironmentVariableIsSet("ISHOWTTS_TEST_SOUND_SERVER"))
            QSKIP("the server of the environment is not ours to end");
        QCOMPARE(m_server.startForTests({u"first"_qs, u"second"_qs}), QString());
    }

    void whenTheServerDiesItPausesAndGoesOnWhenItIsBack() {
        Player player;
        QTRY_COMPARE_WITH_TIMEOUT(player.deviceName(), u"first"_qs, kPatience);
        QSignalSpy problem(&player, &Player::problem);
        QSignalSpy wentOn(&player, &Player::wentOn);
        QSignalSpy position(&player, &Player::positionChanged);
        player.play(tone(60));
        QTRY_VERIFY(!position.isEmpty() && position.last().first().toDouble() > 0.4);
        m_server.die();
        QVERIFY(becomes(player, State::Paused));
        QTRY_VERIFY(!problem.isEmpty());
        const double before = position.last().first().toDouble();
        QTRY_VERIFY(problem.last().first().value<app::Problem>().what.contains(u"sound server"_qs));
        QVERIFY(player.devices().isEmpty());
        QTest::qWait(4500); // asked for in vain
        QCOMPARE(player.state(), State::Paused);
        QCOMPARE(m_server.start(), QString());
        m_server.addSink(u"first"_qs);
        m_server.addSink(u"second"_qs);
        const Recording listener(u"first"_qs);
        position.clear();
        QVERIFY(becomes(player, State::Playing));
        QTRY_COMPARE(wentOn.size(), 1);
        QTRY_COMPARE(player.devices().size(), 2);
        QTRY_VERIFY(position.size() > 1);
        const double after = position[1].first().toDouble();
        QVERIFY2(after > before - 0.5 && after < before + 2,
                 qPrintable(QStringLiteral("%1 %2").arg(before).arg(after)));
        QTest::qWait(500);
        QVERIFY(peak(Recording(u"first"_qs).stop()) > 0.7F); // and it is heard

        player.pause(); // what a person pauses meanwhile stays so
        QVERIFY(becomes(player, State::Paused));
        m_server.die();
        QTest::qWait(1500);
        QCOMPARE(m_server.start(), QString());
        m_server.addSink(u"first"_qs);
        m_server.addSink(u"second"_qs);
        QTest::qWait(4000);
        QCOMPARE(player.state(), State::Paused);
        QCOMPARE(wentOn.size(), 1);
    }

    void whatAPersonPausedStaysSoOnAirToo() {
        Player player;
        QSignalSpy trouble(&player, &Player::programProblem);
        QSignalSpy wentOn(&player, &Player::wentOn);
        QSignalSpy position(&player, &Player::positionChanged);
        QSignalSpy level(&player, &Player::programLevelChanged);
        player.setProgramDevice("second");
        player.setOnAir(true);
        player.play(tone(60));
        QTRY_VERIFY_WITH_TIMEOUT(!position.isEmpty() && !level.isEmpty(), kPatience);
        player.pause();
        QVERIFY(becomes(player, State::Paused));
        QTest::qWait(500);
        m_server.die();
        QTRY_VERIFY_WITH_TIMEOUT(!trouble.isEmpty(), kPatience);
        QCOMPARE(m_server.start(), QString());
        m_server.addSink(u"first"_qs);
        m_server.addSink(u"second"_qs);
        QTest::qWait(4000);
        QCOMPARE(player.state(), State::Paused);
        QCOMPARE(wentOn.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDyingServer)
#include "tst_dying_server.moc"
