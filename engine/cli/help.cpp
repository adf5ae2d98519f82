#include "engine/cli/help.h"

#include <algorithm>
#include <sstream>

#include "engine/cli/console.h"

namespace engine::cli {

namespace {

std::string signature(const Option &option) {
    return option.takes == Takes::Nothing ? option.name : option.name + " " + option.placeholder;
}

// What the table knows beyond the sentence: choices, range, unit, default.
std::string facts(const Option &option) {
    std::vector<std::string> parts;
    if (!option.choices.empty()) {
        std::string choices;
        for (const std::string &choice : option.choices)
            choices += (choices.empty() ? "" : " | ") + choice;
        parts.push_back(choices);
    }
    if (option.takes == Takes::Integer || option.takes == Takes::Integers || option.takes == Takes::Number)
        parts.push_back(shortest(option.low) + " to " + shortest(option.high) +
                        (option.unit.empty() ? "" : " " + option.unit));
    if (option.required)
        parts.push_back("required");
    if (!option.fallback.empty())
        parts.push_back("default " + option.fallback);
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? " (" : "; ") + part;
    return text.empty() ? text : text + ")";
}

std::string rows(const std::vector<std::pair<std::string, std::string>> &entries, int columns, int widest) {
    std::size_t left = 0;
    for (const auto &[name, help] : entries)
        if (int(name.size()) <= widest)
            left = std::max(left, name.size());
    const int indent = int(left) + 4;
    std::string text;
    for (const auto &[name, help] : entries) {
        text += "  " + name;
        if (name.size() > left)
            text += "\n" + std::string(std::size_t(indent), ' ');
        else
            text.append(left - name.size() + 2, ' ');
        text += wrapped(help, columns, indent, false);
    }
    return text;
}

const char *const kExitStatus = "Exit status: 0 done, 1 a check failed, 2 wrong usage, 3 bad input (text, file or "
                                "setting), 4 the engine, the device or the disk failed, 130 stopped with Ctrl+C.";

} // namespace

std::string wrapped(const std::string &text, int columns, int indent, bool indentFirst) {
    const std::string margin(std::size_t(indent), ' ');
    std::string result, line = indentFirst ? margin : std::string();
    int used = indent;
    bool empty = true;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const int width = int(characters(word));
        if (!empty && used + 1 + width > columns) {
            result += line + "\n";
            line = margin;
            used = indent;
            empty = true;
        }
        line += (empty ? "" : " ") + word;
        used += width + (empty ? 0 : 1);
        empty = false;
    }
    return result + line + "\n";
}

std::string overview(const std::vector<Verb> &verbs, int columns) {
    std::string text = "Usage: ishowtts VERB [options]\n\n";
    text += wrapped("Speaks text in a cloned voice with F5-TTS, on this machine and offline.", columns, 0);
    text += "\nVerbs:\n";
    std::vector<std::pair<std::string, std::string>> entries;
    for (const Verb &verb : verbs)
        entries.emplace_back(verb.name, verb.summary);
    text += rows(entries, columns, 20);
    text += "\nTry this first:\n  ishowtts say --text \"Good morning, and welcome to our studio.\" --out hello.wav\n\n";
    text += wrapped("`ishowtts help VERB` explains a verb with examples, `ishowtts --version` prints the version, and "
                    "`ishowtts help completion` says how to complete with the Tab key.",
                    columns, 0);
    return text;
}

std::string verbHelp(const Verb &verb, int columns) {
    std::string usage = "Usage: ishowtts " + verb.name;
    bool optional = false;
    for (const Option &option : verb.options) {
        if (option.required)
            usage += " " + signature(option);
        optional = optional || !option.required;
    }
    usage += (optional ? " [options]" : "") + (verb.positionalHelp.empty() ? "" : " " + verb.positionalHelp);

    std::string text = usage + "\n\n" + wrapped(verb.description, columns, 0) + "\nOptions:\n";
    std::vector<std::pair<std::string, std::string>> entries;
    for (const Option &option : verb.options)
        entries.emplace_back(signature(option), option.help + facts(option));
    entries.emplace_back("-h, --help", "Print this text");
    text += rows(entries, columns, 24);
    if (!verb.examples.empty()) {
        text += "\nExamples:\n";
        for (const std::string &example : verb.examples)
            text += "  " + example + "\n";
    }
    return text + "\n" + wrapped(kExitStatus, columns, 0);
}

} // namespace engine::cli
