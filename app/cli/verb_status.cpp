#include "app/cli/verb_status.h"

#include <algorithm>

#include "app/cli/machine_status.h"
#include "app/cli/quiet_application.h"
#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"

namespace app::cli {

namespace {

using namespace engine::cli;

int status(const Arguments &arguments) {
    const QuietApplication application;
    const std::vector<StatusFact> facts = statusFacts(arguments.integer("--port"), arguments.text("--token-file"));
    const bool asks = std::any_of(facts.begin(), facts.end(), [](const StatusFact &fact) { return fact.asks; });
    if (arguments.has("--json")) {
        engine::Json::Object object{{"attention", asks}};
        for (const StatusFact &fact : facts)
            object.insert(
                {fact.name, engine::Json::Object{{"value", fact.json}, {"words", fact.words}, {"asks", fact.asks}}});
        printJson(object);
    } else {
        std::size_t width = 0;
        for (const StatusFact &fact : facts)
            width = std::max(width, fact.name.size());
        for (const StatusFact &fact : facts)
            print((fact.asks ? "! " : "  ") + fact.name + std::string(width + 2 - fact.name.size(), ' ') + fact.words +
                  "\n");
    }
    return asks && arguments.has("--check") ? Exit::CheckFailed : Exit::Done;
}

} // namespace

Verb statusVerb() {
    Verb verb;
    verb.name = "status";
    verb.summary = "Say on one screen how this machine and its Studio stand";
    verb.description =
        "Prints version, model, device, the lock of the clocks, temperatures, steps, the last RTF (of `bench`, and of "
        "what the Studio spoke) and what the history says of it, what changed since it was measured, what waits, "
        "whether a server answers, open listening sessions, today's errors, room on the disk, and what the monitor "
        "saw. What waits to be spoken only a server tells: the Studio's, when it is on, or `ishowtts serve`. A line "
        "with ! asks for something. Only reads; takes a second.";
    verb.options = {
        {.name = "--check", .takes = Takes::Nothing, .help = "Exit with status 1 when a line asks for something"},
        {.name = "--port",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Where a server of this program would listen",
         .fallback = "27121",
         .low = 1,
         .high = 65535},
        {.name = "--token-file",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "Holds the token that the server wants; else those are tried that are where it leaves them"},
        jsonOption("status"),
    };
    verb.examples = {"ishowtts status", "ishowtts status --json --check"};
    verb.run = status;
    return verb;
}

} // namespace app::cli
