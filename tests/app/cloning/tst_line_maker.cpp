// Lines become takes: in order, once each, taken back, failed. Real services on the tiny checkpoint.
#include "tests/app/cloning/script_of_tests.h"

using app::cloning::LineMaker;
using app::cloning::Work;
using app::script::LineState;

namespace {

const QString kLong = QStringLiteral("This is said slowly, so that there is time to change one's mind about it.");

} // namespace

class TestLineMaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalLinesAreMadeInOrderAndKeptByTheirLine() {
        ScriptOfTests desk({QStringLiteral("One."), QStringLiteral("  "), QStringLiteral("Hello, 你好。"),
                            QStringLiteral("Three is the last.")});
        QVERIFY(desk.isReady());
        QCOMPARE(desk.toBeMade(), (QList<int>{0, 2, 3}));
        const QStringList asked{desk.id(3), desk.id(0), desk.id(1), QStringLiteral("nobody's"), desk.id(2)};
        const QList<quint64> jobs = desk.lines.make(asked);
        QCOMPARE(jobs.size(), 3); // the blank one and the unknown one are left out
        QVERIFY(desk.lines.isBusy());
        QCOMPARE(desk.lines.waiting(), 3);
        for (const int row : {0, 2, 3})
            QCOMPARE(desk.standing(row).work, Work::Waiting);
        QCOMPARE(desk.standing(1).work, Work::None);
        QVERIFY(desk.waitForKept(3));

