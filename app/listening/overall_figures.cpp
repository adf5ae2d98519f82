// What a test says as a whole: result_figures.h.
#include <algorithm>
#include <functional>
#include <numeric>

#include "app/listening/listening_words.h"
#include "app/listening/result_figures.h"
#include "engine/statistics/bradley_terry.h"
#include "engine/statistics/friedman.h"
#include "engine/statistics/krippendorff.h"
#include "engine/statistics/page_trend.h"

namespace app::listening {

using namespace engine::statistics;

namespace {

// The mean of those who rated all columns of a sentence, a row for each sentence, in the order of `columns`. What one
// listener says of many sentences and many of one belongs together; rows that a rank test takes must not.
std::vector<std::vector<double>> sentenceRows(const VoteGrids &grids, Scale scale,
                                              const std::vector<Condition> &columns) {
    std::vector<std::vector<double>> rows;
    const VoteGrid &first = grids.ratings.at({scale, columns.front()});
    for (std::size_t sentence = 0; sentence < first.sentences(); ++sentence) {
        std::vector<double> sums(columns.size(), 0.0);
        double listeners = 0;
        for (std::size_t listener = 0; listener < first.listeners(); ++listener) {
            std::vector<double> votes;
            for (const Condition column : columns) {
                if (const auto vote = grids.ratings.at({scale, column}).at(listener, sentence))
                    votes.push_back(*vote);
            }
            if (votes.size() != columns.size())
                continue;
            ++listeners;
            std::transform(votes.begin(), votes.end(), sums.begin(), sums.begin(), std::plus());
        }
        for (double &sum : sums)
            sum /= listeners;
        if (listeners > 0)
            rows.push_back(std::move(sums));
    }
    return rows;
}

// Columns with equal steps stand in no order that ratings could follow.
bool haveOneOrder(const TestDesign &design, const std::vector<Condition> &rising) {
    return std::adjacent_find(rising.begin(), rising.end(), [&](Condition a, Condition b) {
               return columnOf(design, a).nfeStep == columnOf(design, b).nfeStep;
           }) == rising.end();
}

std::vector<Condition> byRisingSteps(const TestDesign &design) {
    std::vector<Condition> columns(design.columns.size());
    std::iota(columns.begin(), columns.end(), 0);
    std::stable_sort(columns.begin(), columns.end(), [&](Condition a, Condition b) {
        return columnOf(design, a).nfeStep < columnOf(design, b).nfeStep;
    });
    return columns;
}

void addRanked(const VoteGrids &grids, const TestDesign &design, std::vector<NamedFigure> &figures) {
    const std::vector<Condition> columns = byRisingSteps(design);
    for (const Scale scale : scalesOf(design.mode)) {
        if (!grids.ratings.contains({scale, columns.front()}))
            continue;
        const auto rows = sentenceRows(grids, scale, columns);
        if (rows.size() < 2)
            continue;
        const QString name = nameOf(scale);
        const Friedman test = friedman(rows);
        figures.push_back({say("%1: Friedman’s test over sentences that columns differ (χ² %2): p")
                               .arg(name)
                               .arg(test.chiSquare, 0, 'f', 3),
                           test.p,
                           rows.size(),
                           {},
                           true,
                           "scipy.stats.friedmanchisquare(*columns).pvalue"});
        if (!haveOneOrder(design, columns))
            continue;
        const PageTrend trend = pageTrend(rows);
        figures.push_back({say("%1: Page’s test over sentences that ratings rise with the number of steps (L %2): p")
                               .arg(name)
                               .arg(trend.l, 0, 'f', 1),
                           trend.p,
                           rows.size(),
                           {},
                           true,
                           "scipy.stats.page_trend_test(rows, method='asymptotic').pvalue"});
    }
}

void addStrengths(const VoteGrids &grids, const TestDesign &design, std::vector<NamedFigure> &figures) {
    const std::size_t columns = design.columns.size();
    PairedWins votes{std::vector(columns, std::vector(columns, 0.0)), std::vector(columns, std::vector(columns, 0.0))};
    std::size_t count = 0;
    const auto baseline = std::size_t(design.baseline);
    for (const Condition candidate : candidates(design)) {
        const auto found = grids.drops.find({Scale::Comparison, candidate});
        if (found == grids.drops.end())
            return;
        const Preference preference = preferenceOf(found->second);
        const auto other = std::size_t(candidate);
        votes.wins[other][baseline] = preference.candidate;
        votes.wins[baseline][other] = preference.baseline;
        votes.ties[other][baseline] = votes.ties[baseline][other] = preference.none;
        count += std::size_t(preference.candidate + preference.baseline + preference.none);
    }
    if (!connected(votes))
        return;
    const Strengths strengths = bradleyTerry(votes);
    for (std::size_t column = 0; column < columns; ++column) {
        const double value = strengths.strength[column], reach = 1.959963984540054 * strengths.error[column];
        figures.push_back({say("Bradley–Terry strength of %1, with 95 % interval").arg(qt(keyOf(design, int(column)))),
                           value, count, Interval{value - reach, value + reach}, false, ""});
    }
}

// Cells as pairs of a measure and the votes' mean.
struct Pairs {
    std::vector<double> figures, votes;
};

std::optional<double> meanVote(const VoteGrid &grid, int row) {
    const std::vector<double> votes = grid.ofSentence(std::size_t(row));
    if (votes.empty())
        return std::nullopt;
    return std::accumulate(votes.begin(), votes.end(), 0.0) / double(votes.size());
}

Pairs pairsOf(const std::string &measure, Scale scale, const VoteGrids &grids, const TestDesign &design,
              const MeasuredCells &measured) {
    Pairs pairs;
    const auto figureOf = [&](int row, Condition condition) {
        const CellFigures *cell = measured.find(row, condition);
        return cell ? cell->figure(measure) : std::nullopt;
    };
    for (int row = 0; row < int(design.rows.size()); ++row) {
        const std::optional<double> base = figureOf(row, design.baseline);
        for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
            const std::optional<double> figure = figureOf(row, column);
            std::optional<double> vote, value = figure;
            if (const auto rated = grids.ratings.find({scale, column}); rated != grids.ratings.end())
                vote = meanVote(rated->second, row);
            else if (const auto drop = grids.drops.find({scale, column}); drop != grids.drops.end()) {
                if (const auto loss = meanVote(drop->second, row))
                    vote = -*loss;
                value = figure && base ? std::optional(*figure - *base) : std::nullopt;
            }
            if (value && vote) {
                pairs.figures.push_back(*value);
                pairs.votes.push_back(*vote);
            }
        }
    }
    return pairs;
}

} // namespace

