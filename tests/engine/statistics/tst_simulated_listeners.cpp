// The short form of listening_simulation: what the decision does with listeners that are made up, and a drop that is
// known.
#include <QTest>

#include "tests/engine/statistics/simulated_listeners.h"

using namespace engine::statistics;

namespace {

DecisionRule quick() { // fewer resamples; nothing else differs
    DecisionRule rule;
    rule.resampling.resamples = 400;
    return rule;
}

} // namespace

class TestSimulatedListeners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void votesAreAsTheyWereAskedFor() {
        const Outcomes outcomes = simulate({5, 26, 0.8}, quick(), 100, 1, false);
        QVERIFY(std::fabs(outcomes.drop - 0.8) < 0.02);
        QVERIFY(std::fabs(outcomes.deviation - 0.7) < 0.03);
        SimulatedSession session({1, 26, 0.3}, 7);
        const std::vector<double> before = session.votes().drop.values();
        session.grow(2, 40);
        QCOMPARE(session.votes(1, 26).drop.values(), before);
        QCOMPARE(session.votes().drop.votes(), std::size_t(80));
    }

    void identicalColumnsAreEquivalent() {
        const Outcomes five = simulate({5, 26, 0}, DecisionRule(), 200, 2, false);
        QVERIFY(five.share(five.equivalent) >= 0.98);
        const Outcomes one = simulate({1, 26, 0}, quick(), 200, 2, false);
        QVERIFY(one.share(one.equivalent) >= 0.6);
        QCOMPARE(five.rejected + one.rejected, std::size_t(0));
    }

    void aLargeDropIsNeverAcceptedAndMostlyRejected() {
        const Outcomes one = simulate({1, 26, 0.8}, quick(), 1000, 3, false);
        QCOMPARE(one.accepted, std::size_t(0));
        const Outcomes five = simulate({5, 26, 0.8}, quick(), 500, 3, false);
        QCOMPARE(five.accepted, std::size_t(0));
        QVERIFY2(five.share(five.rejected) >= 0.9, qPrintable(QString::number(five.rejected)));
    }

    void aDropAsLargeAsTheMarginIsAcceptedInAtMostFivePercent() {
        for (const SimulatedTest &test : {SimulatedTest{1, 26, 0.4}, {3, 26, 0.4, 0.2, 0.2}, {5, 26, 0.4, 0.3, 0.0}}) {
            const Outcomes outcomes = simulate(test, quick(), 800, 4, false);
            QVERIFY2(outcomes.share(outcomes.accepted) <= 0.05 + 3 * outcomes.monteCarloError(0.05),
                     qPrintable(QStringLiteral("%1 of %2").arg(outcomes.accepted).arg(outcomes.sessions)));
        }
    }

    void aSecondLookThatWasPlannedCostsNothing() {
        DecisionRule rule = quick();
        rule.looks = 2;
        const double accepted = acceptedByTwoLooks({1, 26, 0.4}, rule, 500, 8);
        QVERIFY2(accepted <= 0.05 + 3 * std::sqrt(0.05 * 0.95 / 500), qPrintable(QString::number(accepted)));
    }

    void aboutSoManyMoreVotesDecide() {
        for (const double drop : {0.0, 0.2, 0.9}) {
            const PlannedVotes votes = checkPlan(drop, quick(), 60, 5);
            const double ratio = double(votes.planned) / double(votes.needed);
            QVERIFY2(ratio > 1 / 1.5 && ratio < 1.5, qPrintable(QString::number(ratio)));
        }
        const MoreVotesCheck check = checkMoreVotes({1, 26, 0}, quick(), 1000, 6, -0.2, 1.0);
        QVERIFY(check.undecided > 200);
        QVERIFY2(check.early < 0.5 && check.late > 0.5,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(check.early).arg(check.atM).arg(check.late)));
    }

    void theSameSeedSaysTheSame() {
        const Outcomes first = simulate({2, 10, 0.2}, quick(), 20, 9, true);
        const Outcomes second = simulate({2, 10, 0.2}, quick(), 20, 9, true);
        QCOMPARE(first.accepted, second.accepted);
        QCOMPARE(first.drop, second.drop);
    }
};

QTEST_APPLESS_MAIN(TestSimulatedListeners)
#include "tst_simulated_listeners.moc"
