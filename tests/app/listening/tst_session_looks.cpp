// How often results were looked at: once for each state of the votes, and not for votes of nobody. And what a batch
// has counted for a test, which is known at the next start.
#include <QTemporaryDir>
#include <QTest>

#include "app/listening/results_report.h"
#include "tests/app/listening/open_sessions.h"
#include "tests/app/listening/voted_sessions.h"

using namespace app::listening;

class TestSessionLooks : public QObject {
    Q_OBJECT

    static std::vector<Look> look(OpenSessions &open, const std::string &test) {
        return waitFor<std::vector<Look>>([&](auto *context, auto done) { open.store.look(test, context, done); })
            .value.value();
    }
    static std::vector<Look> looks(OpenSessions &open, const std::string &test) {
        return waitFor<std::vector<Look>>([&](auto *context, auto done) { open.store.looks(test, context, done); })
            .value.value();
    }

private Q_SLOTS:
    void eachStateOfTheVotesIsOneLook() {
        const QTemporaryDir folder;
        const TestDesign design = nfe7Against6();
        const auto keep = [&](OpenSessions &open, std::uint64_t seed, bool simulated, std::size_t votes) {
            const auto plan = madeUpPlan(design, seed, std::to_string(seed), simulated);
            std::vector<ListeningEvent> events = answered(
                plan, [](const Trial &) { return Vote{}; }, votes);
            if (votes < 5)
                events.pop_back(); // it is not finished
            return bool(open.keep(recordOf(design, madeUpSounds(design), {{plan->header, events}})));
        };
        const std::string test = madeUpPlan(design)->header.test;
        {
            OpenSessions open(folder.path());
            QVERIFY(look(open, test).empty()); // nobody has begun
            QVERIFY(keep(open, 1, true, 1000) && keep(open, 2, false, 2));
            QVERIFY(look(open, test).empty()); // nobody has finished but a simulation
            QVERIFY(keep(open, 3, false, 1000));
            QVERIFY(looks(open, test).empty()); // nobody has looked
            QCOMPARE(look(open, test).size(), std::size_t(1));
            QCOMPARE(look(open, test).size(), std::size_t(1)); // the same votes
            QCOMPARE(look(open, test)[0].sessions, 1);
            QVERIFY(keep(open, 4, false, 1000));
        }
        OpenSessions open(folder.path());
        QCOMPARE(looks(open, test).size(), std::size_t(1));
        const std::vector<Look> all = look(open, test);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[1].sessions, 2);
        QCOMPARE(all[1].votes, 2 * all[0].votes);
        QVERIFY(all[0].at > 1'700'000'000'000 && all[0].at <= all[1].at);
        QCOMPARE(looks(open, "another"), std::vector<Look>());
    }

    void whatABatchCountedIsKeptBesideTheTest() {
        const QTemporaryDir folder;
        const TestDesign design = nfe7Against6();
        const AnswerTo equal = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) { return condition == kAnchor ? -1 : 0; });
        };
        const TestRecord record = recordWith(design, {equal, equal, equal, equal, equal});
        const std::string test = testId(record.design, record.stimuli);
        const auto keep = [&](OpenSessions &open, const CountedBatch &batch) {
            return waitFor<std::vector<CountedBatch>>(
                       [&](auto *context, auto done) { open.store.keepBatches(test, {batch}, context, done); })
                .value.value();
        };
        const CountedBatch many{1, 200, 40, 0};
        {
            OpenSessions open(folder.path());
            QVERIFY(bool(open.keep(record)));
            QCOMPARE(keep(open, {1, 0, 0, 0}).size(), std::size_t(0)); // nothing could be made
            QCOMPARE(keep(open, {1, 5, 1, 0}).size(), std::size_t(1));
            QVERIFY(keep(open, many) == std::vector{many});
            QVERIFY(keep(open, {1, 199, 0, 0}) == std::vector{many}); // fewer pairs say less
        }
        OpenSessions open(folder.path()); // the next start
        ResultOptions options;
        options.batches = waitFor<std::vector<CountedBatch>>([&](auto *context, auto done) {
                              open.store.batches(test, context, done);
                          }).value.value();
        const TestResults results = resultsOf(record, {}, options);
        QVERIFY(results.candidates[0].decision.verdict == engine::statistics::Verdict::Rejected);
        QVERIFY(objectionToApplying(results, 1));
        const QString report = QString::fromStdString(asReport(results));
        QVERIFY2(report.contains(QStringLiteral("Counted in 200 pairs that nobody listened to: artifacts in this "
                                                "column alone in 40, in the baseline alone in 0")),
                 qPrintable(report));
        const engine::Json json = toJson(results)["candidates"].array()[0]["batch"];
        QCOMPARE(json["pairs"].number(), 200.0);
        QCOMPARE(json["only_candidate"].number(), 40.0);
        // A batch that made nothing takes nothing away.
        const TestResults without = resultsOf(record);
        options.batches = {{1, 0, 0, 0}};
        const TestResults nothing = resultsOf(record, {}, options);
        QVERIFY(nothing.candidates[0].decision.verdict == without.candidates[0].decision.verdict);
        QVERIFY(!nothing.candidates[0].batch);
    }

    void resultsSayHowOftenTheyWereLookedAt() {
        const AnswerTo equal = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) { return condition == kAnchor ? -1 : 0; });
        };
        const TestRecord record = recordWith(nfe7Against6(), {equal, equal});
        ResultOptions options;
        QVERIFY(lookedAt(resultsOf(record, {}, options)).isEmpty());
        options.looks = {{1, 1, 33}};
        const TestResults once = resultsOf(record, {}, options);
        QVERIFY(!once.isLookedAtTooOften());
        QCOMPARE(lookedAt(once), QStringLiteral("Looked at once, with 33 votes; one look was planned"));
        options.looks.push_back({2, 2, 66});
        const TestResults twice = resultsOf(record, {}, options);
        QVERIFY(twice.isLookedAtTooOften());
        QVERIFY(
            QString::fromStdString(asReport(twice)).contains(QStringLiteral("Looked at 2 times, with 33, 66 votes")));
        const QString &reason = twice.candidates[0].reasons.last();
        QVERIFY2(reason.contains(QStringLiteral("not 5 % but up to 10 %")), qPrintable(reason));
        QCOMPARE(toJson(twice)["looks"].array().size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestSessionLooks)
#include "tst_session_looks.moc"