std::vector<NamedFigure> overallFigures(const VoteGrids &grids, const TestDesign &design) {
    std::vector<NamedFigure> figures;
    if (design.columns.size() < 3)
        return figures;
    addRanked(grids, design, figures);
    addStrengths(grids, design, figures);
    return figures;
}

std::vector<Agreement> agreementOf(const VoteGrids &grids, const TestDesign &design) {
    std::vector<Agreement> all;
    for (const Scale scale : scalesOf(design.mode)) {
        std::vector<const VoteGrid *> parts;
        for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
            if (const auto rated = grids.ratings.find({scale, column}); rated != grids.ratings.end())
                parts.push_back(&rated->second);
            else if (const auto drop = grids.drops.find({scale, column}); drop != grids.drops.end())
                parts.push_back(&drop->second);
        }
        if (parts.empty())
            continue;
        VoteGrid together(parts[0]->listeners(), parts[0]->sentences() * parts.size());
        for (std::size_t part = 0; part < parts.size(); ++part) {
            for (std::size_t listener = 0; listener < together.listeners(); ++listener) {
                for (std::size_t row = 0; row < parts[part]->sentences(); ++row) {
                    if (const auto vote = parts[part]->at(listener, row))
                        together.set(listener, part * parts[part]->sentences() + row, *vote);
                }
            }
        }
        all.push_back(
            {scale, krippendorffAlpha(together, scale == Scale::Quality ? engine::statistics::Scale::Interval
                                                                        : engine::statistics::Scale::Ordinal)});
    }
    return all;
}

std::vector<MeasureAndVotes> correlationsOf(const VoteGrids &grids, const TestDesign &design,
                                            const MeasuredCells &measured) {
    constexpr std::size_t kFewest = 4, kMost = 20'000;
    std::vector<MeasureAndVotes> all;
    for (const Measure &measure : measures()) {
        for (const Scale scale : scalesOf(design.mode)) {
            const Pairs pairs = pairsOf(measure.id, scale, grids, design, measured);
            if (pairs.figures.size() < kFewest || pairs.figures.size() > kMost)
                continue;
            all.push_back({measure.id, scale, pairs.figures.size(), spearman(pairs.figures, pairs.votes),
                           kendall(pairs.figures, pairs.votes)});
        }
    }
    return all;
}

} // namespace app::listening
