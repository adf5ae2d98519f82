#include "app/cli/verb_danmaku.h"

#include <algorithm>
#include <set>

#include "app/cli/danmaku_verbs.h"
#include "engine/cli/synthesis.h"

namespace app::cli {

namespace {

using namespace engine::cli;

struct Act {
    const char *name;
    int (*run)(const Arguments &);
    std::set<std::string> options; // besides --json
};

const std::vector<Act> &acts() {
    static const std::vector<Act> all{
        {"replay",
         danmakuReplay,
         {"--policy", "--rules", "--voice", "--making", "--live", "--speed", "--output", "--own-device", "--model"}},
        {"crowd",
         danmakuCrowd,
         {"--policy", "--rules", "--voice", "--making", "--seconds", "--rate", "--seed", "--burst"}},
        {"listen", danmakuListen, {"--record", "--seconds"}},
        {"audit", danmakuAudit, {"--verify"}},
    };
    return all;
}

std::vector<Option> options() {
    Option policy{.name = "--policy", .takes = Takes::Choice, .placeholder = "P"};
    policy.help =
        "What decides: the queue as the Studio has it, or what the original does (everything, first come, first "
        "read), for contrast; both print one beside the other";
    policy.choices = {"ours", "original", "both"};
    policy.fallback = "both";
    Option seconds{.name = "--seconds", .takes = Takes::Number, .placeholder = "S"};
    seconds.help = "With `crowd`: how long; with `listen`: ends after so long, else with Ctrl+C";
    seconds.fallback = "451";
    seconds.low = 1;
    seconds.high = 86400;
    seconds.unit = "s";
    Option rate{.name = "--rate", .takes = Takes::Number, .placeholder = "R"};
    rate.help = "With `crowd`: messages a second, in the mean (1.77 unless said)";
    rate.low = 0.01;
    rate.high = 5000;
    Option seed{.name = "--seed", .takes = Takes::Seed, .placeholder = "N"};
    seed.help = "With `crowd`: the same chat for the same number";
    seed.fallback = "1";
    Option burst{.name = "--burst", .takes = Takes::Integer, .placeholder = "N"};
    burst.help = "With `crowd`: so many messages besides, within one second in the middle";
    burst.low = 1;
    burst.high = 100000;
    Option making{.name = "--making", .takes = Takes::Number, .placeholder = "X"};
    making.help = "Seconds that a second of sound takes to be made";
    making.fallback = "0.3";
    making.low = 0;
    making.high = 20;
    Option voice = voiceOption();
    voice.help = "Whose pace of speech counts; with --live: who speaks";
    Option speed{.name = "--speed", .takes = Takes::Number, .placeholder = "X"};
    speed.help = "With --live: so many times as fast as it was recorded (1 unless said)";
    speed.low = 0.1;
    speed.high = 100;
    Option model = modelOption();
    model.help = "With --live: model, by name or by folder";
    return {
        policy,
        seconds,
        rate,
        seed,
        burst,
        {.name = "--rules",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "A danmaku.json of the Studio; else "
                 "the shipped rules"},
        voice,
        making,
        {.name = "--live",
         .takes = Takes::Nothing,
         .help = "With `replay`: with engine and sound in real time, as on air; Ctrl+C ends it"},
        speed,
        {.name = "--output",
         .takes = Takes::Text,
         .placeholder = "DEVICE",
         .help = "With --live: sound device, as the sound server names it; else the system's"},
        {.name = "--own-device",
         .takes = Takes::Nothing,
         .help = "With --live: makes the device \"iShowTTS Stream\", which other programs record"},
        model,
        {.name = "--record",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "With `listen`: writes what comes into this file, which `replay` takes; one that is there goes on"},
        {.name = "--verify",
         .takes = Takes::Nothing,
         .help = "With `audit`: check the chain; ends with 1 and names "
                 "each line that was changed, is missing or out of place"},
        jsonOption("figures")};
}

} // namespace

Verb danmakuVerb() {
    Verb verb;
    verb.name = "danmaku";
    verb.summary = "The live chat queue without a window: rehearse a chat, look at the audit";
    verb.description =
        "`replay` takes a recorded chat (JSON lines, as the Studio records them) and `crowd` makes one with the "
        "statistics "
        "of a large channel; both run in fake time through the filter and the queue of the Studio, with the pace of a "
        "voice, and say what would have been read, how long it would have waited, and what the original's policy would "
        "have done. With --live `replay` speaks it instead, through the queue as on air, and says how long each "
        "waited; "
        "nothing of it is kept. `listen` prints what is written in channels of Twitch, without an account. `audit` "
        "sums up what happened live, from <data folder>/danmaku-audit unless another folder or file "
        "is "
        "named, and checks with --verify that nobody changed it.";
    verb.positionalHelp = "replay FILE | crowd | listen CHANNEL... | audit [FOLDER|FILE]";
    for (const Act &act : acts())
        verb.positionalChoices.emplace_back(act.name);
    verb.options = options();
    verb.examples = {"ishowtts danmaku crowd",
                     "ishowtts danmaku crowd --rate 200 --seconds 60 --burst 2000 --json",
                     "ishowtts danmaku replay evening.jsonl --policy original",
                     "ishowtts danmaku listen some_channel another_one --record evening.jsonl",
                     "ishowtts danmaku replay evening.jsonl --live --speed 2",
                     "ishowtts danmaku audit --verify"};
    verb.run = [](const Arguments &arguments) {
        if (arguments.positional().empty())
            throw UsageError{"`danmaku` needs to know what: replay, crowd, listen or audit", "danmaku"};
        const std::string &word = arguments.positional().front();
        const auto act =
            std::find_if(acts().begin(), acts().end(), [&](const Act &known) { return known.name == word; });
        if (act == acts().end())
            throw UsageError{"`danmaku` knows no \"" + word + "\"", "danmaku"};
        for (const Option &given : options()) {
            if (arguments.has(given.name) && given.name != "--json" && !act->options.contains(given.name))
                throw UsageError{given.name + " does not belong to `danmaku " + word + "`", "danmaku"};
        }
        const std::size_t most = word == "crowd" ? 1 : word == "listen" ? 101 : 2; // Twitch lets one join 100
        if (arguments.positional().size() > most)
            throw UsageError{"`danmaku " + word + "` takes no \"" + arguments.positional()[most] + "\"", "danmaku"};
        return act->run(arguments);
    };
    return verb;
}

} // namespace app::cli
