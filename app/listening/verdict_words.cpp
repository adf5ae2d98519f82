#include "app/listening/verdict_words.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

#include "app/listening/listening_words.h"
#include "app/listening/pair_flags.h"

namespace app::listening {

using namespace engine::statistics;

namespace {

QString keyOfBaseline(const TestDesign &design) {
    return qt(keyOf(design, design.baseline));
}

QString percent(double share) {
    return say("%1 %").arg(shortFigure(100 * share));
}

QString scaleName(const std::string &word) {
    for (const Scale scale : {Scale::Naturalness, Scale::Clarity, Scale::Prosody, Scale::Quality, Scale::Comparison}) {
        if (wordFor(scale) == word)
            return nameOf(scale);
    }
    return qt(word);
}

QString guardName(const std::string &word) {
    if (word == "artifacts")
        return say("Artifacts that detectors find");
    if (word == "word-error")
        return say("Word error");
    if (word == "likeness")
        return say("Likeness of the voice");
    return say("Damage of the sound");
}

// The scale that says most against the candidate.
const ScaleFinding *worst(const Decision &decision) {
    const auto found = std::max_element(decision.findings.begin(), decision.findings.end(),
                                        [](const auto &a, const auto &b) { return a.upper < b.upper; });
    return found == decision.findings.end() ? nullptr : &*found;
}

bool isDoubtful(const Decision &decision) {
    return std::any_of(decision.reasons.begin(), decision.reasons.end(), [](const Reason &reason) {
        return reason.kind == ReasonKind::Barred && reason.subject == kDoubtfulListener;
    });
}

QString abxSentence(const TestDesign &design, const CandidateResult &candidate) {
    const Recognition heard = candidate.recognition.value_or(Recognition());
    if (heard.asked == 0)
        return say("Nobody has compared %1 with %2 yet.").arg(candidate.key, keyOfBaseline(design));
    const QString words = heard.adjusted < design.margins.alpha
                              ? say("The difference between %1 and %2 is heard: %3 of %4 answers are right.")
                              : say("It is not shown that the difference between %1 and %2 is heard: %3 of %4 answers "
                                    "are right, and half of them are so by chance.");
    return words.arg(candidate.key, keyOfBaseline(design)).arg(heard.right).arg(heard.asked);
}

} // namespace

QString shortFigure(double value) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double size = std::abs(value);
    const int decimals = size >= 10 || size == 0 ? 0
                         : size >= 1             ? 1
                                                 : std::min(6, int(std::ceil(-std::log10(size))) + 1);
    return QLocale().toString(value, 'f', size == 0 ? 0 : decimals);
}

QString moreVotesSentence(const MoreVotes &more) {
    const QString votes = say("about %L1 more votes are needed: %2");
    QString from;
    if (more.listeners > 0)
        from = more.listeners == 1 ? say("one more listener for every sentence")
                                   : say("%L1 more listeners for every sentence").arg(more.listeners);
    else
        from = more.sentences == 1 ? say("one more sentence") : say("%L1 more sentences").arg(more.sentences);
    return votes.arg(more.votes).arg(from);
}

QString verdictWord(Verdict verdict) {
    switch (verdict) {
    case Verdict::Equivalent:
        return say("Accepted: as good");
    case Verdict::Accepted:
        return say("Accepted: not worse");
    case Verdict::Rejected:
        return say("Rejected");
    case Verdict::Undecided:
        break;
    }
    return say("Undecided");
}

QString verdictSentence(const TestDesign &design, const CandidateResult &candidate) {
    const Decision &decision = candidate.decision;
    const QString baseline = keyOfBaseline(design);
    if (design.mode == Mode::Abx)
        return abxSentence(design, candidate);
    const ScaleFinding *finding = worst(decision);
    if (!finding && decision.verdict != Verdict::Rejected)
        return say("Nobody has compared %1 with %2 yet.").arg(candidate.key, baseline);
    switch (decision.verdict) {
    case Verdict::Equivalent:
        if (finding->upper <= 0)
            return say("%1 is as good as %2: on the whole no loss is heard, and %3 points were allowed.")
                .arg(candidate.key, baseline, shortFigure(design.margins.inferior));
        return say("%1 is as good as %2: it surely loses less than %3 points, and %4 were allowed.")
            .arg(candidate.key, baseline, shortFigure(std::max(finding->upper, 0.0)),
                 shortFigure(design.margins.inferior));
    case Verdict::Accepted:
        if (finding->upper <= 0)
            return say("%1 is not worse than %2 and may be better: on the whole no loss is heard, and %3 points were "
                       "allowed.")
                .arg(candidate.key, baseline, shortFigure(design.margins.inferior));
        return say("%1 is not worse than %2 and may be better: it surely loses less than %3 points, and %4 were "
                   "allowed.")
            .arg(candidate.key, baseline, shortFigure(std::max(finding->upper, 0.0)),
                 shortFigure(design.margins.inferior));
    case Verdict::Rejected:
        return say("%1 cannot take the place of %2. %3")
            .arg(candidate.key, baseline, reasonSentence(design, candidate, decision.reasons.front()));
    case Verdict::Undecided:
        break;
    }
    if (!design.flags.empty())
        return say("Nothing is decided about %1, because %2. In this test it loses %3 points beside %4.")
            .arg(candidate.key, sentenceFor(design.flags.front()), shortFigure(finding->mean.mean), baseline);
    if (isDoubtful(decision))
        return say("Nothing is decided about %1: its only listener gave wrong answers to questions that anybody "
                   "answers "
                   "rightly. In this test it loses %2 points beside %3.")
            .arg(candidate.key, shortFigure(finding->mean.mean), baseline);
    if (decision.more)
        return say("It is not decided whether %1 is as good as %2; %3.")
            .arg(candidate.key, baseline, moreVotesSentence(*decision.more));
    return say("It is not decided whether %1 is as good as %2, and more votes of this kind would hardly change that.")
        .arg(candidate.key, baseline);
}

