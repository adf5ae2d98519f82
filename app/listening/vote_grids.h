// The answers of a test as numbers that engine/statistics takes: who said what of which sentence. Only the main
// questions of finished sessions count; repeats, null and gold pairs tell of the listener alone. Sessions of listeners
// of one name are one listener's: the mean of the answers to one question counts, so that nobody counts twice. Any
// thread.
//
// Steps: what margins are given in, one step of a scale from 1 to 5.
//   OriginalForm   naturalness, clarity, prosody as they are
//   Mushra         quality: 25 points are a step, so that both scales have four
//   Cmos           comparison: a point is a step
//   AbPreference   comparison: (share that prefers the baseline) − (share that prefers the candidate). Where single
//   votes
//                  vary by 0.7 points, as is usual, a loss of 0.4 points makes this 0.43, and one of 0.6 makes it 0.61
//   Abx            has none: it tells whether a difference is heard and not which side is better
#pragma once

#include <QString>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/listening/listening_session.h"
#include "engine/statistics/vote_grid.h"

namespace app::listening {

enum class Scale { Naturalness, Clarity, Prosody, Quality, Comparison };
std::string wordFor(Scale scale);       // "naturalness" …
QString nameOf(Scale scale);            // translated
std::vector<Scale> scalesOf(Mode mode); // that are asked
std::vector<Scale>
decidingScales(Mode mode); // by which is decided: Naturalness and Prosody, Quality, Comparison; Abx: none

struct VoteGrids {
    std::vector<std::string> listeners; // of the grids' first index; rows of the design are the second
    std::map<std::pair<Scale, Condition>, engine::statistics::VoteGrid> ratings; // in points of the scale, not steps
    // In steps, above 0: the candidate is worse than the baseline.
    std::map<std::pair<Scale, Condition>, engine::statistics::VoteGrid> drops;
    std::map<Condition, engine::statistics::VoteGrid> artifacts;  // OriginalForm: 1 heard, 0 not (or the mean)
    std::map<Condition, engine::statistics::VoteGrid> recognised; // Abx: 1 right, 0 wrong (or the mean)
    // Abx: every answer by itself, also where a listener answered the same question twice: who guesses, guesses anew.
    struct Answers {
        int right = 0, asked = 0;
    };
    std::map<Condition, Answers> answers;
};

// Of those sessions that are finished and for which `counts` is true (one for each session; empty: all).
VoteGrids gridsOf(const TestDesign &design, const std::vector<ListeningSession> &sessions,
                  const std::vector<bool> &counts = {});

// The rows of one category alone: others become missing.
engine::statistics::VoteGrid ofCategory(const engine::statistics::VoteGrid &grid, const TestDesign &design,
                                        const std::string &category);
std::vector<std::string> categoriesOf(const TestDesign &design); // in the order of the rows

} // namespace app::listening
