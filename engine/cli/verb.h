// The command line as a table: each verb is a row with its options, and parsing, --help and shell completion all come
// from the table. Exit status: 0 ok, 1 a check failed, 2 usage, 3 bad input, 4 engine failure.
// A table of our own instead of CLI11, because the preset `engine-only` must build with a compiler and LibTorch alone.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace engine::cli {

struct Option {
    std::string name;         // "--nfe"
    std::string placeholder;  // "N"; empty for a switch
    std::string fallback;     // default shown in --help and used when absent; "" = none
    std::string help;         // one line
    std::vector<std::string> choices; // allowed values; empty = free
    bool required = false;
};

class Arguments {
public:
    bool has(const std::string &option) const;               // given on the command line
    std::string text(const std::string &option) const;       // given value or fallback
    // Error-free numbers: the parser throws UsageError for text that is not a number inside [low, high].
    double number(const std::string &option, double low, double high) const;
    long long integer(const std::string &option, long long low, long long high) const;
    const std::vector<std::string> &positional() const { return m_positional; }

    std::map<std::string, std::string> m_given;
    std::map<std::string, std::string> m_fallback;
    std::vector<std::string> m_positional;
};

struct Verb {
    std::string name;
    std::string summary;       // one line for the list of verbs
    std::string description;   // a paragraph for --help
    std::vector<std::string> examples;
    std::vector<Option> options;
    std::string positionalHelp; // "[FILE]"; empty = no positional arguments
    std::function<int(const Arguments &)> run;
};

struct UsageError {
    std::string message;
};

std::vector<Verb> engineVerbs(); // verbs.cpp: one factory per file verb_*.cpp

// Runs argv against the table; prints errors to stderr as "ishowtts: what\n  what to do".
int runCommandLine(int argc, char **argv, const std::vector<Verb> &verbs);

} // namespace engine::cli
