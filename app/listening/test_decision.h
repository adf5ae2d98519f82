// From votes and measurements to the decision of engine/statistics/decision_rule.h, after the margins that the design
// fixed, and the verdict in plain words: pieces of resultsOf() (test_results.h). Any thread.
//
// Guards, each only where something was measured:
//   artifacts   pairs of cells (or of a batch of 200 and more) in which a detector found artifacts in the candidate
//               alone against those in the baseline alone; bounds of engine/statistics/mcnemar.h against artifactRate.
//               Fewer than 200 pairs can show that there are more, and not that there are no more: not measured then
//   word-error  the candidate's word error less the baseline's of each row, 90 % interval by t, against wordErrorPoints
//   likeness    the baseline's likeness less the candidate's, the same, against similarityLoss
//   sound       fails when a sound of the candidate has samples that are no numbers, or the candidate goes beyond full
//               scale or ends abruptly where no sound of the baseline does
#pragma once

#include "app/listening/test_results.h"

namespace app::listening {

engine::statistics::DecisionRule ruleOf(const TestDesign &design);
std::vector<engine::statistics::Guard> guardsOf(const TestDesign &design, Condition candidate,
                                                const MeasuredCells &measured, const ResultOptions &options);

// Fills `decision`, `sentence` and `reasons` of all candidates, whose grids and counts are there. `bars`: why none may
// be accepted, in words of reasonSentence().
void decideCandidates(const TestDesign &design, const VoteGrids &grids, const MeasuredCells &measured,
                      const ResultOptions &options, const std::vector<std::string> &bars,
                      std::vector<CandidateResult> &candidates);

// Fills `choice`, `choiceReason` and `sentence` of the whole.
void choose(TestResults &results);

} // namespace app::listening
