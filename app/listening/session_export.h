// Sessions in forms that other programs and people read. Any thread; UTF-8. What lay where is told only of sessions
// that are finished; JSON with everything is toJson() in session_merge.h.
#pragma once

#include <optional>
#include <string>

#include "app/listening/session_merge.h"

namespace app::listening {

// Tidy, RFC 4180, a row for each listener, row, column and scale, with a header:
//   test, session, listener, simulated (0/1), complete (0/1), trial (from 1), kind (main, repeat, null, gold), row,
//   category, column, place (from 1), other, scale, value, heard_ms, undone, voted_at (ISO 8601, UTC)
// Scales: preference −1, 0, 1 and cmos −3…3, from the view of `column` against `other`; correct 0/1 and confidence 1…3
// (Abx: `column` against the baseline); quality 0…100 (Mushra); naturalness, clarity, prosody 1…5, artifacts 0/1 and
// notes (OriginalForm; notes once for a row, without a column). Without sessions the header alone.
std::string asCsv(const TestRecord &record);

// One session for a person: program, test, hashes of all sounds, whether the sealed order is the one that was kept, and
// each answer with its time and what was heard. Translated. Error(BadInput) when there is no such session.
std::string asLog(const TestRecord &record, const std::string &sessionId);

// The original's EVALUATION_TEMPLATE.txt, word for word: empty without a session, else filled in. `speedup`: in
// percent; without it what the numbers of steps promise. Error(BadInput) unless the test is of Mode::OriginalForm and
// the session is one of its finished ones.
std::string asOriginalForm(const TestRecord &record, const std::optional<std::string> &sessionId,
                           std::optional<double> speedup = {});

} // namespace app::listening
