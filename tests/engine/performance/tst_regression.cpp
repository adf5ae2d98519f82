// What the check of a morning says about the record of that morning.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "engine/error.h"
#include "engine/performance/check_result.h"
#include "engine/performance/regression.h"
#include "tests/engine/performance/records.h"

using namespace engine::performance;
using records::record;
using records::tenDays;

namespace {

const Verdict &verdictOf(const Regression &regression, const std::string &check) {
    for (const Verdict &verdict : regression.verdicts)
        if (verdict.check == check)
            return verdict;
    qFatal("no verdict %s", check.c_str());
}

Regression check(std::vector<SpeedRecord> days, const SpeedRecord &today, const std::string &profile = "none") {
    days.push_back(today);
    return checkNewest(days, limitsOf(profile)).value();
}

} // namespace

class TestRegression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMorningLikeTheOthersIsClean() {
        const Regression regression = check(tenDays(0.20, 0.04), record(0.205, 0.04, 20), "orin");
        QVERIFY(!regression.regressed());
        QVERIFY(regression.judged());
        QCOMPARE(regression.alike, 10);
        QCOMPARE(int(regression.verdicts.size()), 4);
    }

    void twelvePercentSlowerIsSaid() {
        const Regression regression = check(tenDays(0.20, 0.04), record(0.224, 0.04, 20));
        QVERIFY(regression.regressed());
        const Verdict &slower = verdictOf(regression, "slower");
        QCOMPARE(slower.kind, Verdict::Kind::Alarm);
        QVERIFY(std::abs(slower.measured - 0.12) < 1e-9);
        QVERIFY(slower.words.find("12.0 % slower") != std::string::npos);
        QCOMPARE(verdictOf(regression, "cv").kind, Verdict::Kind::Clean);
    }

    void runsThatVaryAreSaid() {
        const Regression regression = check(tenDays(0.20, 0.04), record(0.20, 0.15, 20));
        QVERIFY(regression.regressed());
        QCOMPARE(verdictOf(regression, "cv").kind, Verdict::Kind::Alarm);
        QCOMPARE(verdictOf(regression, "slower").kind, Verdict::Kind::Clean);
    }

    void theOriginalsLimitsHoldUnderItsProfileOnly() {
        SpeedRecord today = record(0.20, 0.04, 20);
        today.rtfOfRuns.push_back(0.31);
        today.rtf = spread(today.rtfOfRuns);
        today.runs = 21;
        QCOMPARE(verdictOf(check(tenDays(0.20, 0.04), today, "orin"), "max").kind, Verdict::Kind::Alarm);
        for (const Verdict &verdict : check(tenDays(0.20, 0.04), today).verdicts)
            QVERIFY(verdict.check != "max");
        QCOMPARE(verdictOf(check(tenDays(0.26, 0.04), record(0.26, 0.04, 20), "orin"), "mean").kind,
                 Verdict::Kind::Warning);
        QVERIFY_THROWS_EXCEPTION(engine::Error, limitsOf("xavier"));
    }

    // Two runs of 0.15 and 0.31 are 15 % above the others on average and say nothing.
    void whatIsTooNoisyIsNoAlarm() {
        SpeedRecord today = record(0.23, 0.5, 2);
        const Regression regression = check(tenDays(0.20, 0.04), today);
        const Verdict &slower = verdictOf(regression, "slower");
        QCOMPARE(slower.kind, Verdict::Kind::TooNoisy);
        QVERIFY(!regression.regressed());
        QVERIFY(!regression.judged());
        QVERIFY(slower.runsNeeded > 2);
        QVERIFY(slower.words.find(std::to_string(slower.runsNeeded) + " runs") != std::string::npos);
        // as many as it says do
        const auto another = check(tenDays(0.20, 0.04), record(0.23, 0.5, slower.runsNeeded + 1));
        QCOMPARE(verdictOf(another, "slower").kind, Verdict::Kind::Alarm);
    }

    // Each record is calm in itself, but from day to day the machine is faster or slower.
    void daysThatDifferAsMuchAreNoAlarm() {
        std::vector<SpeedRecord> days;
        for (const double mean : {0.17, 0.23, 0.18, 0.22, 0.20, 0.19, 0.21, 0.17, 0.23, 0.20})
            days.push_back(record(mean, 0.01, 20));
        const Regression regression = check(days, record(0.224, 0.01, 20));
        QCOMPARE(verdictOf(regression, "slower").kind, Verdict::Kind::TooNoisy);
        QVERIFY(!regression.regressed());
        QCOMPARE(verdictOf(check(days, record(0.30, 0.01, 20)), "slower").kind, Verdict::Kind::Alarm);
    }

    void twoRecordsAreCompared() {
        const Ratio slower = compare(record(0.20, 0.04, 20), record(0.224, 0.04, 20));
        QVERIFY(std::abs(slower.value - 1.12) < 1e-9);
        QVERIFY(slower.surelySlower() && slower.low < 1.12 && slower.high > 1.12);
        QVERIFY(compare(record(0.224, 0.04, 20), record(0.20, 0.04, 20)).surelyFaster());
        const Ratio same = compare(record(0.20, 0.04, 20), record(0.202, 0.04, 20));
        QVERIFY(same.known && !same.surelySlower() && !same.surelyFaster());
        QVERIFY(!compare(record(0.20, 0, 1), record(0.30, 0, 1)).known);
    }

    void onlyWhatIsAlikeIsCompared() {
        for (int what = 0; what < 10; ++what) {
            SpeedRecord today = record(0.40, 0.04, 20);
            Conditions &conditions = today.conditions;
            if (what == 0)
                conditions.model = "F5TTS_v1_Base";
            if (what == 1)
                conditions.device = "cuda";
            if (what == 2)
                conditions.precision = "bf16";
            if (what == 3)
                conditions.nfe = 16;
            if (what == 4)
                conditions.schedule = "uniform";
            if (what == 5)
                conditions.threads = 1;
            if (what == 6)
                conditions.lengthClass = lengthClass(20);
            if (what == 7)
                conditions.clocks = Clocks::Locked;
            if (what == 8)
                conditions.cfg = 0; // half the work; those before say nothing about it
            if (what == 9)
                conditions.referenceClass = lengthClass(10);
            const Regression regression = check(tenDays(0.20, 0.04), today);
            QCOMPARE(regression.alike, 0);
            QCOMPARE(verdictOf(regression, "slower").kind, Verdict::Kind::NothingBefore);
            QVERIFY(!regression.regressed());
        }
    }

    void onlyTheLastTenCount() {
        std::vector<SpeedRecord> days(30, record(0.10, 0.04, 20)); // long ago it was fast
        for (const SpeedRecord &day : tenDays(0.20, 0.04))
            days.push_back(day);
        QCOMPARE(verdictOf(check(days, record(0.20, 0.04, 20)), "slower").kind, Verdict::Kind::Clean);
    }

    void daysOfWhichOnlyTheSpreadIsKnownCount() {
        std::vector<SpeedRecord> days = tenDays(0.20, 0.04);
        for (SpeedRecord &day : days)
            day.rtfOfRuns.clear();
        QCOMPARE(verdictOf(check(days, record(0.224, 0.04, 20)), "slower").kind, Verdict::Kind::Alarm);
    }

    // One run says nothing about a spread: it is taken to vary as the others do.
    void singleRunsAreNoAlarm() {
        QCOMPARE(verdictOf(check({record(0.20, 0, 1)}, record(0.40, 0, 1)), "slower").kind, Verdict::Kind::TooNoisy);
        QCOMPARE(verdictOf(check(tenDays(0.20, 0.10), record(0.223, 0, 1)), "slower").kind, Verdict::Kind::TooNoisy);
        QCOMPARE(verdictOf(check(tenDays(0.20, 0.02), record(0.40, 0, 1)), "slower").kind, Verdict::Kind::Alarm);
        const Ratio ratio = compare(record(0.20, 0.10, 20), record(0.223, 0, 1));
        QVERIFY(ratio.known && !ratio.surelySlower());
    }

    void importedRecordsAreNeverJudged() {
        std::vector<SpeedRecord> days = tenDays(0.20, 0.04);
        days.push_back(record(0.202, 0.04, 20));
        SpeedRecord other = record(1.32, 0.04, 20);
        other.imported = true;
        days.push_back(other);
        const auto regression = checkNewest(days, limitsOf("orin"));
        QVERIFY(regression && !regression->regressed());
        QCOMPARE(regression->newest.rtf.mean, days[10].rtf.mean);
        QCOMPARE(regression->alike, 10);
        QVERIFY(!checkNewest({other}, limitsOf("none")).has_value());
    }

    void whatWasFoundIsKept() {
        const QTemporaryDir folder;
        const auto file = checkResultFile(std::filesystem::path(folder.path().toStdString()) / "new");
        QVERIFY(!readCheckResult(file));
        CheckResult slower{"2026-11-22T21:00:00Z", "demo", {}};
        slower.found.push_back({Verdict::Kind::Alarm, "slower", "12.0 % slower.", 0.12, 0.1});
        keepCheckResult(file, slower);
        const auto read = readCheckResult(file);
        QVERIFY(read && read->regressed() && read->at == slower.at && read->model == "demo");
        QCOMPARE(read->found[0].measured, 0.12);
        QCOMPARE(read->found[0].words, slower.found[0].words);
        slower.found.clear();
        keepCheckResult(file, slower);
        QVERIFY(readCheckResult(file) && !readCheckResult(file)->regressed());
        slower.found.push_back({Verdict::Kind::Alarm, "cv", "", 1e9, 0}); // out of range
        keepCheckResult(file, slower);
        QVERIFY(!readCheckResult(file));
        std::filesystem::resize_file(file, 20);
        QVERIFY(!readCheckResult(file));
    }

    void aFindingStaysUntilItIsCleanAgain() {
        std::vector<SpeedRecord> days = tenDays(0.20, 0.04);
        SpeedRecord morning = record(0.30, 0.04, 20);
        morning.at = "2026-11-23T06:30:00Z";
        days.push_back(morning);
        const CheckResult slower = resultOf(checkNewest(days, limitsOf("none")).value());
        QVERIFY(slower.regressed());
        const auto takesBack = [&](SpeedRecord next) {
            next.at = "2026-11-24T06:30:00Z";
            std::vector<SpeedRecord> all = days;
            all.push_back(next);
            return replaces(checkNewest(all, limitsOf("none")).value(), slower, all);
        };
        QVERIFY(!takesBack(record(0.24, 0.9, 2))); // too noisy
        SpeedRecord other = record(0.20, 0.04, 20);
        other.conditions.model = "F5TTS_v1_Base";
        QVERIFY(!takesBack(other));
        other = record(0.20, 0.04, 20);
        other.conditions.nfe = 5;
        QVERIFY(!takesBack(other));
        QVERIFY(takesBack(record(0.31, 0.01, 20))); // still so: that is newer
        QVERIFY(takesBack(record(0.20, 0.04, 20)));
        other = record(0.20, 0.04, 20);
        other.conditions.clocks = Clocks::Locked; // which is what the notice asks for
        QVERIFY(takesBack(other));
    }

    // A timer checks with limits of its own; who checks without them takes nothing back that is still so.
    void aLimitHoldsUntilItIsKept() {
        std::vector<SpeedRecord> days = tenDays(0.29, 0.08);
        days.push_back(record(0.29, 0.08, 20));
        const auto orin = checkNewest(days, limitsOf("orin")).value();
        const CheckResult found = resultOf(orin);
        QCOMPARE(int(found.found.size()), 2);
        QVERIFY(!replaces(checkNewest(days, limitsOf("none")).value(), found, days));
        Limits own;
        own.meanWarn = 0.3;
        own.maxAlarm = 0.4;
        QVERIFY(replaces(checkNewest(days, own).value(), found, days)); // other limits, and they are kept
        days.push_back(record(0.24, 0.02, 20));
        QVERIFY(replaces(checkNewest(days, limitsOf("none")).value(), found, days)); // those of before are
    }

    void withoutARecordThereIsNothingToCheck() { QVERIFY(!checkNewest({}, limitsOf("none")).has_value()); }
};

QTEST_APPLESS_MAIN(TestRegression)
#include "tst_regression.moc"
