#include "app/cli/verb_selftest.h"

#include <exception>

#include "app/cli/quiet_application.h"
#include "app/cli/self_checks.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/synthesis.h"
#include "engine/error.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::Json;

int selftest(const Arguments &arguments) {
    const Interrupt interrupt; // before the threads of the engine
    const QuietApplication application;
    const bool json = arguments.has("--json");
    const std::vector<SelfCheck> checks = selfChecks(arguments, interrupt.token());
    Json::Array results;
    int passed = 0;
    for (const SelfCheck &check : checks) {
        bool good = true;
        std::string words;
        std::string remedy;
        try {
            words = check.run();
            ++passed;
        } catch (const engine::Error &error) {
            good = false;
            words = error.what();
            remedy = error.remedy();
        } catch (const std::exception &error) { // of the system: the other checks are made all the same
            good = false;
            words = error.what();
            remedy = "See whether disk and memory are well, and report it.";
        }
        if (interrupt.happened()) {
            note("stopped before all checks were done");
            return Exit::Interrupted;
        }
        results.emplace_back(
            Json::Object{{"check", check.name}, {"passed", good}, {"words", words}, {"remedy", remedy}});
        if (!json) {
            print((good ? "  ok      " : "  FAILED  ") + check.name + std::string(13 - check.name.size(), ' ') + words +
                  "\n" + (remedy.empty() ? std::string() : std::string(23, ' ') + remedy + "\n"));
            flushOutput();
        }
    }
    if (json)
        printJson(Json::Object{{"passed", passed}, {"checks", std::int64_t(checks.size())}, {"results", results}});
    else
        print(std::to_string(passed) + "/" + std::to_string(checks.size()) + "\n");
    return passed == int(checks.size()) ? Exit::Done : Exit::CheckFailed;
}

} // namespace

Verb selftestVerb() {
    Verb verb;
    verb.name = "selftest";
    verb.summary = "Check in a few seconds whether this machine can speak as it should";
    verb.description =
        "Fifteen checks: environment, folders, settings, model, its signs, voices, recording, Chinese, synthesis, the "
        "same again, stop, RTF (below 0.35, or where this machine's own records are slower a quarter above those), "
        "memory, files, and the server when one runs. Prints X/15; each failure says what to do. Exit status 1 when "
        "one fails. Takes nothing over and leaves nothing behind.";
    verb.options = {voiceOption(), modelOption()};
    for (auto more : {flowOptions(), std::vector{precisionOption(), deviceOption(), threadsOption()}})
        verb.options.insert(verb.options.end(), more.begin(), more.end());
    verb.options.push_back({.name = "--rtf",
                            .takes = Takes::Number,
                            .placeholder = "X",
                            .help = "The RTF has to be below this",
                            .low = 0,
                            .high = 10000});
    verb.options.push_back({.name = "--port",
                            .takes = Takes::Integer,
                            .placeholder = "N",
                            .help = "Where a server of this program would listen",
                            .fallback = "27121",
                            .low = 1,
                            .high = 65535});
    verb.options.push_back(jsonOption("result of each check"));
    verb.examples = {"ishowtts selftest", "ishowtts selftest --json", "ishowtts selftest --device cpu --rtf 0.5"};
    verb.run = selftest;
    return verb;
}

} // namespace app::cli
