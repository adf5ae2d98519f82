#include "app/listening/results_report.h"

#include <QLocale>

#include "app/listening/listening_words.h"
#include "app/listening/verdict_words.h"

namespace app::listening {

using namespace engine::statistics;

namespace {

QString exact(double value, int decimals = 3) {
    return QLocale::c().toString(value, 'f', decimals);
}

QString pValue(double p) {
    return p < 0.001 ? QStringLiteral("< 0.001") : exact(p);
}

QString between(const std::optional<Interval> &interval, int decimals = 2) {
    return interval ? say("%1 to %2").arg(exact(interval->low, decimals), exact(interval->high, decimals))
                    : say("not known");
}

class Report {
public:
    explicit Report(const TestResults &results) : m_results(results) {}

    std::string text() {
        line(m_results.sentence);
        if (!m_results.choiceReason.isEmpty())
            line(m_results.choiceReason);
        line();
        who();
        for (const CandidateResult &candidate : m_results.candidates)
            tell(candidate);
        columns();
        overall();
        for (const OriginalMatrix &matrix : originalMatrix(m_results))
            tell(matrix);
        measured();
        listeners();
        return m_text.toStdString();
    }

private:
    void line(const QString &words = {}) { m_text += words + u'\n'; }
    void item(const QString &words) { line(QStringLiteral("  ") + words); }
    void heading(const QString &words) {
        line();
        line(words);
    }

    void who() {
        item(say("Test %1, design %2").arg(qt(m_results.test.substr(0, 16)), qt(m_results.designHash.substr(0, 16))));
        item(say("%1 sessions of %2 listeners; at most %3 votes on a column")
                 .arg(m_results.sessionsCounted)
                 .arg(m_results.listeners)
                 .arg(m_results.votes));
        if (m_results.sessionsUnfinished > 0)
            item(m_results.sessionsUnfinished == 1
                     ? say("One session is not finished and does not count")
                     : say("%1 sessions are not finished and do not count").arg(m_results.sessionsUnfinished));
        if (m_results.simulatedLeftOut > 0)
            item(m_results.simulatedLeftOut == 1
                     ? say("One simulated session does not count")
                     : say("%1 simulated sessions do not count").arg(m_results.simulatedLeftOut));
        const Margins &margins = m_results.design.margins;
        item(say("Agreed on before: a loss of %1 points may be accepted, one of %2 is rejected, error %3, at least %4 "
                 "votes, looked at %5")
                 .arg(shortFigure(margins.inferior), shortFigure(margins.rejected), shortFigure(margins.alpha))
                 .arg(margins.fewestVotes)
                 .arg(margins.looks == 1 ? say("once") : say("%1 times").arg(margins.looks)));
        if (!m_results.looks.empty())
            item(lookedAt(m_results));
    }

    void tell(const CandidateResult &candidate) {
        heading(say("%1: %2").arg(candidate.key, verdictWord(candidate.decision.verdict)));
        item(candidate.sentence);
        for (const QString &reason : candidate.reasons)
            item(QStringLiteral("– ") + reason);
        if (candidate.preference) {
            const Preference &p = *candidate.preference;
            item(say("Preferred in %1 votes, the baseline in %2, none in %3; share %4, 95 % %5; binomial p %6, after "
                     "Holm %7; e-value %8")
                     .arg(p.candidate)
                     .arg(p.baseline)
                     .arg(p.none)
                     .arg(exact(p.candidateShare().value_or(0)), between(p.share, 3), pValue(p.p), pValue(p.adjusted),
                          shortFigure(p.evidence)));
        }
        if (candidate.recognition) {
            const Recognition &r = *candidate.recognition;
            item(say("Right in %1 of %2 answers, 95 % %3; binomial p %4, after Holm %5")
                     .arg(r.right)
                     .arg(r.asked)
                     .arg(between(r.share, 3), pValue(r.p), pValue(r.adjusted)));
        }
        for (const ScaleResult &scale : candidate.scales) {
            item(say("%1: loss %2 points, %3 % %4 (listeners × sentences); %5 votes")
                     .arg(nameOf(scale.scale), exact(scale.drop))
                     .arg(100 * (1 - m_results.design.margins.alpha))
                     .arg(between(scale.headline))
                     .arg(scale.votes));
            for (const CategoryMean &category : scale.categories)
                item(say("    %1: %2, 95 % %3; %4 votes")
                         .arg(qt(category.category), exact(category.mean), between(category.interval))
                         .arg(category.votes));
            tell(scale.tests);
        }
        if (const auto &batch = candidate.batch)
            item(say("Counted in %1 pairs that nobody listened to: artifacts in this column alone in %2, in the "
                     "baseline alone in %3")
                     .arg(batch->pairs)
                     .arg(batch->onlyCandidate)
                     .arg(batch->onlyBaseline));
        tell(candidate.tests);
    }

