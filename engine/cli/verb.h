// The command line as a table: each verb is a row with its options, and parsing, --help and shell completion all come
// from the table. Exit status: 0 ok, 1 a check failed, 2 usage, 3 bad input, 4 engine failure, 130 stopped by Ctrl+C.
// A table of our own instead of CLI11, because the preset `engine-only` must build with a compiler and LibTorch alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace engine::cli {

enum Exit { Done = 0, CheckFailed = 1, Usage = 2, BadInput = 3, Failed = 4, Interrupted = 130 };

// What follows an option: how it is checked, and what a shell offers for it.
enum class Takes {
    Nothing, // a switch
    Text,
    Integer,  // inside low…high
    Integers, // one or several inside low…high, with commas: "5,7,16"
    Number,   // inside low…high
    Seed,     // 0…2^64−1
    Choice,   // one of `choices`
    File,
    Folder,
    Voice, // an id of `ishowtts voices --ids`
    Model, // a name of `ishowtts models --names`, or a folder
};

struct Option {
    std::string name = {}; // "--nfe"
    Takes takes = Takes::Text;
    std::string placeholder = {}; // "N"; empty for a switch
    std::string help = {};        // one sentence without the default, the range and the choices: --help adds them
    std::string fallback = {};    // used when the option is absent, shown as the default; "" = none
    std::vector<std::string> choices = {};
    double low = 0;
    double high = 0;
    std::string unit = {}; // "s", "lines"; shown behind the range
    bool required = false;
};

struct UsageError {
    std::string message;
    std::string verb = {}; // whose --help to point to; "" = the program's
};

struct Verb;

// The values of one command line. The parser has checked all of them against the table.
class Arguments {
public:
    bool has(const std::string &option) const;         // given on the command line
    std::string text(const std::string &option) const; // given value, else fallback, else ""
    double number(const std::string &option) const;
    int integer(const std::string &option) const;               // of several the first
    std::vector<int> integers(const std::string &option) const; // in the order given
    std::uint64_t seed(const std::string &option) const;
    const std::vector<std::string> &positional() const { return m_positional; }

private:
    friend Arguments parseArguments(const Verb &verb, std::span<const std::string> words);
    std::map<std::string, std::string> m_given;
    std::map<std::string, std::string> m_fallback;
    std::vector<std::string> m_positional;
};

struct Verb {
    std::string name = {};
    std::string summary = {};     // one line for the list of verbs
    std::string description = {}; // what it does and what comes out, for --help
    std::vector<std::string> examples = {};
    std::vector<Option> options = {};
    std::string positionalHelp = {};                 // "[VERB]"; empty = no positional arguments
    std::vector<std::string> positionalChoices = {}; // the values it takes; empty = free
    std::function<int(const Arguments &)> run = {};
};

std::vector<Verb> engineVerbs(); // verbs.cpp: one factory per file verb_*.cpp; takes are not kept, see verbs.h

// `verbs` and the two that need the whole table: `completion` and `help`.
std::vector<Verb> withBuiltins(const std::vector<Verb> &verbs);

// Runs argv against the table. Every exception ends here, as "ishowtts: what\n  what to do" on stderr and an exit
// status.
int runCommandLine(int argc, char **argv, const std::vector<Verb> &verbs);

} // namespace engine::cli
