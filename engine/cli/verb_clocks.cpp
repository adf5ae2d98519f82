#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/performance/clock_lock.h"
#include "engine/performance/patient_probe.h"

namespace engine::cli {

namespace {

using performance::ClockAnswer;
using performance::GpuReading;

int tellClocks(bool json) {
    const GpuReading gpu = performance::makePatientProbe()->read();
    const bool present = gpu.state == GpuReading::State::Present;
    if (json) {
        printJson(Json::Object{{"gpu", present ? Json(gpu.name) : Json()},
                               {"why", present ? Json() : Json(gpu.why)},
                               {"clocks", toString(gpu.clocks)},
                               {"clock_mhz", gpu.clock ? Json(*gpu.clock) : Json()},
                               {"most_clock_mhz", gpu.mostClock ? Json(*gpu.mostClock) : Json()}});
        return Exit::Done;
    }
    if (!present) {
        print("no clocks to lock: " + gpu.why + "\n");
        return Exit::Done;
    }
    print(gpu.name + ": clocks " + toString(gpu.clocks) + ", " + (gpu.clock ? fixed(*gpu.clock, 0) : "-") + " of " +
          (gpu.mostClock ? fixed(*gpu.mostClock, 0) : "-") + " MHz\n");
    if (gpu.clocks == performance::Clocks::Unknown)
        print("whether they are locked shows only while the card rests\n");
    return Exit::Done;
}

int clocks(const Arguments &arguments) {
    const std::string act = arguments.positional().empty() ? "status" : arguments.positional().front();
    const bool json = arguments.has("--json");
    if (arguments.positional().size() > 1 || (act != "status" && act != "lock" && act != "unlock"))
        throw UsageError{"`clocks` takes one of status, lock and unlock", "clocks"};
    if (act == "status")
        return tellClocks(json);
    const ClockAnswer answer = performance::setClocks(act == "lock");
    const bool done = answer.kind == ClockAnswer::Kind::Done;
    if (json)
        printJson(Json::Object{{"done", done}, {"what", answer.what}, {"remedy", answer.remedy}});
    else if (done)
        print(answer.what + "\n");
    else
        note(answer.what + "\n  " + answer.remedy);
    return done ? Exit::Done : answer.kind == ClockAnswer::Kind::NoGpu ? Exit::BadInput : Exit::Failed;
}

} // namespace

Verb clocksVerb() {
    Verb verb;
    verb.name = "clocks";
    verb.summary = "Say whether the GPU's clocks are locked; lock or release them";
    verb.description =
        "With locked clocks a GPU speaks faster and evenly. `lock` holds an NVIDIA card at its highest clock, and runs "
        "jetson_clocks on a Jetson; `unlock` releases it. Both need the rights of root and last until the next start; "
        "`systemctl enable --now ishowtts-clocks` locks them at each start. Nothing locks them by itself.";
    verb.options = {jsonOption("answer")};
    verb.positionalHelp = "[status|lock|unlock]";
    verb.positionalChoices = {"status", "lock", "unlock"};
    verb.examples = {"ishowtts clocks", "sudo ishowtts clocks lock"};
    verb.run = clocks;
    return verb;
}

} // namespace engine::cli
