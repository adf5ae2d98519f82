// What a listening test says: a sentence in plain words first, figures after. Everything follows from the votes
// (session_merge.h), what was measured (cell_figures.h) and the rules that the design fixed; the same for the same
// things. Any thread, best a worker: 130 votes on one candidate take some 10 ms, twelve columns a second.
//
// Simulated votes: as soon as a person has finished a session only people's votes count, and the simulated ones are
// said beside. Where only simulated ones are there, results are computed from them, are marked, and decide nothing that
// may be applied (mayApply()).
#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/cell_figures.h"
#include "app/listening/counted_batch.h"
#include "app/listening/listener_checks.h"
#include "app/listening/session_looks.h"
#include "app/listening/vote_grids.h"
#include "engine/statistics/association.h"
#include "engine/statistics/decision_rule.h"
#include "engine/statistics/interval.h"

namespace app::listening {

using engine::statistics::Interval;

// A figure with the procedure that it comes from.
struct NamedFigure {
    QString name; // "Wilcoxon's signed-rank test over sentences, exact, two-sided"
    double value = 0;
    std::size_t count = 0; // what it rests on
    std::optional<Interval> interval = {};
    bool isProbability = false; // a p-value
    std::string python;         // a line that computes it again with the usual library
};

struct CategoryMean {
    std::string category;
    std::size_t votes = 0;
    double mean = 0;                  // of the drop, in steps
    std::optional<Interval> interval; // 95 %, listeners × sentences; none with fewer than two votes
};

struct ScaleResult {
    Scale scale = Scale::Comparison;
    bool decides = false;
    std::size_t votes = 0, listeners = 0, sentences = 0;
    double drop = 0;                  // mean, in steps; above 0: worse than the baseline
    std::optional<Interval> headline; // two-sided at 1 − alpha, listeners × sentences by bootstrap
    std::vector<CategoryMean> categories;
    std::vector<NamedFigure> tests;
};

// AbPreference and Cmos (by sign).
struct Preference {
    int candidate = 0, baseline = 0, none = 0; // votes
    Interval share;                            // Wilson's, 95 %, of (candidate) / (candidate + baseline)
    double p = 1;                              // exact binomial, two-sided, without "none"
    double adjusted = 1;                       // the same after Holm over the candidates
    double evidence = 1;                       // e-value: at 20 and more one may stop looking at any moment

    std::optional<double> candidateShare() const; // none without a preference
};

struct Recognition { // Abx
    int right = 0, asked = 0;
    Interval share; // Clopper–Pearson, 95 %
    double p = 1;   // exact binomial, one-sided against a half
    double adjusted = 1;
};

struct CandidateResult {
    Condition candidate = 0;
    QString key; // keyOf()
    engine::statistics::Decision decision;
    QString sentence;    // the verdict in plain words
    QStringList reasons; // why, a sentence each
    std::vector<ScaleResult> scales;
    std::optional<Preference> preference;
    std::optional<Recognition> recognition;
    std::optional<engine::statistics::HeardArtifacts> artifacts; // by listeners
    std::optional<CountedBatch> batch;                           // by detectors, in sounds that nobody listened to
    std::vector<NamedFigure> tests;                              // of artifacts

    bool isAccepted() const; // Equivalent or Accepted
};

// One column as plots show it.
struct ColumnResult {
    Condition column = 0;
    QString key;
    bool isBaseline = false;
    struct Rating {
        Scale scale;
        std::size_t votes;
        double mean;                      // in points of the scale
        std::optional<Interval> interval; // 95 %, listeners × sentences
    };
    std::vector<Rating> ratings;   // empty where only pairs were compared
    std::optional<double> quality; // −drop of the first scale that decides; the baseline's is 0
    std::optional<Interval> qualityInterval;
    std::optional<double> rtf;           // median over its cells
    std::optional<double> rtfVariation;  // coefficient of variation, when there are two cells and more
    bool onFront = false;                // no other column is at least as good and as fast, and better in one of both
    std::optional<double> artifactShare; // of votes that heard artifacts; none where that was not asked
};

// Of a measure with the votes: over cells (row × column), the mean vote of each; pairwise tests: the differences from
// the baseline.
struct MeasureAndVotes {
    std::string measure; // Measure::id
    Scale scale = Scale::Comparison;
    std::size_t cells = 0;
    std::optional<engine::statistics::Association> spearman, kendall; // none where all of one side are equal
};

struct Agreement {
    Scale scale = Scale::Comparison;
    std::optional<double> alpha; // Krippendorff's, ordinal (Mushra: interval); none where nothing can be said
};

struct TestResults {
    TestDesign design;
    std::string test; // testId()
    std::string designHash;
    bool simulated = false; // all votes that count are
    int sessionsCounted = 0;
    int sessionsUnfinished = 0; // not counted
    int simulatedLeftOut = 0;   // not counted
    bool withExcluded = false;  // the view beside: nothing of it may be applied
    std::size_t listeners = 0, votes = 0;

    QString sentence;                // plain words; begin with it
    std::optional<Condition> choice; // the column to use: the smallest RTF among those accepted, or the baseline. None
                                     // without votes
    QString choiceReason;            // a sentence
    std::vector<ListenerReport> reports;
    std::vector<CandidateResult> candidates;
    std::vector<ColumnResult> columns;
    std::vector<Agreement> agreement;
    std::vector<NamedFigure> overall; // more than one candidate: Friedman, Page, Bradley–Terry
    std::vector<MeasureAndVotes> correlations;
    MeasuredCells measured;
    std::vector<Look> looks; // at results of this test, in this library; empty: not known

    bool isLookedAtTooOften() const { return looks.size() > std::size_t(design.margins.looks); }
    const CandidateResult *find(Condition candidate) const;
};

struct ResultOptions {
    bool withExcluded = false; // those who are excluded count too: the view beside
    // In an unattended batch of many utterances. From 200 pairs on it can pass; fewer can only fail, and none say
    // nothing.
    std::vector<CountedBatch> batches;
    std::vector<Look> looks; // this one among them (SessionStore::look())
};

// Error(BadInput) when a session of the record is damaged, and for more than 50,000 votes on one column, which cannot
// be resampled.
TestResults resultsOf(const TestRecord &record, MeasuredCells measured = {}, const ResultOptions &options = {});

// Nothing when the column of this test may become the default; else why not, translated: it is the baseline or not
// accepted, votes were simulated, sounds were made elsewhere, its settings are more than steps, schedule and precision.
std::optional<QString> objectionToApplying(const TestResults &results, Condition column);

} // namespace app::listening
