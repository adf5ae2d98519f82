// Sessions of several listeners as one record, and the file in which they travel. Any thread; errors are
// engine::Error(BadInput), translated.
//
// Merging: merged(a, b) equals merged(b, a), merged(a, a) equals a, and with three records the order does not matter.
// Only sessions of one test (testId(): design and all sounds) come together. Of a session that is in both, one must be
// the beginning of the other, and the longer one stays; two of one id that differ otherwise are refused.
#pragma once

#include <QStringList>

#include <string>
#include <string_view>
#include <vector>

#include "app/listening/session_rows.h"

namespace app::listening {

struct TestRecord {
    TestDesign design;
    std::vector<Stimulus> stimuli;         // in the order of rows and soundsNeeded()
    std::vector<RecordedSession> sessions; // by id; each event can follow those before it

    bool operator==(const TestRecord &) const = default;
};

// Sorted and replayed: an error when a session is none of this test or is damaged.
TestRecord recordOf(TestDesign design, std::vector<Stimulus> stimuli, std::vector<RecordedSession> sessions);

TestRecord merged(const TestRecord &one, const TestRecord &other);
// In what two tests differ, translated, at most 20 lines; none: their sessions can be merged.
QStringList differencesBetween(const TestRecord &one, const TestRecord &other);

// "ishowtts-listening-sessions", schema 1. It tells what lay where, also in sessions that are not finished.
engine::Json toJson(const TestRecord &record);
TestRecord recordFromJson(const engine::Json &json);
TestRecord parseRecord(std::string_view text, const std::string &nameForErrors); // at most 256 MB

} // namespace app::listening
