// Which sounds a new session is about, by one rule for every program, and which tests nobody can listen to.
#include <QTest>

#include "app/listening/session_sounds.h"
#include "tests/app/listening/session_of_tests.h"

using namespace app::listening;
using From = SessionSounds::From;

class TestSessionSounds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void soundsOfNowGoFirstThenThoseThatWereHeard() {
        SessionSummary begun, finished;
        begun.header.test = "begun";
        finished.header.test = "finished";
        finished.finished = true;
        QVERIFY(soundsForSession({}, {}).from == From::Nowhere);
        QVERIFY(soundsForSession({finished}, "now").from == From::Now);
        QVERIFY(soundsForSession({finished}, "now").notice().isEmpty());
        const SessionSounds heard = soundsForSession({finished, begun}, {});
        QVERIFY(heard.from == From::Heard);
        QCOMPARE(heard.heard, std::string("finished"));
        QVERIFY(heard.notice().contains(QStringLiteral("heard before")));
        QCOMPARE(soundsForSession({begun}, {}).heard, std::string("begun"));
    }

    void whatWasMadeElsewhereHasNoReference() {
        TestDesign design = nfe7Against6(Mode::AbPreference);
        design.checks.gold = 0;
        QVERIFY(!objectionToHearing(design));
        design.mode = Mode::Mushra;
        QVERIFY(!objectionToHearing(design));
        design.flags = {"imported"};
        QVERIFY(objectionToHearing(design)->contains(QStringLiteral("MUSHRA")));
        design.mode = Mode::Cmos;
        QVERIFY(!objectionToHearing(design));
        design.checks.gold = 1;
        QVERIFY(objectionToHearing(design)->contains(QStringLiteral("anybody hears")));
    }
};

QTEST_GUILESS_MAIN(TestSessionSounds)
#include "tst_session_sounds.moc"
