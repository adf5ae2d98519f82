// A sound server that is started after the program, or again while nothing plays: it is found by itself.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "app/speech/player.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"

using app::Problem;
using app::speech::Player;
using State = app::speech::Player::State;
using namespace Qt::StringLiterals;

class TestLateServer : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 30'000; // ms

    SoundServer m_server;

    // It runs and has this sink; then the player says so: within two seconds where the machine is not busy with other
    // things, which is printed.
    QString findsIt(Player &player) {
        if (const QString trouble = m_server.start(); !trouble.isEmpty())
            return trouble;
        m_server.addSink(u"late"_qs);
        QElapsedTimer clock;
        clock.start();
        const bool found = QTest::qWaitFor([&] { return player.deviceName() == u"late"_qs; }, kPatience);
        qInfo("found after %lld ms", clock.elapsed());
        if (!found)
            return u"not found"_qs;
        return player.devices().size() == 1 && player.devices().first().isDefault ? QString() : u"not in the list"_qs;
    }

    static QString hears(Player &player) {
        Recording recording(u"late"_qs);
        player.play(tone(0.6));
        if (!QTest::qWaitFor([&] { return player.state() == State::Playing; }, kPatience) ||
            !QTest::qWaitFor([&] { return player.state() == State::Stopped; }, kPatience))
            return u"it does not play through"_qs;
        return peak(recording.stop()) > 0.7F ? QString() : u"nothing is heard"_qs;
    }

private Q_SLOTS:
    void initTestCase() {
        if (qEnvironmentVariableIsSet("ISHOWTTS_TEST_SOUND_SERVER"))
            QSKIP("the server of the environment runs already");
    }

    void aServerThatStartsLaterIsFoundAndHeard() {
        Player player;
        QSignalSpy device(&player, &Player::deviceChanged);
        QSignalSpy problem(&player, &Player::problem);
        QVERIFY(device.wait(kPatience));
        QCOMPARE(device.first().first().toString(), QString());
        player.play(tone(0.6));
        QVERIFY(problem.wait(kPatience));
        QVERIFY(problem.last().first().value<Problem>().remedy.contains(u"sound server"_qs));
        QTest::qWait(2500); // looked for in vain

        QCOMPARE(findsIt(player), QString());
        QCOMPARE(hears(player), QString());

        // And one that died while nothing played, which is said.
        QTest::qWait(1500); // until the device is let go
        problem.clear();
        m_server.die();
        QTRY_VERIFY_WITH_TIMEOUT(!problem.isEmpty(), kPatience);
        QVERIFY(problem.first().first().value<Problem>().what.contains(u"sound server"_qs));
        QCOMPARE(player.deviceName(), QString());
        QCOMPARE(findsIt(player), QString());
        QCOMPARE(problem.size(), 1);
        QCOMPARE(hears(player), QString());
        QCOMPARE(player.state(), State::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestLateServer)
#include "tst_late_server.moc"
