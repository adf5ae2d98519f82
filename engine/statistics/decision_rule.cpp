#include "engine/statistics/decision_rule.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"
#include "engine/statistics/binomial.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/mcnemar.h"

namespace engine::statistics {

namespace {

constexpr std::size_t kMostRows = 20'000;

void check(const DecisionRule &rule) {
    requireBetweenZeroAndOne(rule.level, "level");
    if (!(rule.acceptMargin > 0) || !(rule.rejectMargin >= rule.acceptMargin) || !std::isfinite(rule.rejectMargin) ||
        !std::isfinite(rule.goodRating) || !std::isfinite(rule.badRating) || rule.looks < 1 ||
        !(rule.goodShare >= 0 && rule.goodShare < 1) || !(rule.badShare > 0 && rule.badShare <= 1))
        throw badInput("The rules of the decision contradict themselves.",
                       "The margin for rejecting is at least the one for accepting, which is above 0; shares lie "
                       "between 0 and 1.");
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

std::vector<double> rowMedians(const VoteGrid &ratings) {
    std::vector<double> medians;
    for (std::size_t sentence = 0; sentence < ratings.sentences(); ++sentence) {
        if (std::vector<double> row = ratings.ofSentence(sentence); !row.empty())
            medians.push_back(median(std::move(row)));
    }
    return medians;
}

class Judge {
public:
    Judge(const DecisionInput &input, const DecisionRule &rule)
        : m_input(input), m_rule(rule), m_level(rule.level / double(rule.looks)) {}

    Decision judge() {
        if (m_input.scales.empty())
            open({ReasonKind::TooFewVotes, "", 0, double(m_rule.minimumVotes)});
        for (const ScaleVotes &scale : m_input.scales)
            judgeScale(scale);
        if (m_input.artifacts) {
            const double p =
                mcnemarExact(m_input.artifacts->onlyCandidate, m_input.artifacts->onlyPresent, Alternative::Greater);
            if (p < m_rule.level)
                m_against.push_back({ReasonKind::ArtifactsHeard, "", p, m_rule.level});
        }
        for (const Guard &guard : m_input.guards)
            judgeGuard(guard);
        for (const std::string &bar : m_input.bars)
            open({ReasonKind::Barred, bar, 0, 0});
        conclude();
        return std::move(m_decision);
    }

private:
    void open(Reason reason) { m_open.push_back(std::move(reason)); }

    void needMore(std::optional<MoreVotes> more) {
        if (!more)
            m_beyondVotes = true;
        else if (!m_decision.more || more->votes > m_decision.more->votes)
            m_decision.more = more;
    }

    void judgeScale(const ScaleVotes &scale) {
        const std::size_t votes = scale.drop.votes();
        if (votes >= 2)
            m_decision.findings.push_back(find(scale));
        if (votes < std::max(m_rule.minimumVotes, std::size_t(2))) {
            const std::size_t missing = std::max(m_rule.minimumVotes, std::size_t(2)) - votes;
            open({ReasonKind::TooFewVotes, scale.name, double(votes), double(m_rule.minimumVotes)});
            needMore(MoreVotes{0, missing, missing});
            return;
        }
        const ScaleFinding &found = m_decision.findings.back();
        if (found.panelLower > m_rule.rejectMargin)
            m_against.push_back({ReasonKind::DropTooLarge, scale.name, found.panelLower, m_rule.rejectMargin});
        else if (found.upper < m_rule.acceptMargin)
            m_for.push_back({ReasonKind::WithinMargin, scale.name, found.upper, m_rule.acceptMargin});
        else {
            open({ReasonKind::DropNotExcluded, scale.name, found.upper, m_rule.acceptMargin});
            needMore(moreVotes(found.mean, {m_rule.acceptMargin, m_rule.rejectMargin, m_level}));
        }
        m_better = m_better || found.lower <= -m_rule.acceptMargin;
        if (scale.candidate)
            judgeRows(scale);
    }

    ScaleFinding find(const ScaleVotes &scale) const {
        ScaleFinding found;
        found.name = scale.name;
        found.mean = twoWayMean(scale.drop);
        const std::vector<double> resampled = resampledGridMeans(scale.drop, m_rule.resampling);
        found.headline = percentileInterval(resampled, 1 - m_rule.level);
        found.upper = std::max(found.mean.upperBound(1 - m_level),
                               percentileInterval(resampled, 1 - m_level, Alternative::Less).high);
        found.lower = std::min(found.mean.lowerBound(1 - m_level),
                               percentileInterval(resampled, 1 - m_level, Alternative::Greater).low);
        found.panelLower = found.mean.panelLowerBound(1 - m_rule.level);
        return found;
    }

    void judgeRows(const ScaleVotes &scale) {
        const std::vector<double> medians = rowMedians(*scale.candidate);
        const auto rows = std::int64_t(medians.size());
        const auto bad = std::int64_t(
            std::count_if(medians.begin(), medians.end(), [&](double each) { return each < m_rule.badRating; }));
        const auto good = std::int64_t(
            std::count_if(medians.begin(), medians.end(), [&](double each) { return each >= m_rule.goodRating; }));
        const auto shown = [&](std::int64_t hits, std::int64_t of) {
            return wilson(hits, of, 1 - m_rule.level, Alternative::Greater).low;
        };
        if (shown(bad, rows) > m_rule.badShare) {
            m_against.push_back({ReasonKind::ManyBadRows, scale.name, shown(bad, rows), m_rule.badShare});
        } else if (m_rule.goodShare > 0 && shown(good, rows) <= m_rule.goodShare) {
            open({ReasonKind::GoodRowsNotShown, scale.name, shown(good, rows), m_rule.goodShare});
            needMore(moreRows(double(good) / double(std::max(rows, std::int64_t(1))), std::size_t(rows),
                              scale.drop.withoutEmpty().listeners(), shown));
        }
    }

    // Sentences until so large a share of good ones is shown to be most of them.
    template <typename Shown>
    std::optional<MoreVotes> moreRows(double share, std::size_t rows, std::size_t listeners, Shown &&shown) const {
        if (share <= m_rule.goodShare)
            return std::nullopt;
        for (std::size_t all = rows + 1; all <= kMostRows; ++all) {
            if (shown(std::int64_t(std::floor(share * double(all))), std::int64_t(all)) > m_rule.goodShare)
                return MoreVotes{0, all - rows, (all - rows) * std::max(listeners, std::size_t(1))};
        }
        return std::nullopt;
    }

    void judgeGuard(const Guard &guard) {
        if (guard.state == GuardState::Failed)
            m_against.push_back({ReasonKind::GuardFailed, guard.name, 0, 0});
        if (guard.state == GuardState::Open) {
            open({ReasonKind::GuardOpen, guard.name, 0, 0});
            m_beyondVotes = true;
        }
        if (guard.state == GuardState::NotMeasured)
            m_notes.push_back({ReasonKind::GuardNotMeasured, guard.name, 0, 0});
    }

    void conclude() {
        std::vector<Reason> &reasons = m_decision.reasons;
        const auto append = [&](const std::vector<Reason> &more) {
            reasons.insert(reasons.end(), more.begin(), more.end());
        };
        if (!m_against.empty())
            m_decision.verdict = Verdict::Rejected;
        else if (!m_open.empty())
            m_decision.verdict = Verdict::Undecided;
        else
            m_decision.verdict = m_better ? Verdict::Accepted : Verdict::Equivalent;
        append(m_against);
        append(m_open);
        append(m_for);
        append(m_notes);
        if (m_decision.verdict != Verdict::Undecided || m_beyondVotes || !m_input.bars.empty())
            m_decision.more.reset();
    }

    const DecisionInput &m_input;
    const DecisionRule &m_rule;
    double m_level; // of this look
    Decision m_decision;
    std::vector<Reason> m_against, m_open, m_for, m_notes;
    bool m_better = false;      // it may be better by the margin
    bool m_beyondVotes = false; // something is open that no reasonable number of votes settles
};

bool accepts(const Decision &decision) {
    return decision.verdict == Verdict::Accepted || decision.verdict == Verdict::Equivalent;
}

} // namespace

GuardState guardState(const std::optional<Interval> &change, double limit) {
    if (!change)
        return GuardState::NotMeasured;
    if (std::isnan(change->low) || std::isnan(change->high) || std::isnan(limit))
        throw badInput("What was measured for a guard is not a number.", "Leave out what was not measured.");
    return change->high < limit ? GuardState::Passed : change->low > limit ? GuardState::Failed : GuardState::Open;
}

Decision decide(const DecisionInput &input, const DecisionRule &rule) {
    check(rule);
    return Judge(input, rule).judge();
}

std::vector<Decision> decideAll(const std::vector<DecisionInput> &candidates, const DecisionRule &rule) {
    std::vector<Decision> decisions(candidates.size());
    std::vector<bool> settled(candidates.size(), false);
    std::size_t left = candidates.size();
    for (bool again = true; again && left > 0;) {
        // As many as are left share the level; who is accepted leaves its share to the others.
        DecisionRule shared = rule;
        shared.looks = rule.looks * left;
        again = false;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (settled[i])
                continue;
            decisions[i] = decide(candidates[i], shared);
            settled[i] = accepts(decisions[i]);
            again = again || settled[i];
        }
        left = std::size_t(std::count(settled.begin(), settled.end(), false));
    }
    return decisions;
}

std::string toString(Verdict verdict) {
    switch (verdict) {
    case Verdict::Equivalent:
        return "equivalent";
    case Verdict::Accepted:
        return "accepted";
    case Verdict::Rejected:
        return "rejected";
    case Verdict::Undecided:
        break;
    }
    return "undecided";
}

std::string toString(ReasonKind kind) {
    switch (kind) {
    case ReasonKind::WithinMargin:
        return "within-margin";
    case ReasonKind::DropTooLarge:
        return "drop-too-large";
    case ReasonKind::DropNotExcluded:
        return "drop-not-excluded";
    case ReasonKind::TooFewVotes:
        return "too-few-votes";
    case ReasonKind::ManyBadRows:
        return "many-bad-rows";
    case ReasonKind::GoodRowsNotShown:
        return "good-rows-not-shown";
    case ReasonKind::ArtifactsHeard:
        return "artifacts-heard";
    case ReasonKind::GuardFailed:
        return "guard-failed";
    case ReasonKind::GuardOpen:
        return "guard-open";
    case ReasonKind::GuardNotMeasured:
        return "guard-not-measured";
    case ReasonKind::Barred:
        break;
    }
    return "barred";
}

} // namespace engine::statistics
