#include "app/listening/result_figures.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "app/listening/json_fields.h"
#include "app/listening/listening_words.h"
#include "engine/statistics/anytime.h"
#include "engine/statistics/binomial.h"
#include "engine/statistics/bootstrap.h"
#include "engine/statistics/mcnemar.h"
#include "engine/statistics/paired_t.h"
#include "engine/statistics/sign_flip.h"
#include "engine/statistics/signed_rank.h"
#include "engine/statistics/two_way.h"

namespace app::listening {

using namespace engine::statistics;

namespace {

constexpr double kMushraPointsPerStep = 25;
constexpr std::size_t kMostExact = 400;

std::string listOf(const std::vector<double> &values) {
    std::string text = "[";
    for (const double value : values)
        text += (text.size() > 1 ? ", " : "") + written(value);
    return text + "]";
}

struct BySentence {
    std::vector<double> sums;  // whole numbers wherever single votes are
    std::vector<double> means; // in steps
};

BySentence bySentence(const VoteGrid &drop, double pointsPerStep) {
    BySentence all;
    for (std::size_t row = 0; row < drop.sentences(); ++row) {
        const std::vector<double> votes = drop.ofSentence(row);
        if (votes.empty())
            continue;
        double sum = 0;
        for (const double vote : votes)
            sum += vote;
        all.means.push_back(sum / double(votes.size()));
        const double points = sum * pointsPerStep, whole = std::round(points);
        all.sums.push_back(std::abs(points - whole) < 1e-6 ? whole : points);
    }
    return all;
}

bool areWhole(const std::vector<double> &values) {
    double all = 0;
    for (const double value : values) {
        if (value != std::round(value))
            return false;
        all += std::abs(value);
    }
    return all <= 4e6 && double(values.size()) * all <= 2e9;
}

void addRanks(const std::vector<double> &sums, std::vector<NamedFigure> &figures) {
    const auto differing = std::size_t(std::count_if(sums.begin(), sums.end(), [](double sum) { return sum != 0; }));
    if (differing <= kMostExact) {
        const SignedRank ranks = signedRank(sums);
        figures.push_back({say("Wilcoxon’s signed-rank test over sentences, exact, two-sided: p"),
                           ranks.twoSided,
                           ranks.used,
                           {},
                           true,
                           "scipy.stats.wilcoxon(" + listOf(sums) +
                               ", method=scipy.stats.PermutationMethod(n_resamples=numpy.inf)).pvalue"});
        figures.push_back({say("Rank-biserial correlation"), ranks.rankBiserial, ranks.used, {}, false, ""});
        return;
    }
    const SignedRankApproximation ranks = signedRankApproximation(sums, ZeroRule::Wilcox, false);
    figures.push_back({say("Wilcoxon’s signed-rank test over sentences, approximate, two-sided: p"),
                       ranks.twoSided,
                       differing,
                       {},
                       true,
                       "scipy.stats.wilcoxon(" + listOf(sums) + ", method='asymptotic', correction=False).pvalue"});
}

void addSignFlip(const std::vector<double> &sums, std::vector<NamedFigure> &figures) {
    if (!areWhole(sums))
        return;
    std::vector<std::int64_t> whole;
    for (const double sum : sums)
        whole.push_back(std::int64_t(sum));
    figures.push_back({say("Sign-flip test over sentences, exact, two-sided: p"),
                       signFlip(whole).twoSided,
                       whole.size(),
                       {},
                       true,
                       "scipy.stats.permutation_test((" + listOf(sums) +
                           ",), numpy.sum, permutation_type='samples', n_resamples=numpy.inf).pvalue"});
}

void addMeans(const std::vector<double> &means, const Margins &margins, std::vector<NamedFigure> &figures) {
    figures.push_back({say("Hodges–Lehmann estimate of the loss, steps"),
                       hodgesLehmann(means),
                       means.size(),
                       {},
                       false,
                       "d = numpy.array(" + listOf(means) +
                           "); numpy.median([(a + b) / 2 for i, a in enumerate(d) for b in d[i:]])"});
    if (means.size() < 2)
        return;
    const PairedT sample = pairedT(means);
    figures.push_back({say("Student’s t over sentences, mean and 95 % interval, steps"), sample.mean, sample.count,
                       tInterval(sample, 0.95), false,
                       "scipy.stats.ttest_1samp(" + listOf(means) + ", 0).confidence_interval(0.95)"});
    figures.push_back({say("Non-inferiority by t over sentences (loss below %1 steps): p").arg(margins.inferior),
                       equivalence(sample, -margins.inferior, margins.inferior).belowHigh,
                       sample.count,
                       {},
                       true,
                       "scipy.stats.ttest_1samp(" + listOf(means) + ", " + written(margins.inferior) +
                           ", alternative='less').pvalue"});
    const Resampling how;
    figures.push_back({say("BCa bootstrap over sentences, mean and 95 % interval, steps"), sample.mean, sample.count,
                       correctedInterval(means, resampledMeans(means, how), 0.95).interval, false,
                       "scipy.stats.bootstrap((" + listOf(means) + ",), numpy.mean).confidence_interval"});
}

} // namespace

std::optional<Interval> gridInterval(const VoteGrid &grid, double confidence) {
    if (grid.votes() < 2)
        return std::nullopt;
    return percentileInterval(resampledGridMeans(grid, Resampling()), confidence);
}

double meanOf(const VoteGrid &grid) {
    const std::vector<double> votes = grid.values();
    double sum = 0;
    for (const double vote : votes)
        sum += vote;
    return votes.empty() ? 0 : sum / double(votes.size());
}

ScaleResult scaleResult(Scale scale, bool decides, const VoteGrid &drop, const TestDesign &design) {
    ScaleResult result;
    result.scale = scale;
    result.decides = decides;
    const VoteGrid kept = drop.withoutEmpty();
    result.votes = kept.votes();
    result.listeners = kept.listeners();
    result.sentences = kept.sentences();
    result.drop = meanOf(drop);
    result.headline = gridInterval(drop, 1 - design.margins.alpha);
    for (const std::string &category : categoriesOf(design)) {
        const VoteGrid only = ofCategory(drop, design, category);
        if (only.votes() > 0)
            result.categories.push_back({category, only.votes(), meanOf(only), gridInterval(only)});
    }
    const BySentence sentences = bySentence(drop, scale == Scale::Quality ? kMushraPointsPerStep : 1);
    if (sentences.sums.empty())
        return result;
    addRanks(sentences.sums, result.tests);
    addSignFlip(sentences.sums, result.tests);
    addMeans(sentences.means, design.margins, result.tests);
    if (result.votes >= 2)
        result.tests.push_back(
            {say("Non-inferiority over listeners and sentences (loss below %1 steps): p").arg(design.margins.inferior),
             twoWayMean(drop).below(design.margins.inferior),
             result.votes,
             {},
             true,
             ""});
    return result;
}

Preference preferenceOf(const VoteGrid &drop) {
    Preference preference;
    for (const double vote : drop.values())
        ++(vote < 0 ? preference.candidate : vote > 0 ? preference.baseline : preference.none);
    const int said = preference.candidate + preference.baseline;
    preference.share = wilson(preference.candidate, said, 0.95);
    preference.p = preference.adjusted = binomialTest(preference.candidate, said, 0.5, Alternative::TwoSided);
    preference.evidence = eValue(preference.candidate, said, 0.5);
    return preference;
}

Recognition recognitionOf(const VoteGrids::Answers &answers) {
    Recognition recognition;
    recognition.asked = answers.asked;
    recognition.right = answers.right;
    recognition.share = clopperPearson(recognition.right, recognition.asked, 0.95);
    recognition.p = recognition.adjusted =
        binomialTest(recognition.right, recognition.asked, 0.5, Alternative::Greater);
    return recognition;
}

HeardArtifacts heardArtifacts(const VoteGrid &candidate, const VoteGrid &baseline) {
    HeardArtifacts heard;
    for (std::size_t listener = 0; listener < candidate.listeners(); ++listener) {
        for (std::size_t row = 0; row < candidate.sentences(); ++row) {
            const auto one = candidate.at(listener, row), other = baseline.at(listener, row);
            if (!one || !other)
                continue;
            const bool inCandidate = *one >= 0.5, inBaseline = *other >= 0.5;
            heard.onlyCandidate += inCandidate && !inBaseline ? 1 : 0;
            heard.onlyPresent += inBaseline && !inCandidate ? 1 : 0;
        }
    }
    return heard;
}

NamedFigure mcnemarFigure(const HeardArtifacts &heard) {
    return {say("McNemar’s test of artifacts heard in one of both alone, exact, one-sided: p"),
            mcnemarExact(heard.onlyCandidate, heard.onlyPresent, Alternative::Greater),
            std::size_t(heard.onlyCandidate + heard.onlyPresent),
            {},
            true,
            "scipy.stats.binomtest(" + std::to_string(heard.onlyCandidate) + ", " +
                std::to_string(heard.onlyCandidate + heard.onlyPresent) + ", 0.5, alternative='greater').pvalue"};
}

std::optional<double> Preference::candidateShare() const {
    const int said = candidate + baseline;
    return said > 0 ? std::optional(double(candidate) / said) : std::nullopt;
}

} // namespace app::listening
