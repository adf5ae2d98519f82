// What the verbs write: results to stdout, messages to stderr, figures that look the same in every locale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/json.h"

namespace engine::cli {

// Thrown when the reader of our stdout has gone (`ishowtts tokens | head`): it has what it wanted, so this is no error.
struct OutputClosed {};

// To stdout, buffered. Error(Failure) when the disk behind a redirection is full; OutputClosed when the pipe is.
void print(std::string_view text);
void printJson(const Json &value); // one line
void flushOutput();

// "ishowtts: text" to stderr.
void note(std::string_view text);

bool errorIsTerminal(); // stderr is a terminal that can redraw a line
int terminalColumns();  // of stdout, else of stderr, else 80

std::string fixed(double value, int digits); // "0.25"
std::string shortest(double value);          // "-1", "0.3"
std::string duration(double seconds);        // "4.2 s", "2 min 05 s", "1 h 02 min"
std::string fileSize(double bytes);          // "18.4 MB"
std::string utcNow();                        // "2026-11-22T21:00:00Z"
double rounded(double seconds);              // to microseconds, for JSON

// Left-aligned columns, two blanks apart, the first row being the heading. Counts characters, not bytes.
std::string table(const std::vector<std::vector<std::string>> &rows);
std::size_t characters(std::string_view utf8);

} // namespace engine::cli
