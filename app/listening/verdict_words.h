// Verdicts, reasons and choices in plain words, translated: pieces of resultsOf() (test_results.h). Any thread.
#pragma once

#include "app/listening/test_results.h"

namespace app::listening {

// The subject of a bar (Reason::subject) besides those of pair_flags.h.
inline constexpr const char *kDoubtfulListener = "listener";

QString verdictSentence(const TestDesign &design, const CandidateResult &candidate);
QString reasonSentence(const TestDesign &design, const CandidateResult &candidate,
                       const engine::statistics::Reason &reason);
QString moreVotesSentence(const engine::statistics::MoreVotes &more); // "about 52 more votes: 2 more listeners"
QString verdictWord(engine::statistics::Verdict verdict);             // "accepted, as good"

// Fills `choiceReason` and `sentence`. `bySpeed`: RTFs were measured; else steps were counted.
void tellChoice(TestResults &results, bool bySpeed);

// With two significant digits, as people glance at them: "0.12", "−1.5".
QString shortFigure(double value);

} // namespace app::listening
