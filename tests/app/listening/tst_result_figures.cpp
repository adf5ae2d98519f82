// What may not be counted twice, and what few votes do not show: answers of ABX, ranks of columns, artifacts.
#include <QTest>

#include <cmath>

#include "app/listening/results_report.h"
#include "app/listening/test_results.h"
#include "tests/app/listening/voted_sessions.h"

using namespace app::listening;

class TestResultFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Two sessions of one listener: once all right, once all wrong. Guessing is all that this shows.
    void everyAnswerOfAbxCounts() {
        const TestDesign design = nfe7Against6(Mode::Abx);
        const auto answers = [](bool right) -> AnswerTo {
            return [right](const Trial &trial) {
                Vote vote;
                vote.choice = (trial.x == 0) == right ? -1 : 1;
                vote.confidence = 3;
                return vote;
            };
        };
        std::vector<RecordedSession> sessions;
        for (const bool right : {true, false}) {
            const auto plan = madeUpPlan(design, right ? 1 : 2, "Anna");
            sessions.push_back({plan->header, answered(plan, answers(right))});
        }
        const TestResults results = resultsOf(recordOf(design, madeUpSounds(design), sessions), {}, {true, {}, {}});
        QCOMPARE(results.candidates[0].recognition->right, 26);
        QCOMPARE(results.candidates[0].recognition->asked, 52);
        QVERIFY(results.candidates[0].recognition->p > 0.5);
    }

    // Listeners who say the same say no more than one of them where sentences are what is tested.
    void ranksOfColumnsAreOverSentences() {
        const auto overall = [](std::vector<TestColumn> columns, int listeners) {
            const AnswerTo bySteps = [&columns](const Trial &trial) {
                Vote vote;
                for (const Condition condition : trial.shown) {
                    const int steps = condition >= 0 ? columns[std::size_t(condition)].nfeStep : 0;
                    vote.scores.push_back(condition == kReference ? 95
                                          : condition < 0         ? 10
                                                                  : 40 + 2 * steps + trial.row % 3);
                }
                return vote;
            };
            const TestDesign design = designOf(columns, Mode::Mushra);
            return resultsOf(recordWith(design, std::vector<AnswerTo>(std::size_t(listeners), bySteps))).overall;
        };
        const auto named = [](const std::vector<NamedFigure> &figures, const QString &part) -> const NamedFigure * {
            for (const NamedFigure &each : figures) {
                if (each.name.contains(part))
                    return &each;
            }
            return nullptr;
        };
        const std::vector<TestColumn> three{TestColumn{7}, TestColumn{6}, TestColumn{16}};
        const auto one = overall(three, 1), four = overall(three, 4);
        for (const QString &test : {QStringLiteral("Friedman"), QStringLiteral("Page")}) {
            QVERIFY2(named(one, test) && named(four, test), qPrintable(test));
            QCOMPARE(int(named(four, test)->count), 26);
            QVERIFY(std::abs(named(four, test)->value - named(one, test)->value) < 1e-12);
        }
        // Two columns with the same steps have no order.
        TestColumn other{7};
        other.swayCoefficient = -0.5;
        const auto equal = overall({TestColumn{7}, TestColumn{6}, other}, 2);
        QVERIFY(named(equal, QStringLiteral("Friedman")));
        QVERIFY(!named(equal, QStringLiteral("Page")));
    }

    // That no artifact was heard in 26 pairs does not show that there are few: up to 11 % are possible.
    void fewVotesDoNotExcludeArtifacts() {
        const AnswerTo fine = [](const Trial &trial) {
            Vote vote;
            for (const Condition condition : trial.shown)
                vote.forms.push_back(condition == kAnchor ? FormRating{1, 1, 1} : FormRating{5, 5, 5});
            return vote;
        };
        const auto met = [&](std::size_t listeners) {
            const TestDesign design = nfe7Against6(Mode::OriginalForm);
            return originalMatrix(resultsOf(recordWith(design, std::vector<AnswerTo>(listeners, fine))))[0].rows[1].met;
        };
        QCOMPARE(met(1), MatrixRow::Met::Open);
        QCOMPARE(met(5), MatrixRow::Met::Yes);
    }
};

QTEST_GUILESS_MAIN(TestResultFigures)
#include "tst_result_figures.moc"
