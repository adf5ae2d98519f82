#include <span>

#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/measuring_turn.h"
#include "engine/cli/profile_text.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/speed_measuring.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace engine::cli {

namespace {

int profileSpoken(const Arguments &arguments) {
    const std::string compared = arguments.text("--compare");
    Json before;
    if (arguments.has("--compare"))
        before = Json::read(compared);
    if (!before.isNull())
        requireProfile(before, compared); // before the work
    if (arguments.has("--trace"))
        requireReplaceable(arguments.text("--trace"));
    Request request = requestFrom(arguments, arguments.text("--text"));
    request.seed = arguments.seed("--seed");
    validate(request);
    const bool json = arguments.has("--json");
    const int runs = arguments.integer("--runs");

    const Interrupt interrupt;
    ProgressBar bar;
    performance::ProfileRun run;
    try {
        MeasuringTurn turn; // held until all is measured
        turn.take(interrupt.token());
        const ModelFiles files = chosenModel(arguments);
        bar.say("Loading the model " + files.name + " ...");
        const performance::GpuReading gpu = gpuAtRest(arguments, interrupt.token(), bar);
        const auto synthesizer = loadModel(arguments, files, interrupt.token());
        bar.say("Warming up ...");
        run = performance::profileSpeech(
            *synthesizer, request, {runs, arguments.has("--trace")}, interrupt.token(), [&](int utterance) {
                if (utterance <= 2 * runs)
                    bar.say("Utterance " + std::to_string(utterance) + " of " + std::to_string(2 * runs) + " ...");
            });
        run.profile.threads = usedThreads(arguments);
        if (synthesizer->summary().device.kind == DeviceKind::Cuda)
            run.profile.clocks = gpu.clocks;
    } catch (const Error &) {
        if (!interrupt.happened())
            throw;
        run.stopped = true;
    }
    bar.clear();
    if (run.stopped) {
        note("stopped before the profile was done");
        return Exit::Interrupted;
    }
    const performance::Profile &profile = run.profile;
    if (arguments.has("--trace"))
        replaceFile(arguments.text("--trace"), {std::as_bytes(std::span(run.trace))});
    const Json comparison = arguments.has("--compare") ? profileComparison(before, profile) : Json();
    if (json) {
        Json::Object object = profileJson(profile).object();
        if (!comparison.isNull())
            object.insert({"comparison", comparison});
        printJson(object);
        return Exit::Done;
    }
    print("model " + profile.model + ", voice " + request.voice.id + ", NFE " + std::to_string(profile.nfe) + " " +
          toString(effectiveSchedule(request.nfeStep, request.schedule)) + ", " + profile.device + " " +
          profile.precision + ", " + std::to_string(profile.threads) + " threads; " + profile.deviceName + "\n" +
          profileText(profile, arguments.integer("--top")));
    if (!comparison.isNull())
        print(comparisonText(comparison));
    if (arguments.has("--trace"))
        note("the trace of the last utterance is in " + arguments.text("--trace") + "; ui.perfetto.dev opens it");
    return Exit::Done;
}

} // namespace

Verb profileVerb() {
    Verb verb;
    verb.name = "profile";
    verb.summary = "Show where the time of an utterance goes, and what would make it faster";
    verb.description =
        "Speaks a text several times, in turn with and without recording, and prints the stages, the kinds of "
        "operators, the operators that took longest with the shapes of what goes in, the memory, and recommendations "
        "that follow from these figures. Says how much of the model's and the vocoder's time operators cover, and what "
        "the recording itself cost. Times of operators are added up over all threads.";
    verb.options = {
        {.name = "--runs",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Utterances that are recorded; as many are spoken without",
         .fallback = "3",
         .low = 1,
         .high = 100},
        {.name = "--text",
         .takes = Takes::Text,
         .placeholder = "TEXT",
         .help = "What to say",
         .fallback = kStandardSentence},
        voiceOption(),
        modelOption(),
        {.name = "--seed", .takes = Takes::Seed, .placeholder = "N", .help = "Seed of every run", .fallback = "1"},
    };
    for (auto more : {flowOptions(), std::vector{precisionOption(), deviceOption(), threadsOption()}})
        verb.options.insert(verb.options.end(), more.begin(), more.end());
    verb.options.push_back({.name = "--top",
                            .takes = Takes::Integer,
                            .placeholder = "N",
                            .help = "So many operators in the table",
                            .fallback = "12",
                            .low = 1,
                            .high = 1000});
    verb.options.push_back({.name = "--compare",
                            .takes = Takes::File,
                            .placeholder = "FILE",
                            .help = "Set it beside an earlier profile (what --json printed)"});
    verb.options.push_back({.name = "--trace",
                            .takes = Takes::File,
                            .placeholder = "FILE",
                            .help = "Write the last utterance as a trace that Perfetto opens"});
    verb.options.push_back(jsonOption("profile"));
    verb.examples = {"ishowtts profile", "ishowtts profile --runs 5 --nfe 16 --json > before.json",
                     "ishowtts profile --compare before.json", "ishowtts profile --trace trace.json"};
    verb.run = profileSpoken;
    return verb;
}

} // namespace engine::cli
