// Which other value lets the ear tell what a setting does, and two takes of one line made for it.
#include "app/cloning/difference.h"
#include "app/script/script_document.h"
#include "tests/app/cloning/script_of_tests.h"

using app::cloning::Varied;
using app::script::LineState;

class TestDifference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOtherValueIsFarEnoughToBeHeard_data() {
        QTest::addColumn<Varied>("what");
        QTest::addColumn<double>("now");
        QTest::addColumn<double>("other");
        QTest::newRow("7 steps") << Varied::Steps << 7.0 << 32.0;
        QTest::newRow("16 steps") << Varied::Steps << 16.0 << 32.0;
        QTest::newRow("32 steps") << Varied::Steps << 32.0 << 7.0;
        QTest::newRow("128 steps") << Varied::Steps << 128.0 << 7.0;
        QTest::newRow("guidance 2") << Varied::Guidance << 2.0 << 4.0;
        QTest::newRow("guidance 0") << Varied::Guidance << 0.0 << 4.0;
        QTest::newRow("guidance 4") << Varied::Guidance << 4.0 << 2.0;
        QTest::newRow("sway -1") << Varied::Sway << -1.0 << 0.0;
        QTest::newRow("sway 0.5") << Varied::Sway << 0.5 << -1.0;
        QTest::newRow("speed 1") << Varied::Speed << 1.0 << 1.3;
        QTest::newRow("speed 0.5") << Varied::Speed << 0.5 << 1.3;
        QTest::newRow("speed 1.5") << Varied::Speed << 1.5 << 1.0;
        QTest::newRow("cross-fade 0.15 s") << Varied::CrossFade << 0.15 << 0.6;
        QTest::newRow("no cross-fade") << Varied::CrossFade << 0.0 << 0.6;
        QTest::newRow("cross-fade 1 s") << Varied::CrossFade << 1.0 << 0.15;
        QTest::newRow("EPSS") << Varied::Schedule << double(engine::Schedule::Epss)
                              << double(engine::Schedule::Uniform);
        QTest::newRow("uniform") << Varied::Schedule << double(engine::Schedule::Uniform)
                                 << double(engine::Schedule::Epss);
        QTest::newRow("fp32") << Varied::Precision << double(engine::Precision::Fp32)
                              << double(engine::Precision::Bf16);
        QTest::newRow("bf16") << Varied::Precision << double(engine::Precision::Bf16)
                              << double(engine::Precision::Fp32);
    }

    void theOtherValueIsFarEnoughToBeHeard() {
        QFETCH(Varied, what);
        QFETCH(double, now);
        QFETCH(double, other);
        const auto difference = app::cloning::tellingDifference(what, now);
        QCOMPARE(difference.now, now);
        QCOMPARE(difference.other, other);
        if (what == Varied::Precision)
            return; // no request says it
        engine::Request request;
        request.text = "Something.";
        request.voice.id = "slt";
        app::cloning::setValue(request, what, other);
        QCOMPARE(app::cloning::valueOf(request, what), other);
        int changed = 0; // that one and no other
        for (const Varied each : {Varied::Steps, Varied::Guidance, Varied::Sway, Varied::Speed, Varied::CrossFade,
                                  Varied::Schedule, Varied::Seed})
            changed += app::cloning::valueOf(request, each) != app::cloning::valueOf(engine::Request(), each);
        QCOMPARE(changed, other == app::cloning::valueOf(engine::Request(), what) ? 0 : 1);
    }

    void anotherSeedIsDrawnEachTime() {
        const double first = app::cloning::tellingDifference(Varied::Seed, 4711).other;
        const double second = app::cloning::tellingDifference(Varied::Seed, first).other;
        QVERIFY(first != 4711 && second != first);
        engine::Request request;
        app::cloning::setValue(request, Varied::Seed, second);
        QCOMPARE(double(request.seed), second); // none is rounded
    }

    void schedulesDifferOnlyWhereThereIsATable() {
        engine::Request request;
        for (const int steps : {5, 6, 7, 10, 12, 16, 32, 8, 1, 128}) {
            request.nfeStep = steps;
            const bool table = steps == 5 || steps == 6 || steps == 7 || steps == 10 || steps == 12 || steps == 16;
            QCOMPARE(app::cloning::canBeTold(request, Varied::Schedule), table);
            QVERIFY(app::cloning::canBeTold(request, Varied::Seed));
        }
    }

    void bothTakesOfALineAreMadeInOrder() {
        ScriptOfTests desk({QStringLiteral("Say it twice.")});
        QVERIFY(desk.isReady());
        engine::Request now = desk.services.request(desk.services.script().line(0));
        engine::Request other = now;
        other.nfeStep = 9;
        const QList<quint64> jobs = desk.lines.makeBoth(desk.id(0), other, now);
        QCOMPARE(jobs.size(), 2);
        QVERIFY(!desk.lines.sounds(jobs[0]) && !desk.lines.sounds(jobs[1]));
        QVERIFY(desk.waitForKept(2));
        QCOMPARE(desk.cancelled.size(), 0);
        QCOMPARE(desk.take(0).nfeStep, 9);
        QCOMPARE(desk.take(1).nfeStep, now.nfeStep);
        QCOMPARE(desk.take(0).seed, desk.take(1).seed);
        QCOMPARE(desk.standing(0).newest->id, desk.take(1).id);
        QCOMPARE(desk.standing(0).state, LineState::Made);
    }

    void askingForTheLineAgainTakesBothBack() {
        ScriptOfTests desk({QStringLiteral("Say it twice, slowly enough to be caught at it.")});
        QVERIFY(desk.isReady());
        desk.slow();
        const engine::Request now = desk.services.request(desk.services.script().line(0));
        desk.lines.makeBoth(desk.id(0), now, now);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.started.isEmpty(), ScriptOfTests::kPatience);
        engine::Request last = now;
        last.nfeStep = 5;
        desk.lines.make(desk.id(0), last, 0);
        QVERIFY(desk.waitForKept(1));
        QCOMPARE(desk.cancelled.size(), 2);
        QCOMPARE(desk.kept.size(), 1);
        QCOMPARE(desk.take(0).nfeStep, 5);
    }
};

QTEST_GUILESS_MAIN(TestDifference)
#include "tst_difference.moc"
