#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "engine/cli/completion.h"
#include "engine/cli/console.h"
#include "engine/cli/help.h"
#include "engine/cli/parser.h"
#include "engine/cli/verb.h"
#include "engine/error.h"

namespace engine::cli {

namespace {

int usage(const std::string &message, const std::string &verb) {
    note(message + "\n  See `ishowtts" + (verb.empty() ? "" : " " + verb) + " --help`.");
    return Exit::Usage;
}

std::string firstLine(const char *text) {
    const std::string whole = text;
    return whole.substr(0, whole.find('\n'));
}

Verb helpVerb(const std::vector<Verb> &verbs) {
    Verb verb;
    verb.name = "help";
    verb.summary = "Explain a verb, with examples";
    verb.description = "Prints what a verb does, its options with their ranges and defaults, and examples. Without a "
                       "verb it lists all of them.";
    verb.examples = {"ishowtts help say"};
    verb.positionalHelp = "[VERB]";
    for (const Verb &other : verbs)
        verb.positionalChoices.push_back(other.name);
    return verb;
}

Verb completionVerb() {
    Verb verb;
    verb.name = "completion";
    verb.summary = "Print the completion script of a shell";
    verb.description = "Prints a script that lets the Tab key complete verbs, options, choices, and the voices and "
                       "models of this machine. An installed ishowtts brings it along; otherwise load it as below.";
    verb.examples = {"bash:  source <(ishowtts completion bash)              # also in ~/.bashrc",
                     "zsh:   ishowtts completion zsh > \"${fpath[1]}/_ishowtts\"",
                     "fish:  ishowtts completion fish > ~/.config/fish/completions/ishowtts.fish"};
    verb.positionalHelp = "SHELL";
    verb.positionalChoices = completionShells();
    return verb;
}

int runHelp(const Arguments &arguments, const std::vector<Verb> &verbs, int columns) {
    if (arguments.positional().empty()) {
        print(overview(verbs, columns));
        return Exit::Done;
    }
    const std::string &name = arguments.positional().front();
    if (const Verb *verb = findVerb(verbs, name)) {
        print(verbHelp(*verb, columns));
        return Exit::Done;
    }
    throw UsageError{"there is no verb \"" + name + "\""};
}

int runCompletion(const Arguments &arguments, const std::vector<Verb> &verbs) {
    if (arguments.positional().size() != 1)
        throw UsageError{"name one shell: bash, zsh or fish", "completion"};
    print(completionScript(arguments.positional().front(), verbs));
    return Exit::Done;
}

int dispatch(const std::vector<std::string> &words, const std::vector<Verb> &verbs) {
    const int columns = std::min(100, std::max(80, terminalColumns()));
    if (words.empty()) {
        const std::string text = overview(verbs, columns);
        std::fwrite(text.data(), 1, text.size(), stderr);
        return Exit::Usage;
    }
    const std::string &name = words.front();
    if (name == "-h" || name == "--help") {
        print(overview(verbs, columns));
        return Exit::Done;
    }
    if (name == "--version") {
        print("ishowtts " ISHOWTTS_VERSION "\n");
        return Exit::Done;
    }
    const Verb *verb = findVerb(verbs, name);
    if (verb == nullptr) {
        std::vector<std::string> names{"--help", "--version"};
        for (const Verb &known : verbs)
            names.push_back(known.name);
        const auto near = closest(name, names);
        throw UsageError{"there is no verb \"" + name + "\"" + (near ? "; did you mean " + *near + "?" : "")};
    }
    const std::span<const std::string> rest(words.begin() + 1, words.end());
    if (wantsHelp(*verb, rest)) {
        print(verbHelp(*verb, columns));
        return Exit::Done;
    }
    const Arguments arguments = parseArguments(*verb, rest);
    if (verb->name == "help")
        return runHelp(arguments, verbs, columns);
    if (verb->name == "completion")
        return runCompletion(arguments, verbs);
    return verb->run(arguments);
}

} // namespace

std::vector<Verb> withBuiltins(const std::vector<Verb> &verbs) {
    std::vector<Verb> all = verbs;
    all.push_back(completionVerb());
    all.push_back(helpVerb(all));
    return all;
}

int runCommandLine(int argc, char **argv, const std::vector<Verb> &verbs) {
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe is seen as a failed write, so that files are finished first
    try {
        const int status = dispatch({argv + std::min(1, argc), argv + argc}, withBuiltins(verbs));
        flushOutput();
        return status;
    } catch (const UsageError &error) {
        return usage(error.message, error.verb);
    } catch (const OutputClosed &) {
        return Exit::Done;
    } catch (const Error &error) {
        note(error.what() + ("\n  " + error.remedy()));
        return error.kind() == ErrorKind::BadInput ? Exit::BadInput : Exit::Failed;
    } catch (const std::bad_alloc &) {
        note("The memory of this machine is not enough for this.\n"
             "  Close other programs, use a shorter text or a smaller model, or choose --precision bf16.");
        return Exit::Failed;
    } catch (const std::exception &error) {
        note("Something unexpected failed: " + firstLine(error.what()) +
             "\n  Please report it together with the command that you typed.");
        return Exit::Failed;
    }
}

} // namespace engine::cli
