// The figures of tests/data/listening/golden.json, which scipy, statsmodels, krippendorff and choix computed for
// made-up ratings of three listeners and 26 sentences, to 1e-6.
#include <QTest>

#include "engine/statistics/anytime.h"
#include "engine/statistics/association.h"
#include "engine/statistics/binomial.h"
#include "engine/statistics/bootstrap.h"
#include "engine/statistics/bradley_terry.h"
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
#include "tests/engine/statistics/compared_figures.h"

using namespace engine::statistics;
using engine::Json;

namespace {

void compareExact(const SignedRank &ours, const Json &theirs) {
    QCOMPARE(double(ours.used), theirs["n"].number());
    SAME(ours.plus, theirs["Tplus"].number());
    SAME(ours.minus, theirs["Tminus"].number());
    SAME(ours.twoSided, theirs["p_two"].number());
    SAME(ours.greater, theirs["p_greater"].number());
    SAME(ours.less, theirs["p_less"].number());
    SAME(ours.rankBiserial, theirs["rank_biserial"].number());
}

void compareApproximation(const SignedRankApproximation &ours, const Json &theirs) {
    SAME(std::fabs(ours.z), std::fabs(theirs["z"].number()));
    SAME(ours.twoSided, theirs["p"].number());
}

} // namespace

class TestGoldenFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_golden = Json::read(TEST_DATA "/listening/golden.json");
        m_drop = difference(votes(m_golden["data"]["nfe7"]), votes(m_golden["data"]["nfe6"]));
        for (std::size_t sentence = 0; sentence < m_drop.sentences(); ++sentence) {
            double sum = 0;
            for (const double each : m_drop.ofSentence(sentence))
                sum += each;
            m_sums.push_back(sum);
        }
        QCOMPARE(m_sums, numbers(m_golden["wilcoxon_sentence_means(x3 ints)"]["d_times_3"]));
    }

    void sharesAndTheirIntervals() {
        for (const Json &row : m_golden["binom"].array()) {
            const std::int64_t k = row["k"].integer(), n = row["n"].integer();
            const Alternative side = alternative(row["alt"].string());
            SAME(binomialTest(k, n, row["p0"].number(), side), row["p"].number());
            SAME_INTERVAL(clopperPearson(k, n, 0.95, side), row["cp"]);
            SAME_INTERVAL(wilson(k, n, 0.95, side), row["wilson"]);
        }
    }

    void signedRanks() {
        const std::vector<double> first = m_drop.ofListener(0);
        for (const auto &[name, rule] : {std::pair("wilcox", ZeroRule::Wilcox), std::pair("pratt", ZeroRule::Pratt)}) {
            const Json &one = m_golden["wilcoxon_listener0"][name];
            compareExact(signedRank(first, rule), one);
            compareApproximation(signedRankApproximation(first, rule, false), one["asym_corr0"]);
            compareApproximation(signedRankApproximation(first, rule, true), one["asym_corr1"]);
            const Json &sums = m_golden["wilcoxon_sentence_means(x3 ints)"][name];
            compareExact(signedRank(m_sums, rule), sums);
            compareApproximation(signedRankApproximation(m_sums, rule, false), sums["asym"]);
        }
        const Json &check = m_golden["dp_check"];
        SAME(signedRank(numbers(check["x"])).twoSided, check["scipy_perm"].number());
        compareExact(signedRank(numbers(check["x"])), check["dp"]);
        const Json &untied = m_golden["wilcoxon_noties_exact"];
        SAME(signedRank(numbers(untied["x"])).twoSided, untied["p"].number());
        compareExact(signedRank(numbers(untied["x"])), untied["dp"]);
        SAME(hodgesLehmann(numbers(untied["x"])), m_golden["hodges_lehmann"]["noties"].number());
        SAME(hodgesLehmann(m_sums) / 3, m_golden["hodges_lehmann"]["sentence_means"].number());
    }

    void signFlips() {
        const auto sums = integers(m_golden["wilcoxon_sentence_means(x3 ints)"]["d_times_3"]);
        SAME(signFlip(sums).twoSided, m_golden["signflip_exact_sentence_sums"].number());
    }

    void pairedTests() {
        const PairedT sample = pairedT(numbers(m_golden["diff_by_sentence_mean_over_listeners"]));
        const Json &theirs = m_golden["paired_t"];
        SAME(sample.mean, theirs["mean"].number());
        SAME(sample.deviation, theirs["sd"].number());
        SAME(tStatistic(sample), theirs["t"].number());
        SAME(sample.freedom, theirs["df"].number());
        SAME(tTest(sample), theirs["p"].number());
        SAME_INTERVAL(tInterval(sample, 0.90), theirs["ci90"]);
        SAME_INTERVAL(tInterval(sample, 0.95), theirs["ci95"]);
        const Equivalence both = equivalence(sample, -0.4, 0.4);
        SAME(both.p, m_golden["tost_0.4"]["p"].number());
        SAME(both.tLow, m_golden["tost_0.4"]["low"].array()[0].number());
        SAME(both.aboveLow, m_golden["tost_0.4"]["low"].array()[1].number());
        SAME(both.tHigh, m_golden["tost_0.4"]["upp"].array()[0].number());
        SAME(both.belowHigh, m_golden["tost_0.4"]["upp"].array()[1].number());
    }

    void bootstraps() {
        const Json &theirs = m_golden["bootstrap_mean_d"];
        Draws draws(20250930);
        for (const std::int64_t first : integers(theirs["first10"]))
            QCOMPARE(std::int64_t(draws.below(26)), first);
        const std::vector<double> means = resampledMeans(m_sums, {2000, 20250930});
        SAME_INTERVAL(percentileInterval(means, 0.95), theirs["percentile95"]);
        SAME(bootstrapError(means), theirs["se"].number());
        const CorrectedInterval corrected = correctedInterval(m_sums, means, 0.95);
        SAME(corrected.bias, theirs["z0"].number());
        SAME(corrected.acceleration, theirs["a"].number());
        SAME_INTERVAL(corrected.interval, theirs["bca95"]);
        SAME_INTERVAL(corrected.interval, theirs["scipy_BCa"]);
        // Thirds instead of whole numbers give the same, though their sums differ in the last bits.
        std::vector<double> thirds = m_sums;
        for (double &each : thirds)
            each /= 3;
        const Interval same = correctedInterval(thirds, resampledMeans(thirds, {2000, 20250930}), 0.95).interval;
        SAME(same.low, corrected.interval.low / 3);
        SAME(same.high, corrected.interval.high / 3);
    }

    void theHeadlineInterval() {
        const Json &theirs = m_golden["bootstrap_two_way"];
        const std::vector<double> means = resampledGridMeans(m_drop, {2000, 4242});
        SAME_INTERVAL(percentileInterval(means, 0.95), theirs["percentile95"]);
        SAME(bootstrapError(means), theirs["se"].number());
        SAME(twoWayMean(m_drop).mean, theirs["mean"].number());
    }

    void agreement() { // the ratings of both columns, side by side
        const VoteGrid first = votes(m_golden["data"]["nfe7"]), second = votes(m_golden["data"]["nfe6"]);
        VoteGrid ratings(3, 52);
        for (std::size_t listener = 0; listener < 3; ++listener) {
            for (std::size_t sentence = 0; sentence < 26; ++sentence) {
                ratings.set(listener, sentence, first.at(listener, sentence).value());
                ratings.set(listener, 26 + sentence, second.at(listener, sentence).value());
            }
        }
        const auto compare = [&ratings](const Json &figures) {
            SAME(krippendorffAlpha(ratings, Scale::Nominal).value(), figures["nominal"].number());
            SAME(krippendorffAlpha(ratings, Scale::Ordinal).value(), figures["ordinal"].number());
            SAME(krippendorffAlpha(ratings, Scale::Interval).value(), figures["interval"].number());
        };
        compare(m_golden["krippendorff"]);
        for (const auto &[listener, sentence] : {std::pair(0, 3), {2, 10}, {1, 30}, {0, 40}, {1, 40}})
            ratings.clear(std::size_t(listener), std::size_t(sentence));
        compare(m_golden["krippendorff"]["missing(0,3)(2,10)(1,30)(0,40)(1,40)"]);
    }

    void strengths() {
        const Json &theirs = m_golden["bradley_terry"];
        PairedWins wins{table(theirs["wins"]), {}};
        const Strengths plain = bradleyTerry(wins);
        for (std::size_t i = 0; i < 4; ++i) {
            SAME(plain.strength[i], numbers(theirs["choix_mm"])[i]);
            SAME(plain.error[i], numbers(theirs["se_sumzero"])[i]);
        }
        SAME(plain.errorOfDifference(3, 0), theirs["se_diff_last_first"].number());
        wins.ties = table(m_golden["bradley_terry_half_ties"]["ties"]);
        const Strengths tied = bradleyTerry(wins);
        for (std::size_t i = 0; i < 4; ++i)
            SAME(tied.strength[i], numbers(m_golden["bradley_terry_half_ties"]["statsmodels_glm"])[i]);
    }

    void pairsOfYesAndNo() {
        for (const Json &row : m_golden["mcnemar_exact"].array())
            SAME(mcnemarExact(row["b"].integer(), row["c"].integer()), row["p"].number());
        // Nothing heard in 200 pairs still allows 1.5 %, in 26 pairs 11 %.
        QVERIFY(std::fabs(pairedRateUpperBound(0, 0, 200, 0.95) - 0.0149) < 1e-4);
        QVERIFY(std::fabs(pairedRateUpperBound(0, 0, 26, 0.95) - 0.1088) < 1e-4);
    }

    void severalColumns() {
        const std::vector<std::vector<double>> rows = table(m_golden["friedman"]["data"]);
        SAME(friedman(rows).chiSquare, m_golden["friedman"]["chi2"].number());
        SAME(friedman(rows).p, m_golden["friedman"]["p"].number());
        SAME(pageTrend(rows).l, m_golden["page_asym_same_data"]["L"].number());
        SAME(pageTrend(rows).p, m_golden["page_asym_same_data"]["p"].number());
        SAME(pageTrendExact(m_golden["page_exact_ranks"]["L"].number(), rows.size(), 4),
             m_golden["page_exact_ranks"]["p"].number());
    }

    void severalTests() {
        const std::vector<double> p = numbers(m_golden["holm"]["p"]);
        for (std::size_t i = 0; i < p.size(); ++i) {
            SAME(holm(p)[i], numbers(m_golden["holm"]["adj"])[i]);
            SAME(benjaminiHochberg(p)[i], numbers(m_golden["bh"])[i]);
        }
    }

    void lookingAtAnyTime() {
        for (const Json &row : m_golden["evalue"].array())
            SAME(eValue(row["k"].integer(), row["n"].integer(), 0.5), row["E"].number());
        const Json &ratio = m_golden["sprt_p1_0.7"];
        for (const Json &row : ratio["llr"].array())
            SAME(logLikelihoodRatio(row["k"].integer(), row["n"].integer(), 0.5, 0.7), row["llr"].number());
        SAME(sequentialBounds(0.05, 0.1).upper, ratio["upper"].number());
        SAME(sequentialBounds(0.05, 0.1).lower, ratio["lower"].number());
    }

    void metricsAndVotes() {
        const Json &theirs = m_golden["spearman_kendall"];
        const std::vector<double> x = numbers(theirs["x"]), y = numbers(theirs["y"]);
        SAME(spearman(x, y)->value, theirs["rho"].number());
        SAME(spearman(x, y)->p, theirs["p"].number());
        SAME(kendall(x, y)->value, theirs["tau"].number());
        SAME(kendall(x, y)->p, theirs["ptau"].number());
    }

    // listening.md §4.2
    void power() {
        const std::vector<std::pair<int, int>> critical{{5, 5},   {8, 7},   {10, 9},  {12, 10}, {16, 12},
                                                        {20, 15}, {24, 17}, {26, 18}, {30, 20}, {40, 26}};
        for (const auto &[trials, hits] : critical)
            QCOMPARE(criticalHits(trials, 0.5, 0.05, Alternative::Greater), std::int64_t(hits));
        QCOMPARE(criticalHits(26, 0.5, 0.05, Alternative::TwoSided), std::int64_t(19));
        const auto percent = [](std::int64_t trials, double share) {
            return std::lround(100 * preferencePower(trials, share, 0.5, 0.05, Alternative::TwoSided));
        };
        QCOMPARE(percent(26, 0.60), 12L);
        QCOMPARE(percent(26, 0.65), 26L);
        QCOMPARE(percent(26, 0.70), 46L);
        QCOMPARE(percent(26, 0.75), 69L);
        QCOMPARE(percent(78, 0.60), 35L);
        QCOMPARE(percent(78, 0.70), 93L);
        const auto notWorse = [](double deviation, double margin) {
            return std::lround(100 * nonInferiorityPower(26, deviation, 0, margin, 0.05));
        };
        QCOMPARE(notWorse(0.5, 0.4), 99L);
        QCOMPARE(notWorse(0.7, 0.4), 88L);
        QCOMPARE(notWorse(1.0, 0.4), 63L);
        QCOMPARE(notWorse(0.5, 0.25), 80L);
        QCOMPARE(notWorse(0.7, 0.25), 55L);
        QCOMPARE(notWorse(1.0, 0.25), 34L);
    }

private:
    Json m_golden;
    VoteGrid m_drop;
    std::vector<double> m_sums;
};

QTEST_APPLESS_MAIN(TestGoldenFigures)
#include "tst_golden_figures.moc"
