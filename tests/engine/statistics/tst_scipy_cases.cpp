// Random cases, whose answers scipy, statsmodels, krippendorff and choix gave (tests/reference/
// make_statistics_reference.py), to 1e-6. ISHOWTTS_STATISTICS_CASES names another file of such cases.
#include <QTest>
#include <array>

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
#include "tests/engine/statistics/compared_figures.h"

using namespace engine::statistics;
using engine::Json;

class TestScipyCases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString other = qEnvironmentVariable("ISHOWTTS_STATISTICS_CASES");
        m_cases = Json::read(other.isEmpty() ? TEST_DATA "/listening/statistics.json" : other.toStdString());
    }

    void distributions() {
        for (const Json &row : cases("distributions")) {
            const double p = row["p"].number(), df = row["df"].number(), t = row["t"].number();
            SAME(normalQuantile(p), row["normal"].number());
            SAME(studentQuantile(p, df), row["student"].number());
            SAME(studentTail(t, df), row["student_tail"].number());
            SAME(chiSquareTail(10 * std::fabs(t), df), row["chi2_tail"].number());
            SAME(betaQuantile(p, row["a"].number(), row["b"].number()), row["beta"].number());
            SAME(noncentralStudentTail(t, df, row["shift"].number()), row["noncentral_tail"].number());
        }
    }

    void shares() {
        for (const Json &row : cases("binomial")) {
            const std::int64_t k = row["k"].integer(), n = row["n"].integer();
            const Alternative side = alternative(row["alternative"].string());
            SAME(binomialTest(k, n, row["chance"].number(), side), row["p"].number());
            SAME_INTERVAL(clopperPearson(k, n, row["level"].number(), side), row["exact"]);
            SAME_INTERVAL(wilson(k, n, row["level"].number(), side), row["wilson"]);
        }
    }

    void signedRanks() {
        for (const Json &row : cases("signed_rank")) {
            const std::vector<double> d = numbers(row["d"]);
            const ZeroRule zeros = row["zeros"].string() == "pratt" ? ZeroRule::Pratt : ZeroRule::Wilcox;
            compare(signedRank(d, zeros), row["exact"], "");
            compare(signedRankApproximation(d, zeros, false), row["asymptotic"], " False");
            compare(signedRankApproximation(d, zeros, true), row["asymptotic"], " True");
            SAME(hodgesLehmann(d), row["hodges_lehmann"].number());
        }
        for (const Json &row : cases("signed_rank_long"))
            compare(signedRank(numbers(row["d"])), row["exact"], "");
    }

    void signFlips() {
        for (const Json &row : cases("sign_flip"))
            compare(signFlip(integers(row["d"])), row["p"], "");
    }

    void pairedTests() {
        for (const Json &row : cases("paired_t")) {
            const PairedT sample = pairedT(numbers(row["d"]));
            SAME(tStatistic(sample), row["t"].number());
            SAME(tTest(sample), row["p"].number());
            SAME(tTest(sample, 0, Alternative::Greater), row["greater"].number());
            SAME_INTERVAL(tInterval(sample, row["level"].number()), row["ci"]);
            const double margin = row["margin"].number();
            const Equivalence both = equivalence(sample, -margin, margin);
            SAME(both.p, numbers(row["tost"])[0]);
            SAME(both.aboveLow, numbers(row["tost"])[1]);
            SAME(both.belowHigh, numbers(row["tost"])[2]);
        }
    }

    void bootstraps() {
        for (const Json &row : cases("bootstrap")) {
            const std::vector<double> x = numbers(row["x"]);
            const std::vector<double> means = resampledMeans(x, {400, row["seed"].unsignedInteger()});
            SAME_INTERVAL(percentileInterval(means, row["level"].number()), row["percentile"]);
            SAME_INTERVAL(correctedInterval(x, means, row["level"].number()).interval, row["BCa"]);
        }
        for (const Json &row : cases("two_way_bootstrap")) {
            const std::vector<double> means =
                resampledGridMeans(votes(row["grid"]), {300, row["seed"].unsignedInteger()});
            SAME(bootstrapError(means), row["error"].number());
            SAME_INTERVAL(percentileInterval(means, 0.95), row["percentile"]);
        }
    }

    void listenersAndSentences() { // statsmodels' analysis of variance
        for (const Json &row : cases("two_way")) {
            const TwoWayMean ours = twoWayMean(votes(row["grid"]));
            const double l = double(ours.listeners), s = double(ours.sentences), n = l * s;
            const std::vector<double> ms = numbers(row["ms"]);
            SAME(ours.mean, row["mean"].number());
            SAME(ours.variance.votes, ms[2]);
            SAME(ours.variance.listeners, std::max(0.0, (ms[0] - ms[2]) / s));
            SAME(ours.variance.sentences, std::max(0.0, (ms[1] - ms[2]) / l));
            SAME(ours.error, std::sqrt((std::max(ms[0], ms[2]) + std::max(ms[1], ms[2]) - ms[2]) / n));
            SAME(ours.panelLowerBound(0.95), row["panel"].number());
            if (ms[0] > ms[2] && ms[1] > ms[2]) { // Satterthwaite
                const double sum = ms[0] + ms[1] - ms[2];
                SAME(ours.freedom,
                     sum * sum /
                         (ms[0] * ms[0] / (l - 1) + ms[1] * ms[1] / (s - 1) + ms[2] * ms[2] / ((l - 1) * (s - 1))));
            }
        }
    }

    void agreement() {
        for (const Json &row : cases("agreement")) {
            const VoteGrid grid = votes(row["grid"]);
            for (const auto &[name, scale] :
                 {std::pair("nominal", Scale::Nominal), {"ordinal", Scale::Ordinal}, {"interval", Scale::Interval}}) {
                QCOMPARE(krippendorffAlpha(grid, scale).has_value(), !row[name].isNull());
                if (!row[name].isNull())
                    SAME(*krippendorffAlpha(grid, scale), row[name].number());
            }
        }
    }

    void strengths() {
        for (const Json &row : cases("bradley_terry")) {
            const Strengths ours = bradleyTerry({table(row["wins"]), table(row["ties"])});
            const std::vector<double> strength = numbers(row["strength"]), error = numbers(row["error"]);
            for (std::size_t i = 0; i < strength.size(); ++i) {
                SAME(ours.strength[i], strength[i]);
                SAME(ours.error[i], error[i]);
            }
            SAME(ours.errorOfDifference(strength.size() - 1, 0), row["difference"].number());
        }
    }

    void severalColumns() {
        for (const Json &row : cases("columns")) {
            const std::vector<std::vector<double>> rows = table(row["rows"]);
            SAME(friedman(rows).chiSquare, row["chi2"].number());
            SAME(friedman(rows).p, row["p"].number());
            SAME(pageTrend(rows).l, row["L"].number());
            SAME(pageTrend(rows).p, row["page"].number());
            if (!row["page_exact"].isNull())
                SAME(pageTrendExact(row["L"].number(), rows.size(), rows[0].size()), row["page_exact"].number());
        }
    }

    void theRest() {
        for (const Json &row : cases("mcnemar_exact"))
            SAME(mcnemarExact(row["b"].integer(), row["c"].integer()), row["p"].number());
        for (const Json &row : cases("multiple")) {
            const std::vector<double> p = numbers(row["p"]);
            for (std::size_t i = 0; i < p.size(); ++i) {
                SAME(holm(p)[i], numbers(row["holm"])[i]);
                SAME(benjaminiHochberg(p)[i], numbers(row["bh"])[i]);
            }
        }
        for (const Json &row : cases("evidence"))
            SAME(logEvalue(row["k"].integer(), row["n"].integer(), row["chance"].number()), row["log"].number());
        for (const Json &row : cases("association")) {
            const std::vector<double> x = numbers(row["x"]), y = numbers(row["y"]);
            SAME(spearman(x, y)->value, row["rho"].number());
            SAME(spearman(x, y)->p, row["rho_p"].number());
            SAME(kendall(x, y)->value, row["tau"].number());
            SAME(kendall(x, y)->p, row["tau_p"].number());
        }
        for (const Json &row : cases("power")) {
            const std::int64_t n = row["n"].integer();
            QCOMPARE(criticalHits(n, 0.5, 0.05, Alternative::TwoSided), row["critical"].integer());
            SAME(preferencePower(n, row["share"].number(), 0.5, 0.05, Alternative::TwoSided),
                 row["preference"].number());
            SAME(nonInferiorityPower(std::size_t(n), row["sd"].number(), row["drop"].number(), row["margin"].number(),
                                     0.05),
                 row["non_inferiority"].number());
        }
    }

private:
    const Json::Array &cases(const char *kind) const {
        const Json::Array &found = m_cases[kind].array();
        if (found.size() < 10)
            qFatal("too few cases of %s", kind);
        return found;
    }

    template <typename Test> static void compare(const Test &ours, const Json &theirs, const std::string &suffix) {
        SAME(ours.twoSided, theirs["two-sided" + suffix].number());
        SAME(ours.greater, theirs["greater" + suffix].number());
        SAME(ours.less, theirs["less" + suffix].number());
    }

    Json m_cases;
};

QTEST_APPLESS_MAIN(TestScipyCases)
#include "tst_scipy_cases.moc"
