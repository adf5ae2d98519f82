// A handful of the takes that take_check_benchmark judges: the check tells good takes of the demo model from spoilt
// ones.
#include <QTest>

#include "tests/engine/quality/take_trials.h"
#include "tests/processor_time.h"

class TestTakeTrials : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void faultsAreFoundAndGoodTakesAreLeftAlone() {
        Trials trials;
        TrialResult result;
        const double before = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
        judgeAll(trials, 300025, 5, result); // each voice once at speed 1, and one at 2
        judgeAll(trials, 300039, 1, result);
        std::string notes;
        for (const std::string &note : result.notes)
            notes += note + '\n';
        Tally five;
        for (int fault = 0; fault <= int(Fault::Leak); ++fault) {
            five.trials += result.faults[std::size_t(fault)].trials;
            five.named += result.faults[std::size_t(fault)].named;
            QVERIFY2(result.faults[std::size_t(fault)].named > 0, notes.c_str()); // each kind is found
        }
        QCOMPARE(five.trials, std::size_t(12));
        QVERIFY2(five.named >= 10, notes.c_str());
        QVERIFY2(result.alarms <= 1, notes.c_str());
        // Most of the work was to make them: nobody waits for a take much longer because it is checked.
        const double all = processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - before;
        QVERIFY2(result.milliseconds / 1000 < all / 8,
                 qPrintable(QStringLiteral("%1 s of %2 s").arg(result.milliseconds / 1000).arg(all)));
    }

    void intervalsAreWilsons() { // R: prop.test(95, 100, correct = FALSE)
        const Interval interval = wilson(95, 100);
        QVERIFY(std::abs(interval.low - 0.8882) < 1e-3 && std::abs(interval.high - 0.9785) < 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestTakeTrials)
#include "tst_take_trials.moc"