QString reasonSentence(const TestDesign &design, const CandidateResult &candidate, const Reason &reason) {
    const QString scale = scaleName(reason.subject);
    const QString figure = shortFigure(reason.figure), limit = shortFigure(reason.limit);
    switch (reason.kind) {
    case ReasonKind::WithinMargin:
        if (reason.figure <= 0)
            return say("%1: on the whole no loss is heard, and %2 points were allowed.").arg(scale, limit);
        return say("%1: the loss is surely below %2 points, and %3 were allowed.").arg(scale, figure, limit);
    case ReasonKind::DropTooLarge:
        return say("%1: the loss is surely above %2 points, and from %3 on it is rejected.").arg(scale, figure, limit);
    case ReasonKind::DropNotExcluded:
        return say("%1: a loss of up to %2 points cannot be excluded, and %3 were allowed.").arg(scale, figure, limit);
    case ReasonKind::TooFewVotes:
        return say("%1: %2 votes, and %3 were agreed on before anything is decided.")
            .arg(scale.isEmpty() ? candidate.key : scale)
            .arg(qRound64(reason.figure))
            .arg(qRound64(reason.limit));
    case ReasonKind::ManyBadRows:
        return say("%1: surely more than %2 of all sentences get less than 3 points in the middle, and %3 were "
                   "allowed.")
            .arg(scale, percent(reason.figure), percent(reason.limit));
    case ReasonKind::GoodRowsNotShown:
        return say("%1: it is shown for %2 of all sentences that they get 4 points and more in the middle, and more "
                   "than %3 were asked for.")
            .arg(scale, percent(reason.figure), percent(reason.limit));
    case ReasonKind::ArtifactsHeard:
        return say("Listeners heard artifacts more often than in %1 (p %2).").arg(keyOfBaseline(design), figure);
    case ReasonKind::GuardFailed:
        return say("%1: surely worse than in %2 by more than was allowed.")
            .arg(guardName(reason.subject), keyOfBaseline(design));
    case ReasonKind::GuardOpen:
        return say("%1: what was measured does not tell yet whether it is worse by more than was allowed.")
            .arg(guardName(reason.subject));
    case ReasonKind::GuardNotMeasured:
        return reason.subject == "artifacts"
                   ? say("%1: not measured in 200 pairs, which it takes to show that there are no more.")
                         .arg(guardName(reason.subject))
                   : say("%1: not measured.").arg(guardName(reason.subject));
    case ReasonKind::Barred:
        break;
    }
    if (reason.subject == "abx")
        return say("ABX asks whether a difference is heard; which side is better takes another test.");
    if (reason.subject == kDoubtfulListener)
        return say("The only listener gave wrong answers to questions that anybody answers rightly. One who is alone "
                   "is not left out, but accepts nothing.");
    return say("It can never be accepted by this test: %1.").arg(sentenceFor(reason.subject));
}

void tellChoice(TestResults &results, bool bySpeed) {
    const TestDesign &design = results.design;
    const QString baseline = keyOfBaseline(design);
    QString sentence;
    if (!results.choice) {
        const bool anyFinished = std::any_of(results.reports.begin(), results.reports.end(),
                                             [](const ListenerReport &report) { return report.finished; });
        sentence =
            anyFinished ? say("Every finished session is left out: its listener gave wrong answers to questions that "
                              "anybody answers rightly.")
            : results.sessionsUnfinished > 0 ? say("Nobody has finished this test yet; its results come after that.")
                                             : say("Nobody has listened to this test yet.");
    } else if (*results.choice != design.baseline) {
        const CandidateResult &chosen = *results.find(*results.choice);
        const auto was = results.measured.median("rtf", design.baseline),
                   is = results.measured.median("rtf", *results.choice);
        results.choiceReason =
            bySpeed && was && is && *was > 0
                ? say("Of the columns that were accepted, %1 is the fastest; it takes %2 of the time of %3.")
                      .arg(chosen.key, percent(*is / *was), baseline)
                : say("Of the columns that were accepted, %1 has the fewest steps; speed was not measured.")
                      .arg(chosen.key);
        sentence = say("Use %1. %2").arg(chosen.key, chosen.sentence);
    } else {
        const auto accepted = std::count_if(results.candidates.begin(), results.candidates.end(),
                                            [](const CandidateResult &each) { return each.isAccepted(); });
        results.choiceReason = accepted > 0 ? say("What was accepted is not faster than %1.").arg(baseline)
                                            : say("No other column was accepted.");
        sentence = results.candidates.size() == 1
                       ? say("Keep %1. %2").arg(baseline, results.candidates.front().sentence)
                       : say("Keep %1. %2").arg(baseline, results.choiceReason);
    }
    results.sentence = results.simulated ? say("Simulated votes, which decide nothing: %1").arg(sentence) : sentence;
}

} // namespace app::listening