    void tell(const std::vector<NamedFigure> &figures) {
        for (const NamedFigure &figure : figures) {
            const QString value = figure.isProbability ? pValue(figure.value) : exact(figure.value);
            item(figure.interval
                     ? say("    %1: %2 (%3), n %4").arg(figure.name, value, between(figure.interval)).arg(figure.count)
                     : say("    %1: %2, n %3").arg(figure.name, value).arg(figure.count));
        }
    }

    void columns() {
        heading(say("Columns"));
        for (const ColumnResult &column : m_results.columns) {
            QStringList parts;
            for (const ColumnResult::Rating &rating : column.ratings)
                parts << say("%1 %2 (%3)").arg(nameOf(rating.scale), exact(rating.mean, 2), between(rating.interval));
            if (column.artifactShare)
                parts << say("artifacts heard in %1 %").arg(shortFigure(100 * *column.artifactShare));
            parts << (column.rtf ? say("RTF %1").arg(exact(*column.rtf)) : say("RTF not measured"));
            if (column.onFront)
                parts << say("nothing is both better and faster");
            item(say("%1: %2").arg(column.key, parts.join(QStringLiteral(", "))));
        }
        for (const Agreement &agreement : m_results.agreement)
            item(say("Krippendorff’s alpha, %1: %2")
                     .arg(nameOf(agreement.scale), agreement.alpha ? exact(*agreement.alpha) : say("not known")));
    }

    void overall() {
        if (!m_results.overall.empty())
            heading(say("All columns together"));
        tell(m_results.overall);
    }

    void tell(const OriginalMatrix &matrix) {
        heading(say("The original’s rules, filled in for %1").arg(matrix.candidate));
        for (const MatrixRow &row : matrix.rows) {
            const QString met = row.met == MatrixRow::Met::Yes  ? say("yes")
                                : row.met == MatrixRow::Met::No ? say("no")
                                                                : say("open");
            item(say("%1 (%2): %3 – %4").arg(row.asked, row.limit, row.found, met));
        }
        item(matrix.decision);
    }

    void measured() {
        const MeasuredCells &cells = m_results.measured;
        if (cells.cells.empty())
            return;
        heading(say("Measured, median by column"));
        for (const Measure &measure : measures()) {
            QStringList parts;
            for (const ColumnResult &column : m_results.columns) {
                const auto value = cells.median(measure.id, column.column);
                parts << say("%1 %2").arg(column.key, value ? exact(*value, measure.decimals) : say("not measured"));
            }
            item(say("%1: %2").arg(measure.name(), parts.join(QStringLiteral("; "))));
            if (const auto why = cells.notMeasured.find(measure.id); why != cells.notMeasured.end())
                item(QStringLiteral("    ") + why->second);
        }
        for (const MeasureAndVotes &each : m_results.correlations) {
            const Measure *measure = findMeasure(each.measure);
            const auto value = [](const std::optional<Association> &association) {
                return association ? say("%1 (p %2)").arg(exact(association->value), pValue(association->p))
                                   : say("not known");
            };
            item(say("%1 with %2: Spearman %3, Kendall %4, n %5")
                     .arg(measure ? measure->name() : qt(each.measure), nameOf(each.scale), value(each.spearman),
                          value(each.kendall))
                     .arg(each.cells));
        }
    }

    void listeners() {
        heading(say("Listeners"));
        for (const ListenerReport &report : m_results.reports) {
            const QString name = report.listener.empty() ? qt(report.session.substr(0, 8)) : qt(report.listener);
            if (!report.finished) {
                item(say("%1: not finished").arg(name));
                continue;
            }
            item(say("%1: %2 votes, sure pairs %3 of %4, equal pairs %5 of %6, repeats %7 of %8, %9 s for a vote")
                     .arg(name)
                     .arg(report.votes)
                     .arg(report.gold.right)
                     .arg(report.gold.asked)
                     .arg(report.nullPairs.right)
                     .arg(report.nullPairs.asked)
                     .arg(report.repeats.right)
                     .arg(report.repeats.asked)
                     .arg(shortFigure(report.secondsPerVote)));
            if (report.simulated)
                item(say("    simulated"));
            for (const QString &objection : report.objections)
                item(QStringLiteral("    ") + objection);
            if (!report.objections.isEmpty())
                item(report.excluded ? say("    does not count")
                                     : say("    counts all the same, as nobody else is there"));
        }
    }

    const TestResults &m_results;
    QString m_text;
};

} // namespace

QString lookedAt(const TestResults &results) {
    if (results.looks.empty())
        return {};
    QStringList votes;
    for (const Look &look : results.looks)
        votes << QString::number(look.votes);
    const int planned = results.design.margins.looks;
    const QString times =
        results.looks.size() == 1
            ? say("Looked at once, with %1 votes").arg(votes.front())
            : say("Looked at %1 times, with %2 votes").arg(results.looks.size()).arg(votes.join(say(", ")));
    return planned == 1 ? say("%1; one look was planned").arg(times)
                        : say("%1; %2 looks were planned").arg(times).arg(planned);
}

std::string asReport(const TestResults &results) {
    return Report(results).text();
}

} // namespace app::listening
