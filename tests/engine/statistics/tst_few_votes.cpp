// What is said when there is little or nothing to say anything about: no votes, one, all equal, missing ones, and
// values that are no numbers. A defined answer or a sentence that says what is wrong; never a figure from nothing.
#include <QTest>
#include <cmath>
#include <limits>

#include "engine/error.h"
#include "engine/statistics/anytime.h"
#include "engine/statistics/association.h"
#include "engine/statistics/binomial.h"
#include "engine/statistics/bootstrap.h"
#include "engine/statistics/bradley_terry.h"
#include "engine/statistics/distributions.h"
#include "engine/statistics/friedman.h"
#include "engine/statistics/krippendorff.h"
#include "engine/statistics/mcnemar.h"
#include "engine/statistics/multiple_tests.h"
#include "engine/statistics/page_trend.h"
#include "engine/statistics/paired_t.h"
#include "engine/statistics/planning.h"
#include "engine/statistics/sign_flip.h"
#include "engine/statistics/signed_rank.h"
#include "engine/statistics/two_way.h"

using namespace engine::statistics;
using Values = std::vector<double>;
using Rows = std::vector<Values>;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

VoteGrid filled(std::size_t listeners, std::size_t sentences, double value) {
    VoteGrid grid(listeners, sentences);
    for (std::size_t listener = 0; listener < listeners; ++listener) {
        for (std::size_t sentence = 0; sentence < sentences; ++sentence)
            grid.set(listener, sentence, value);
    }
    return grid;
}

} // namespace

#define REFUSED(expression) QVERIFY_THROWS_EXCEPTION(engine::Error, static_cast<void>(expression))

class TestFewVotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shares() {
        QCOMPARE(binomialTest(0, 0, 0.5, Alternative::TwoSided), 1.0);
        QCOMPARE(wilson(0, 0, 0.95).low, 0.0);
        QCOMPARE(wilson(0, 0, 0.95).high, 1.0);
        QCOMPARE(clopperPearson(0, 0, 0.95).high, 1.0);
        QCOMPARE(clopperPearson(0, 9, 0.95).low, 0.0);
        QCOMPARE(clopperPearson(9, 9, 0.95).high, 1.0);
        QCOMPARE(binomialTest(1, 1, 0.5, Alternative::TwoSided), 1.0);
        QCOMPARE(criticalHits(3, 0.5, 0.05, Alternative::TwoSided), std::int64_t(4)); // not even all three
        QCOMPARE(criticalHits(0, 0.5, 0.05, Alternative::Greater), std::int64_t(1));
        QVERIFY(std::fabs(binomialTest(5'000'000, 10'000'000, 0.5, Alternative::Greater) - 0.5) < 1e-3);
        REFUSED(binomialTest(2, 1, 0.5, Alternative::TwoSided));
        REFUSED(binomialTest(-1, 1, 0.5, Alternative::TwoSided));
        REFUSED(binomialTest(1, 2, kNan, Alternative::TwoSided));
        REFUSED(binomialTest(1, 2, 1, Alternative::TwoSided));
        REFUSED(wilson(1, 2, 1));
        REFUSED(clopperPearson(1, std::numeric_limits<std::int64_t>::max(), 0.95));
        QCOMPARE(mcnemarExact(0, 0), 1.0);
        QCOMPARE(pairedRateUpperBound(0, 0, 0, 0.95), 1.0);
        QCOMPARE(pairedRateLowerBound(0, 0, 0, 0.95), -1.0);
        REFUSED(mcnemarExact(-1, 3));
        REFUSED(pairedRateUpperBound(2, 2, 3, 0.95));
    }

    void differences() {
        for (const Values &nothing : {Values{}, Values{0}, Values{0, 0, 0}}) {
            QCOMPARE(signedRank(nothing).twoSided, 1.0);
            QCOMPARE(signedRank(nothing, ZeroRule::Pratt).rankBiserial, 0.0);
            QCOMPARE(signedRankApproximation(nothing, ZeroRule::Pratt, true).greater, 1.0);
        }
        QCOMPARE(signedRank(Values{2}).greater, 0.5);
        QCOMPARE(signedRank(Values{2}).twoSided, 1.0);
        QCOMPARE(signedRank(Values(20, 1.0)).greater, std::pow(0.5, 20));
        QCOMPARE(signFlip({}).twoSided, 1.0);
        QCOMPARE(signFlip(std::vector<std::int64_t>(3, 0)).less, 1.0);
        QCOMPARE(signFlip(std::vector<std::int64_t>{-1000}).less, 0.5);
        QCOMPARE(hodgesLehmann(Values{3}), 3.0);
        REFUSED(hodgesLehmann(Values{}));
        REFUSED(hodgesLehmann(Values(4000, 1.0)));
        REFUSED(signedRank(Values{1, kNan}));
        REFUSED(signedRank(Values{1, kInfinity}));
        REFUSED(signedRank(Values(500, 1.0)));
        REFUSED(signFlip(std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min()}));
        REFUSED(signFlip(std::vector<std::int64_t>{3'999'999, 3'999'999}));
    }

    void pairedTests() {
        REFUSED(pairedT(Values{}));
        REFUSED(pairedT(Values{1}));
        REFUSED(pairedT(Values{1, kNan}));
        const PairedT same = pairedT(Values{0.1, 0.1, 0.1});
        QCOMPARE(same.deviation, 0.0);
        QCOMPARE(tTest(same, 0.1), 1.0);
        QCOMPARE(tTest(same), 0.0);
        QCOMPARE(tInterval(same, 0.95).low, 0.1);
        QCOMPARE(equivalence(same, -0.4, 0.4).p, 0.0);
        QVERIFY(std::isinf(tInterval(pairedT(Values{1, 2}), 0.95, Alternative::Less).low));
        REFUSED(equivalence(same, 0.4, 0.4));
        REFUSED(equivalence(same, kNan, 0.4));
        REFUSED(tInterval(PairedT(), 0.95));
    }

    void bootstraps() {
        REFUSED(resampledMeans(Values{}, {}));
        REFUSED(resampledMeans(Values{kNan}, {}));
        REFUSED(resampledMeans(Values{1}, {10, 1}));
        REFUSED(resampledMeans(Values{1}, {1'000'000, 1}));
        REFUSED(resampledGridMeans(VoteGrid(), {}));
        REFUSED(resampledGridMeans(VoteGrid(3, 4), {}));
        QCOMPARE(resampledMeans(Values{2}, {}).size(), std::size_t(2000));
        QCOMPARE(percentileInterval(resampledMeans(Values{2}, {}), 0.95).low, 2.0);
        const Values equal(7, 0.1);
        const CorrectedInterval corrected = correctedInterval(equal, resampledMeans(equal, {}), 0.95);
        QCOMPARE(corrected.interval.low, 0.1);
        QCOMPARE(corrected.interval.high, 0.1);
        REFUSED(correctedInterval(Values{1}, resampledMeans(Values{1}, {}), 0.95));
        REFUSED(percentileInterval({}, 0.95));
        REFUSED(percentileInterval({1, kNan}, 0.95));
        // All resamples on one side of the mean, which only made-up ones can be.
        QCOMPARE(correctedInterval(Values{0, 1}, {5, 6}, 0.95).interval.low, 5.0);
        // One vote in each row and column: many resamples hold none and are drawn again.
        VoteGrid sparse(3, 3);
        for (std::size_t i = 0; i < 3; ++i)
            sparse.set(i, i, double(i));
        const Values means = resampledGridMeans(sparse, {500, 1});
        QVERIFY(std::none_of(means.begin(), means.end(), [](double mean) { return std::isnan(mean); }));
    }

    void grids() {
        VoteGrid grid(2, 2);
        REFUSED(grid.set(0, 0, kNan));
        REFUSED(grid.set(2, 0, 1));
        REFUSED(grid.at(0, 2));
        REFUSED(VoteGrid(100'000, 100'000));
        REFUSED(difference(VoteGrid(1, 2), VoteGrid(2, 1)));
        QCOMPARE(grid.votes(), std::size_t(0));
        grid.set(0, 1, 3);
        QCOMPARE(grid.votes(), std::size_t(1));
        QCOMPARE(grid.withoutEmpty().sentences(), std::size_t(1));
        QCOMPARE(difference(grid, filled(2, 2, 1)).values(), Values{2});
        grid.clear(0, 1);
        QVERIFY(!grid.at(0, 1));
    }

    void listenersAndSentences() {
        REFUSED(twoWayMean(VoteGrid(3, 3)));
        REFUSED(twoWayMean(filled(1, 1, 2)));
        const TwoWayMean same = twoWayMean(filled(3, 4, 0.1));
        QCOMPARE(same.mean, 0.1);
        QCOMPARE(same.error, 0.0);
        QCOMPARE(same.upperBound(0.95), 0.1);
        QCOMPARE(same.below(0.4), 0.0);
        QCOMPARE(same.below(0.05), 1.0);
        // A vote each for sentences of their own: listeners and sentences cannot be told apart, the error stays wide.
        VoteGrid apart(3, 3);
        for (std::size_t i = 0; i < 3; ++i)
            apart.set(i, i, double(i));
        const TwoWayMean wide = twoWayMean(apart);
        QCOMPARE(wide.mean, 1.0);
        QVERIFY(wide.error >= 1 / std::sqrt(3.0));
        // With one listener it is Student's t over the sentences; with one sentence over the listeners.
        VoteGrid one(1, 4);
        const Values values{0, 1, 0, 1};
        for (std::size_t i = 0; i < 4; ++i)
            one.set(0, i, values[i]);
        QCOMPARE(twoWayMean(one).error, pairedT(values).error);
        QCOMPARE(twoWayMean(one).freedom, 3.0);
        // A missing vote moves little.
        VoteGrid full(4, 12);
        for (std::size_t i = 0; i < 48; ++i)
            full.set(i / 12, i % 12, double((i * 7) % 5) + 0.2 * double(i / 12));
        const TwoWayMean complete = twoWayMean(full);
        full.clear(2, 5);
        const TwoWayMean incomplete = twoWayMean(full);
        QCOMPARE(incomplete.votes, std::size_t(47));
        QVERIFY(std::fabs(incomplete.error / complete.error - 1) < 0.1);
        QVERIFY(std::fabs(incomplete.variance.votes / complete.variance.votes - 1) < 0.1);
    }

    void agreement() {
        QVERIFY(!krippendorffAlpha(VoteGrid(), Scale::Nominal));
        QVERIFY(!krippendorffAlpha(VoteGrid(3, 5), Scale::Ordinal));
        QVERIFY(!krippendorffAlpha(filled(3, 5, 4), Scale::Interval));
        VoteGrid grid(2, 3);
        grid.set(0, 0, 1); // alone with its sentence
        QVERIFY(!krippendorffAlpha(grid, Scale::Nominal));
        grid.set(0, 1, 1);
        grid.set(1, 1, 1);
        grid.set(0, 2, 5);
        grid.set(1, 2, 5);
        for (const Scale scale : {Scale::Nominal, Scale::Ordinal, Scale::Interval})
            QCOMPARE(krippendorffAlpha(grid, scale).value(), 1.0);
    }

    void strengths() {
        REFUSED(bradleyTerry({{}, {}}));
        REFUSED(bradleyTerry({{{0}}, {}}));
        REFUSED(bradleyTerry({{{0, 1}, {1}}, {}}));
        REFUSED(bradleyTerry({{{0, kNan}, {1, 0}}, {}}));
        REFUSED(bradleyTerry({{{0, -1}, {1, 0}}, {}}));
        REFUSED(bradleyTerry({{{0, 1}, {1, 0}}, {{0, 1}, {2, 0}}}));
        REFUSED(bradleyTerry({{{0, 5}, {0, 0}}, {}})); // one won all
        QVERIFY(!connected({{{0, 5}, {0, 0}}, {}}));
        QVERIFY(connected({{{0, 5}, {0, 0}}, {{0, 1}, {1, 0}}})); // until a tie
        // Two pairs that never met.
        const Rows islands{{0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, 1, 0}};
        QVERIFY(!connected({islands, {}}));
        REFUSED(bradleyTerry({islands, {}}));
        const Strengths equal = bradleyTerry({{{7, 3}, {3, 7}}, {}}); // the diagonal says nothing
        QCOMPARE(equal.strength[0], 0.0);
        QVERIFY(std::fabs(equal.errorOfDifference(0, 1) - std::sqrt(1 / 1.5)) < 1e-9);
        const Strengths lopsided = bradleyTerry({{{0, 1e6}, {1, 0}}, {}});
        QVERIFY(std::fabs(lopsided.strength[0] - lopsided.strength[1] - std::log(1e6)) < 1e-6);
    }

    void severalColumns() {
        REFUSED(friedman({}));
        REFUSED(friedman({{1, 2, 3}}));
        REFUSED(friedman({{1, 2}, {1, 2}}));
        REFUSED(friedman({{1, 2, 3}, {1, 2}}));
        REFUSED(friedman({{1, 2, 3}, {1, 2, kNan}}));
        QCOMPARE(friedman({{4, 4, 4}, {3, 3, 3}}).p, 1.0);
        REFUSED(pageTrend({}));
        REFUSED(pageTrend({{1, 2, 3}, {1, kNan, 2}}));
        QCOMPARE(pageTrend({{4, 4, 4}, {3, 3, 3}}).p, 0.5);
        QVERIFY(pageTrend({{4, 4, 4}, {3, 3, 3}}).hasTies);
        REFUSED(pageTrendExact(10, 0, 4));
        REFUSED(pageTrendExact(10, 4, 12));
        REFUSED(pageTrendExact(kNan, 4, 4));
        QCOMPARE(pageTrendExact(-1e9, 4, 4), 1.0);
        QCOMPARE(pageTrendExact(1e9, 4, 4), 0.0);
    }

    void severalTests() {
        QVERIFY(holm({}).empty());
        QCOMPARE(holm(Values{0.03}), Values{0.03});
        QCOMPARE(holm(Values{1, 1}), (Values{1, 1}));
        QVERIFY(benjaminiHochberg({}).empty());
        REFUSED(holm(Values{kNan}));
        REFUSED(benjaminiHochberg(Values{1.5}));
    }

    void lookingAtAnyTime() {
        QCOMPARE(logEvalue(0, 0, 0.5), 0.0);
        QVERIFY(!evidenceSuffices(0, 0, 0.5, 0.05));
        QVERIFY(evidenceSuffices(20, 20, 0.5, 0.05));
        QVERIFY(std::isinf(eValue(100'000, 100'000, 0.5)));
        REFUSED(logEvalue(2, 1, 0.5));
        REFUSED(logLikelihoodRatio(1, 2, 0.5, 1));
        REFUSED(sequentialBounds(0, 0.1));
    }

    void metricsAndVotes() {
        REFUSED(spearman(Values{}, Values{}));
        REFUSED(spearman(Values{1}, Values{1}));
        REFUSED(kendall(Values{1, 2}, Values{1}));
        REFUSED(kendall(Values{1, kNan}, Values{1, 2}));
        QVERIFY(!spearman(Values{1, 1, 1}, Values{1, 2, 3}));
        QVERIFY(!kendall(Values{1, 2, 3}, Values{1, 1, 1}));
        QCOMPARE(spearman(Values{1, 2}, Values{5, 3})->value, -1.0);
        QCOMPARE(spearman(Values{1, 2}, Values{5, 3})->p, 1.0);
        QCOMPARE(kendall(Values{1, 2}, Values{5, 3})->p, 1.0);
        QCOMPARE(spearman(Values{1, 2, 3}, Values{1, 2, 3})->p, 0.0);
    }

    void distributionsOutsideOfWhatTheyAre() {
        QVERIFY(std::isinf(normalQuantile(0)) && normalQuantile(0) < 0);
        QVERIFY(std::isinf(normalQuantile(1)));
        REFUSED(normalQuantile(kNan));
        REFUSED(studentTail(1, 0));
        REFUSED(studentQuantile(1, 5));
        QCOMPARE(studentTail(kInfinity, 3), 0.0);
        QCOMPARE(chiSquareTail(-1, 3), 1.0);
        REFUSED(betaQuantile(0.5, 0, 1));
        REFUSED(logBeta(-1, 1));
    }

    void planning() {
        REFUSED(votesForPreference(0.5, 0.5, 0.05, 0.8, Alternative::TwoSided));
        QVERIFY(!votesForPreference(0.5001, 0.5, 0.05, 0.8, Alternative::TwoSided));
        const auto votes = votesForPreference(0.7, 0.5, 0.05, 0.8, Alternative::TwoSided).value();
        QVERIFY(preferencePower(votes, 0.7, 0.5, 0.05, Alternative::TwoSided) >= 0.8);
        QVERIFY(votes > 40 && votes < 60);
        REFUSED(nonInferiorityPower(1, 0.7, 0, 0.4, 0.05));
        REFUSED(nonInferiorityPower(26, kNan, 0, 0.4, 0.05));
        QCOMPARE(nonInferiorityPower(26, 0, 0.3, 0.4, 0.05), 1.0);
        QCOMPARE(nonInferiorityPower(1000, 0.1, -1, 0.4, 0.05), 1.0);
        // A drop between the margins that is known exactly: no further vote decides.
        QVERIFY(!moreVotes(twoWayMean(filled(1, 26, 0.5)), {}));
        REFUSED(moreVotes(twoWayMean(filled(1, 26, 0.5)), {0.6, 0.4, 0.05}));
        QVERIFY(!moreVotes(TwoWayMean(), {}));
        REFUSED(expectedError({}, 0, 5));
        REFUSED(sentencesToDecide(0, {}, 0, {}, 0.5));
        REFUSED(sentencesToDecide(0, {}, 1, {}, 1));
        QCOMPARE(sentencesToDecide(0, {}, 1, {}, 0.8).value(), std::size_t(2));
        QVERIFY(!sentencesToDecide(0.5, {0, 0, 0.5}, 1, {}, 0.8));
    }
};

QTEST_APPLESS_MAIN(TestFewVotes)
#include "tst_few_votes.moc"
