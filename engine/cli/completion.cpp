#include "engine/cli/completion.h"

namespace engine::cli {

namespace {

constexpr const char *kVoices = "ishowtts voices --ids 2>/dev/null";
constexpr const char *kModels = "ishowtts models --names 2>/dev/null";

std::string joined(const std::vector<std::string> &words) {
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

// Inside single quotes of every shell here; `also` lists characters that a backslash protects within them.
std::string quoted(const std::string &text, const std::string &also = "") {
    std::string result;
    for (const char c : text) {
        if (c == '\'') {
            result += "'\\''";
            continue;
        }
        if (also.find(c) != std::string::npos)
            result += '\\';
        result += c;
    }
    return result;
}

std::vector<std::string> optionNames(const Verb &verb) {
    std::vector<std::string> names;
    for (const Option &option : verb.options)
        names.push_back(option.name);
    names.emplace_back("--help");
    return names;
}

std::string bashValue(const Option &option) {
    switch (option.takes) {
    case Takes::Choice:
        return "_ishowtts_words '" + joined(option.choices) + "'";
    case Takes::Voice:
        return std::string("_ishowtts_lines \"$(") + kVoices + ")\"";
    case Takes::Model:
        return std::string("_ishowtts_lines \"$(") + kModels + ")\"; _ishowtts_paths -d";
    case Takes::File:
        return "_ishowtts_paths -f";
    case Takes::Folder:
        return "_ishowtts_paths -d";
    default:
        return ":"; // free text and numbers: nothing to offer
    }
}

std::string bashScript(const std::vector<Verb> &verbs) {
    std::string names;
    for (const Verb &verb : verbs)
        names += verb.name + " ";
    std::string text = R"sh(# bash completion for ishowtts, printed by `ishowtts completion bash`
_ishowtts_words() {
    local word
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}
_ishowtts_lines() { # names that others chose: compgen -W would run the commands in them
    local line
    while IFS= read -r line; do
        [[ -n $line && $line == "$cur"* ]] && COMPREPLY+=("$line")
    done <<<"$1"
}
_ishowtts_paths() {
    local path
    compopt -o filenames 2>/dev/null
    while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$cur")
}
_ishowtts() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}
    COMPREPLY=()
    if [[ $cur == '=' ]]; then
        cur=''
    elif [[ $prev == '=' ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if ((COMP_CWORD == 1)); then
        _ishowtts_words ')sh" +
                       names + R"sh(--help --version'
        return
    fi
    case $verb in
)sh";
    for (const Verb &verb : verbs) {
        text += "    " + verb.name + ")\n        case $prev in\n";
        for (const Option &option : verb.options)
            if (option.takes != Takes::Nothing)
                text += "        " + option.name + ") " + bashValue(option) + "; return ;;\n";
        std::vector<std::string> words = verb.positionalChoices;
        if (words.empty() || !verb.options.empty())
            for (const std::string &name : optionNames(verb))
                words.push_back(name);
        text += "        esac\n        _ishowtts_words '" + joined(words) + "'\n        ;;\n";
    }
    return text + "    esac\n}\ncomplete -F _ishowtts ishowtts\n";
}

std::string zshValue(const Option &option) {
    switch (option.takes) {
    case Takes::Choice:
        return std::string("(").append(joined(option.choices)).append(")");
    case Takes::Voice:
        return "_ishowtts_voices";
    case Takes::Model:
        return "_ishowtts_models";
    case Takes::File:
        return "_files";
    case Takes::Folder:
        return "_files -/";
    default:
        return " ";
    }
}

std::string zshScript(const std::vector<Verb> &verbs) {
    std::string text = R"sh(#compdef ishowtts
# zsh completion for ishowtts, printed by `ishowtts completion zsh`
_ishowtts_voices() {
    local -a ids
    ids=(${(f)"$(ishowtts voices --ids 2>/dev/null)"})
    compadd -a ids
}
_ishowtts_models() {
    local -a names
    names=(${(f)"$(ishowtts models --names 2>/dev/null)"})
    compadd -a names
    _files -/
}
_ishowtts() {
    local -a verbs
    verbs=(
)sh";
    for (const Verb &verb : verbs)
        text += "        '" + verb.name + ":" + quoted(verb.summary, ":\\") + "'\n";
    text += R"sh(    )
    if ((CURRENT == 2)); then
        _describe 'verb' verbs
        compadd -- --help --version
        return
    fi
    local verb=$words[2]
    shift words
    ((CURRENT--))
    case $verb in
)sh";
    for (const Verb &verb : verbs) {
        text += "    " + verb.name + ")\n        _arguments";
        for (const Option &option : verb.options) {
            text += " \\\n            '" + option.name + (option.takes == Takes::Nothing ? "" : "=") + "[" +
                    quoted(option.help, "[]:\\") + "]";
            if (option.takes != Takes::Nothing)
                text += ":" + quoted(option.placeholder, ":\\") + ":" + zshValue(option);
            text += "'";
        }
        text += " \\\n            '(-h --help)'{-h,--help}'[Print help]'";
        if (!verb.positionalChoices.empty())
            text += " \\\n            '1:" + quoted(verb.positionalHelp, "[]:\\") + ":(" +
                    joined(verb.positionalChoices) + ")'";
        text += "\n        ;;\n";
    }
    return text + R"sh(    esac
}
if [[ $funcstack[1] == _ishowtts ]]; then
    _ishowtts "$@"
else
    compdef _ishowtts ishowtts
fi
)sh";
}

std::string fishValue(const Option &option) {
    switch (option.takes) {
    case Takes::Nothing:
        return "";
    case Takes::Choice:
        return " -x -a '" + joined(option.choices) + "'";
    case Takes::Voice:
        return std::string(" -x -a '(") + kVoices + ")'";
    case Takes::Model:
        return std::string(" -x -a '(") + kModels + "; __fish_complete_directories)'";
    case Takes::File:
        return " -r -F";
    case Takes::Folder:
        return " -x -a '(__fish_complete_directories)'";
    default:
        return " -x";
    }
}

std::string fishScript(const std::vector<Verb> &verbs) {
    const auto fishQuoted = [](const std::string &text) {
        std::string result;
        for (const char c : text) {
            if (c == '\'' || c == '\\')
                result += '\\';
            result += c;
        }
        return result;
    };
    std::string text = "# fish completion for ishowtts, printed by `ishowtts completion fish`\n"
                       "complete -c ishowtts -f\n"
                       "complete -c ishowtts -s h -l help -d 'Print help'\n"
                       "complete -c ishowtts -n __fish_use_subcommand -l version -d 'Print the version'\n";
    for (const Verb &verb : verbs) {
        text += "complete -c ishowtts -n __fish_use_subcommand -a " + verb.name + " -d '" + fishQuoted(verb.summary) +
                "'\n";
        const std::string row = "complete -c ishowtts -n '__fish_seen_subcommand_from " + verb.name + "'";
        if (!verb.positionalChoices.empty())
            text += row + " -a '" + joined(verb.positionalChoices) + "'\n";
        for (const Option &option : verb.options)
            text +=
                row + " -l " + option.name.substr(2) + fishValue(option) + " -d '" + fishQuoted(option.help) + "'\n";
    }
    return text;
}

} // namespace

std::vector<std::string> completionShells() {
    return {"bash", "zsh", "fish"};
}

std::string completionScript(const std::string &shell, const std::vector<Verb> &verbs) {
    if (shell == "bash")
        return bashScript(verbs);
    if (shell == "zsh")
        return zshScript(verbs);
    if (shell == "fish")
        return fishScript(verbs);
    throw UsageError{"there is no completion for \"" + shell + "\"; the shells are bash, zsh and fish", "completion"};
}

} // namespace engine::cli
