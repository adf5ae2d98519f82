#include "app/cli/verb_compare.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/cli/compare_acts.h"
#include "engine/cli/synthesis.h"

namespace app::cli {

namespace {

using namespace engine::cli;

struct Act {
    const char *name;
    int (*run)(const Arguments &);
    std::set<std::string> options; // besides --json, --model, --device
};

const std::vector<Act> &acts() {
    static const std::vector<Act> all{
        {"make",
         compareMake,
         {"--design", "--nfe", "--sentences", "--rows", "--seed", "--voice", "--mode", "--baseline", "--precision",
          "--looks", "--name", "--out"}},
        {"list", compareList, {}},
        {"vote", compareVote, {"--listener", "--session", "--simulate"}},
        {"report",
         compareReport,
         {"--format", "--session", "--with-excluded", "--no-measures", "--speaker-model", "--heard", "--batch",
          "--out"}},
        {"apply",
         compareApply,
         {"--column", "--for", "--toml", "--dry-run", "--no-measures", "--no-benchmark", "--speaker-model", "--heard",
          "--batch"}},
        {"rollback", compareRollback, {}},
        {"check", compareCheck, {}},
        {"import", compareImport, {"--name"}},
    };
    return all;
}

Option option(const char *name, Takes takes, const char *placeholder, const char *help) {
    return {.name = name, .takes = takes, .placeholder = placeholder, .help = help};
}

std::vector<Option> options() {
    Option nfe = option("--nfe", Takes::Text, "LIST", "With `make`: the columns, by their steps");
    nfe.fallback = "5,6,7,8,16,32";
    Option sentences = option("--sentences", Takes::Text, "FILE",
                              "With `make`: a text with a sentence a line or a table with the columns id, category and "
                              "text; `standard` is a set of 26 sentences in six kinds");
    sentences.fallback = "standard";
    Option rows = option("--rows", Takes::Integer, "N", "With `make`: only the first N sentences");
    rows.low = 1;
    rows.high = 500;
    Option seed =
        option("--seed", Takes::Seed, "N", "With `make`: seed of the first sentence; the next has the next one");
    seed.fallback = "1";
    Option mode = option("--mode", Takes::Choice, "M", "With `make`: what listeners are asked");
    mode.choices = {"ab", "cmos", "abx", "mushra", "form"};
    mode.fallback = "ab";
    Option baseline = option("--baseline", Takes::Integer, "N",
                             "With `make`: steps of the column that the others are compared with; the last one where "
                             "there is no such column");
    baseline.low = 1;
    baseline.high = 128;
    baseline.fallback = "7";
    Option precision = option("--precision", Takes::Choice, "P", "With `make`: arithmetic of all columns");
    precision.choices = {"fp32", "bf16"};
    precision.fallback = "fp32";
    Option looks = option("--looks", Takes::Integer, "N",
                          "With `make`: how often the votes are going to be judged; each look has its share of the "
                          "chance of a wrong acceptance (1 unless said)");
    looks.low = 1;
    looks.high = 10;
    Option format =
        option("--format", Takes::Choice, "F",
               "With `report`: results for people or programs, the votes as a table, a session as a log, the "
               "original's form filled in, or all sessions for another library");
    format.choices = {"text", "json", "csv", "log", "form", "sessions"};
    format.fallback = "text";
    Option batch =
        option("--batch", Takes::Integer, "N",
               "With `report` and `apply`: also speak N sentences unattended in the baseline and in what may "
               "become the default, and count artifacts; from 200 on that can rule them out. What is made "
               "stays in the library, and the counts with the test");
    batch.low = 1;
    batch.high = 500;
    Option listener = option("--listener", Takes::Text, "NAME", "With `vote`: who listens");
    listener.fallback = "me";
    Option model = modelOption();
    model.help = "Model of a test that names none; `make` writes it into a new one";
    Option voice = voiceOption();
    voice.help = "With `make`: the voice that speaks";
    return {
        option("--design", Takes::File, "FILE", "With `make`: a design as JSON, in the place of the options below"),
        nfe,
        sentences,
        rows,
        seed,
        voice,
        mode,
        baseline,
        precision,
        looks,
        option("--name", Takes::Text, "TEXT", "With `make` and `import`: how the test is called"),
        listener,
        option("--session", Takes::Text, "ID", "With `vote` and `report`: this session, by the beginning of its id"),
        option("--simulate", Takes::Text, "HOW",
               "With `vote`: nobody listens; sessions are answered by lot, as sd=0.7,effect=0.8,listeners=5,seed=1, "
               "and marked as simulated for ever"),
        format,
        {.name = "--with-excluded",
         .takes = Takes::Nothing,
         .help = "With `report`: count listeners who did not pass their checks, too"},
        {.name = "--no-measures",
         .takes = Takes::Nothing,
         .help = "With `report` and `apply`: do not measure the sounds, which takes a while"},
        option("--speaker-model", Takes::File, "DIR",
               "With `report` and `apply`: a folder with speaker.json, to measure whether the voice stays alike"),
        option("--heard", Takes::File, "FILE",
               "With `report` and `apply`: what a recogniser heard, to measure wrong words, as {\"format\": 1, "
               "\"recogniser\": NAME, \"heard\": {KEY: TEXT}}; keys stand in the cells.json of `make --out`"),
        batch,
        option("--column", Takes::Text, "COLUMN",
               "With `apply`: this column, by its steps or words, in the place of the one that the votes chose"),
        option("--for", Takes::Text, "LIST", "With `apply`: only for session, danmaku, api; several with commas"),
        option("--toml", Takes::File, "FILE", "With `apply`: also change default_nfe_step in this ishowtts.toml"),
        {.name = "--dry-run", .takes = Takes::Nothing, .help = "With `apply`: only say what would change"},
        {.name = "--no-benchmark",
         .takes = Takes::Nothing,
         .help = "With `apply`: do not measure how fast the steps of before and now are"},
        option("--out", Takes::File, "PATH",
               "With `make`: write all sounds and cells.json into this folder; with `report`: write to this file"),
        model,
        deviceOption(),
        jsonOption("what was done, or the results,")};
}

} // namespace

Verb compareVerb() {
    Verb verb;
    verb.name = "compare";
    verb.summary = "Decide by ear: make the sounds of a listening test, vote blind, report, apply, check";
    verb.description =
        "A listening test speaks the same sentences with different settings: all columns of a sentence share its seed, "
        "and with it the first noise and the duration, so that nothing but the settings differs. `make` makes what is "
        "missing (each sound is known by all that made it, and found again), `vote` plays them blind in a sealed order "
        "through the default device, `report` says what the votes mean, `apply` makes the column that was accepted the "
        "default, with where it comes from, and `rollback` takes that back. `check` makes a stored set again with this "
        "build and ends with 1, naming the measure, when one dropped; give it a folder of `make --out` or a test that "
        "somebody listened to. `import` takes a folder of pairs made elsewhere, or the sessions of others from "
        "`report --format sessions`. TEST is the beginning of an id from `list`, or a name; without one it is the "
        "last. "
        "The Studio shows the same tests.";
    verb.positionalHelp =
        "[list | make [TEST] | vote [TEST] | report [TEST] | apply [TEST] | rollback | check FOLDER|TEST "
        "| import FOLDER|FILE]";
    for (const Act &act : acts())
        verb.positionalChoices.emplace_back(act.name);
    verb.options = options();
    verb.examples = {"ishowtts compare make",
                     "ishowtts compare make --nfe 6,7 --mode cmos --sentences mine.csv --name evening",
                     "ishowtts compare vote evening --listener Anna",
                     "ishowtts compare report evening --format csv --out votes.csv",
                     "ishowtts compare apply evening --for danmaku --dry-run",
                     "ishowtts compare make --out set && ishowtts compare check set"};
    verb.run = [](const Arguments &arguments) {
        const std::string word = arguments.positional().empty() ? "list" : arguments.positional().front();
        const auto act =
            std::find_if(acts().begin(), acts().end(), [&](const Act &known) { return known.name == word; });
        if (act == acts().end())
            throw UsageError{"`compare` knows no \"" + word + "\"", "compare"};
        for (const Option &given : options()) {
            const bool always = given.name == "--json" || given.name == "--model" || given.name == "--device";
            if (arguments.has(given.name) && !always && !act->options.contains(given.name))
                throw UsageError{given.name + " does not belong to `compare " + word + "`", "compare"};
        }
        return act->run(arguments);
    };
    return verb;
}

} // namespace app::cli
