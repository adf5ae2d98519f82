// The results of a test for people who read and for programs. Any thread; UTF-8.
#pragma once

#include <QString>

#include <string>

#include "app/listening/test_results.h"

namespace app::listening {

// The original's rules and its decision matrix with what this test found (`.agent/quality_samples`, listening.md §1.2).
struct MatrixRow {
    QString asked; // "Quality drop below 10 %"
    QString limit; // "< 0.4 points"
    QString found; // "0.12 (−0.05 to 0.29)", or "not measured"
    enum class Met { Yes, No, Open } met = Met::Open;
};
struct OriginalMatrix {
    QString candidate; // keyOf()
    std::vector<MatrixRow> rows;
    QString decision; // "ACCEPT", "REJECT", "UNDECIDED" with what it said to do then
};
std::vector<OriginalMatrix> originalMatrix(const TestResults &results); // one for each candidate

// "Looked at 2 times, with 26, 52 votes; one look was planned", translated; empty while nothing is known of it.
QString lookedAt(const TestResults &results);

// Plain text: the sentence, who was counted, each candidate with its reasons and figures, columns, matrix, measures,
// listeners. Translated.
std::string asReport(const TestResults &results);

// "ishowtts-listening-results", schema 1: all figures with all their digits; not translated except the sentences.
engine::Json toJson(const TestResults &results);

} // namespace app::listening
