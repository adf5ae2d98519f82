#include "app/cli/verb_lexicon.h"

#include <algorithm>

#include "app/cli/lexicon_acts.h"
#include "engine/cli/synthesis.h"

namespace app::cli {

namespace {

using namespace engine::cli;

void requireFitting(const Arguments &arguments, const std::string &act) {
    for (const char *option : {"--case", "--part", "--note"}) {
        if (arguments.has(option) && act != "add")
            throw UsageError{std::string(option) + " belongs to `lexicon add`", "lexicon"};
    }
    if (arguments.has("--kind") && act != "add" && act != "remove" && act != "move")
        throw UsageError{"--kind belongs to `lexicon add`, `remove` and `move`", "lexicon"};
}

} // namespace

Verb lexiconVerb() {
    Verb verb;
    verb.name = "lexicon";
    verb.summary = "Words that are said otherwise than they are written";
    verb.description =
        "A lexicon says what is spoken for what is written: words (plain), patterns (regex; RE2, with \\1 for the "
        "first "
        "group) and how Chinese characters are read (pinyin). One is for all voices, and each voice may have its own, "
        "which goes first and travels with the voice. Words are whole words whatever their capitals; of several that "
        "begin at one place the longest counts, then the earlier one; patterns come after the words, in their order. "
        "Nothing is replaced twice. `move` puts an entry elsewhere: up, down, first, last, or to a number of `list`. "
        "`import` reads JSON, CSV and TSV whose first row names the columns from and to "
        "(and kind, case, wholeWord, enabled, note); an entry for the same words takes the place of the one before.";
    verb.positionalHelp =
        "[list | add WRITTEN SAID | remove WRITTEN | move WRITTEN PLACE | import FILE | export FILE | try TEXT]";
    for (const auto &[name, run] : lexiconActs())
        verb.positionalChoices.push_back(name);
    Option voice = voiceOption();
    voice.help = "The lexicon of this voice instead of the one for all; with `try`: both";
    voice.fallback.clear();
    verb.options = {voice,
                    {.name = "--kind",
                     .takes = Takes::Choice,
                     .placeholder = "KIND",
                     .help = "With `add`: what WRITTEN is; with `remove` and `move`: entries of this kind only",
                     .fallback = "plain",
                     .choices = {"plain", "regex", "pinyin"}},
                    {.name = "--case", .takes = Takes::Nothing, .help = "With `add`: with these capitals only"},
                    {.name = "--part", .takes = Takes::Nothing, .help = "With `add`: also inside longer words"},
                    {.name = "--note", .placeholder = "TEXT", .help = "With `add`: why, for people"},
                    jsonOption("entries, or what was done,")};
    verb.examples = {"ishowtts lexicon add GIF jif",
                     "ishowtts lexicon add --kind regex 'v(\\d+)' 'version \\1'",
                     "ishowtts lexicon add --kind pinyin 重庆 'chong2 qing4'",
                     "ishowtts lexicon move GIF first",
                     "ishowtts lexicon try --voice anna \"A GIF of v2.\"",
                     "ishowtts lexicon export words.csv"};
    verb.run = [](const Arguments &arguments) {
        const std::string act = arguments.positional().empty() ? "list" : arguments.positional().front();
        const auto &acts = lexiconActs();
        const auto found =
            std::find_if(acts.begin(), acts.end(), [&](const auto &known) { return known.first == act; });
        if (found == acts.end())
            throw UsageError{"`lexicon` knows no \"" + act + "\"", "lexicon"};
        requireFitting(arguments, act);
        return found->second(arguments);
    };
    return verb;
}

} // namespace app::cli