        QList<quint64> order;
        for (const auto &each : desk.started)
            order << each[0].toULongLong();
        QCOMPARE(order, jobs);
        const QList<int> rows{3, 0, 2};
        for (int i = 0; i < 3; ++i) {
            const auto take = desk.take(i);
            QCOMPARE(take.lineId, desk.id(rows[i]));
            QCOMPARE(take.text, desk.services.script().line(rows[i]).text);
            QCOMPARE(take.parentId, 0);
            QVERIFY(take.seconds > 0);
            const auto standing = desk.standing(rows[i]);
            QCOMPARE(standing.state, LineState::Made);
            QCOMPARE(standing.work, Work::None);
            QVERIFY(standing.newest && standing.newest->id == take.id);
        }
        QVERIFY(desk.toBeMade().isEmpty());
        QVERIFY(desk.lines.lineOf(jobs.first()).isEmpty()); // it has ended
        QCOMPARE(desk.busy.size(), 2);
        QCOMPARE(desk.busy[0][0].toBool(), true);
        QCOMPARE(desk.busy[1][0].toBool(), false);
    }

    // Nobody is told that a line has no take while its first one is on its way to the disk.
    void aLineIsNeverToBeMadeBetweenMakingAndKeeping() {
        ScriptOfTests desk({QStringLiteral("Once is enough.")});
        QVERIFY(desk.isReady());
        int gaps = 0;
        connect(&desk.lines, &LineMaker::changed, this, [&] {
            const auto standing = desk.standing(0);
            gaps += desk.started.size() > 0 && standing.work == Work::None && standing.state != LineState::Made;
        });
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(1));
        QCOMPARE(gaps, 0);
        QCOMPARE(desk.standing(0).state, LineState::Made);
    }

    void aLineAskedForAgainWhileItWaitsIsMadeOnce() {
        ScriptOfTests desk({QStringLiteral("Only once."), QStringLiteral("And this.")});
        QVERIFY(desk.isReady());
        const auto first = desk.lines.make({desk.id(0), desk.id(1)});
        const auto second = desk.lines.make({desk.id(0)});
        QCOMPARE(desk.cancelled.size(), 1);
        QCOMPARE(desk.cancelled[0][0].toULongLong(), first[0]);
        QCOMPARE(desk.lines.lineOf(second[0]), desk.id(0));
        QVERIFY(desk.waitForKept(2));
        QTest::qWait(200);
        QCOMPARE(desk.kept.size(), 2);
        QCOMPARE(desk.kept[0][0].toULongLong(), first[1]);
        QCOMPARE(desk.kept[1][0].toULongLong(), second[0]);
        QCOMPARE(desk.busy.size(), 2); // busy from the first to the last, without a gap
    }

    void aLineAskedForAgainWhileItIsMadeIsMadeOnceToo() {
        ScriptOfTests desk({kLong});
        QVERIFY(desk.isReady());
        desk.slow();
        const auto first = desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitUntilMaking(0));
        desk.services.settings().setNfeStep(2);
        const auto second = desk.lines.make({desk.id(0)});
        QCOMPARE(desk.standing(0).work, Work::Waiting); // the newest job counts
        QVERIFY(desk.waitForKept(1));
        QTest::qWait(200);
        QCOMPARE(desk.kept.size(), 1);
        QCOMPARE(desk.kept[0][0].toULongLong(), second[0]);
        QCOMPARE(desk.take(0).nfeStep, 2);
        QCOMPARE(desk.cancelled.size(), 1);
        QCOMPARE(desk.cancelled[0][0].toULongLong(), first[0]);
        QCOMPARE(desk.standing(0).state, LineState::Made);
    }

    void stopTakesEverythingBack() {
        ScriptOfTests desk({kLong, QStringLiteral("The second."), QStringLiteral("The third.")});
        QVERIFY(desk.isReady());
        desk.slow();
        desk.lines.make({desk.id(0), desk.id(1), desk.id(2)});
        QVERIFY(desk.waitUntilMaking(0));
        QCOMPARE(desk.lines.waiting(), 2);
        QCOMPARE(desk.standing(1).work, Work::Waiting);
        desk.lines.stop();
        QCOMPARE(desk.standing(0).work, Work::Stopping);
        QCOMPARE(desk.standing(1).work, Work::None);
        QCOMPARE(desk.lines.waiting(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.lines.isBusy(), ScriptOfTests::kPatience);
        QCOMPARE(desk.cancelled.size(), 3);
        for (const int row : {0, 1, 2}) {
            QCOMPARE(desk.standing(row).work, Work::None);
            QCOMPARE(desk.standing(row).state, LineState::NotMade);
        }
        QCOMPARE(desk.toBeMade(), (QList<int>{0, 1, 2}));
        QCOMPARE(desk.busy.size(), 2);
        QTest::qWait(200);
        QCOMPARE(desk.kept.size(), 0);

        desk.services.settings().setNfeStep(2);
        desk.lines.make({desk.id(1)});
        QVERIFY(desk.waitForKept(1));
        QCOMPARE(desk.toBeMade(), (QList<int>{0, 2}));
    }

    void aFailureIsShownUntilTheLineChanges() {
        ScriptOfTests desk({QStringLiteral("Nobody says this."), QStringLiteral("Somebody says this.")});
        QVERIFY(desk.isReady());
        desk.services.script().setVoice({0}, QStringLiteral("awb"));
        std::filesystem::remove_all(desk.data.root() / "voices" / "awb");
        desk.lines.make({desk.id(0), desk.id(1)});
        QVERIFY(desk.waitForKept(1)); // the others go on
        QCOMPARE(desk.take(0).lineId, desk.id(1));
        QCOMPARE(desk.failed.size(), 1);
        const auto standing = desk.standing(0);
        QCOMPARE(standing.work, Work::Failed);
        QVERIFY2(standing.problem.what.contains(QStringLiteral("awb")), qPrintable(standing.problem.what));
        QVERIFY(!standing.problem.remedy.isEmpty());
        QCOMPARE(standing.state, LineState::NotMade);
        QCOMPARE(desk.standing(1).work, Work::None);

        desk.services.script().type(1, QStringLiteral("Another line changes.")); // nothing to do with it
        QCOMPARE(desk.standing(0).work, Work::Failed);
        desk.services.script().setVoice({0}, {});
        QCOMPARE(desk.standing(0).work, Work::None);
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(2));
        QCOMPARE(desk.standing(0).state, LineState::Made);

        desk.services.script().setVoice({0}, QStringLiteral("awb"));
        desk.lines.make({desk.id(0)});
        QTRY_COMPARE_WITH_TIMEOUT(desk.standing(0).work, Work::Failed, ScriptOfTests::kPatience);
        QVERIFY(desk.standing(0).newest); // the older take is still there
        desk.lines.make({desk.id(0)});
        QCOMPARE(desk.standing(0).work, Work::Waiting); // asked for again: no failure yet
    }
};

QTEST_GUILESS_MAIN(TestLineMaker)
#include "tst_line_maker.moc"
