// The procedures of a listening test's results, applied to grids of votes: pieces of resultsOf() (test_results.h). Any
// thread.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "app/listening/test_results.h"

namespace app::listening {

// `alpha`: of the headline. Needs a vote.
ScaleResult scaleResult(Scale scale, bool decides, const engine::statistics::VoteGrid &drop, const TestDesign &design);

// 95 %, listeners × sentences; none with fewer than two votes.
std::optional<Interval> gridInterval(const engine::statistics::VoteGrid &grid, double confidence = 0.95);
double meanOf(const engine::statistics::VoteGrid &grid); // 0 without votes

Preference preferenceOf(const engine::statistics::VoteGrid &drop); // `adjusted` is `p`
Recognition recognitionOf(const VoteGrids::Answers &answers);

// Pairs in which one of both alone was heard with artifacts; a mean of one half and more counts as heard.
engine::statistics::HeardArtifacts heardArtifacts(const engine::statistics::VoteGrid &candidate,
                                                  const engine::statistics::VoteGrid &baseline);
NamedFigure mcnemarFigure(const engine::statistics::HeardArtifacts &heard);

std::vector<NamedFigure> overallFigures(const VoteGrids &grids, const TestDesign &design);
std::vector<Agreement> agreementOf(const VoteGrids &grids, const TestDesign &design);
std::vector<MeasureAndVotes> correlationsOf(const VoteGrids &grids, const TestDesign &design,
                                            const MeasuredCells &measured);

} // namespace app::listening
