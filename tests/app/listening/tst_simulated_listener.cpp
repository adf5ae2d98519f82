// Simulated listeners walk whole sessions, and what they answer means what it was made to mean.
#include <QTest>

#include <algorithm>

#include "app/listening/listening_session.h"
#include "app/listening/simulated_listener.h"
#include "app/listening/test_results.h"
#include "engine/error.h"
#include "tests/app/listening/session_of_tests.h"

using namespace app::listening;
using engine::statistics::Verdict;

namespace {

TestResults resultsWith(const TestDesign &design, const SimulatedTaste &taste) {
    std::vector<RecordedSession> sessions;
    for (int listener = 0; listener < taste.listeners; ++listener) {
        const auto plan = madeUpPlan(design, taste.seed * 1000 + std::uint64_t(listener),
                                     "simulated " + std::to_string(listener), true);
        sessions.push_back({plan->header, simulatedEvents(plan, taste, listener)});
    }
    return resultsOf(recordOf(design, madeUpSounds(design), std::move(sessions)));
}

} // namespace

class TestSimulatedListener : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyModeIsWalkedToItsEnd_data() {
        QTest::addColumn<int>("mode");
        for (const Mode mode : {Mode::AbPreference, Mode::Cmos, Mode::Abx, Mode::Mushra, Mode::OriginalForm})
            QTest::addRow("%s", wordFor(mode).c_str()) << int(mode);
    }

    void everyModeIsWalkedToItsEnd() {
        QFETCH(int, mode);
        const auto plan = madeUpPlan(nfe7Against6(Mode(mode)), 5, "nobody", true);
        const auto events = simulatedEvents(plan, tasteFrom("sd=0.7,effect=0.3"), 0);
        const auto session = ListeningSession::replay(plan, events);
        QVERIFY(session.isComplete() && session.isRevealed());
        QVERIFY(simulatedEvents(plan, tasteFrom("sd=0.7,effect=0.3"), 0) == events); // the same for the same seed
        QVERIFY(simulatedEvents(plan, tasteFrom("sd=0.7,effect=0.3"), 1) != events);
        QVERIFY_THROWS_EXCEPTION(engine::Error,
                                 simulatedEvents(madeUpPlan(nfe7Against6(Mode(mode))), tasteFrom(""), 0)); // a person's
    }

    // The short form of what `ishowtts compare vote --simulate` is for.
    void equalColumnsEndEquivalentAndABigDropIsRejected() {
        TestDesign design = nfe7Against6(Mode::OriginalForm);
        int equivalent = 0, rejected = 0, accepted = 0;
        constexpr int kTests = 10;
        for (std::uint64_t seed = 1; seed <= kTests; ++seed) {
            const TestResults same = resultsWith(design, {0.7, 0, 5, seed});
            QVERIFY(same.simulated);
            equivalent += same.candidates.front().decision.verdict == Verdict::Equivalent;
            const TestResults worse = resultsWith(design, {0.7, 0.8, 5, seed});
            rejected += worse.candidates.front().decision.verdict == Verdict::Rejected;
            accepted += worse.candidates.front().isAccepted();
            QVERIFY(objectionToApplying(same, same.candidates.front().candidate).has_value()); // never from these
        }
        qInfo("of %d tests with 5 listeners, 26 sentences and sd 0.7: %d equal columns found equivalent; a drop of 0.8 "
              "rejected in %d, accepted in %d",
              kTests, equivalent, rejected, accepted);
        QCOMPARE(accepted, 0);
        QVERIFY(rejected >= 8);
        QVERIFY(equivalent >= 8);
    }

    void whatMakesNoSenseIsRefused() {
        const SimulatedTaste taste = tasteFrom("listeners=5,seed=18446744073709551615,effect=-0.5,sd=0");
        QVERIFY(taste.listeners == 5 && taste.seed == UINT64_MAX && taste.effect == -0.5 && taste.sd == 0);
        for (const char *text : {"sd", "sd=", "sd=x", "sd=-1", "sd=nan", "sd=1,sd=1", "effect=5", "listeners=0",
                                 "listeners=1001", "seed=-1", "mood=1", "sd=1,", ",", "sd=1 "})
            QVERIFY_THROWS_EXCEPTION(engine::Error, tasteFrom(text));
    }
};

QTEST_GUILESS_MAIN(TestSimulatedListener)
#include "tst_simulated_listener.moc"
