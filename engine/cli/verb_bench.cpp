#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/error.h"
#include "engine/model/case.h"
#include "engine/performance/benchmark.h"

namespace engine::cli {

namespace {

using performance::Benchmark;
using performance::Spread;

// What the project promises for the demo model at NFE 7 on two cores.
constexpr double kTargetRtf = 0.30;
constexpr double kTargetFirstAudio = 1.0; // seconds

Json spreadJson(const Spread &spread) {
    return Json::Object{{"min", rounded(spread.minimum)},
                        {"median", rounded(spread.median)},
                        {"max", rounded(spread.maximum)},
                        {"mean", rounded(spread.mean)},
                        {"cv", rounded(spread.cv)}};
}

std::string spreadText(const std::string &name, const Spread &spread, const std::string &unit) {
    return name + "  min " + fixed(spread.minimum, 3) + "  median " + fixed(spread.median, 3) + "  max " +
           fixed(spread.maximum, 3) + unit + "  CV " + fixed(spread.cv * 100, 1) + " %\n";
}

std::string stagesText(const Stages &stages) {
    const double total = stages.text + stages.reference + stages.dit + stages.vocoder + stages.other;
    std::string text = "stages     ";
    const std::pair<const char *, double> parts[] = {{"text", stages.text},
                                                     {"reference", stages.reference},
                                                     {"dit", stages.dit},
                                                     {"vocoder", stages.vocoder},
                                                     {"other", stages.other}};
    for (const auto &[name, seconds] : parts)
        text += std::string("  ") + name + " " + fixed(seconds * 1000, 1) + " ms (" +
                fixed(total > 0 ? 100 * seconds / total : 0, 0) + " %)";
    return text + "\n";
}

// A limit given on the command line and what was measured; failing it makes the exit status 1.
struct Requirement {
    std::string name;
    double limit;
    double measured;
    bool met() const { return measured <= limit; }
};

std::vector<Requirement> requirements(const Arguments &arguments, const Benchmark &benchmark) {
    std::vector<Requirement> list;
    if (arguments.has("--require-rtf"))
        list.push_back({"median RTF", arguments.number("--require-rtf"), benchmark.rtf().median});
    if (arguments.has("--require-first-audio"))
        list.push_back({"median first audio in seconds", arguments.number("--require-first-audio"),
                        benchmark.firstAudioSeconds().median});
    return list;
}

Json benchmarkJson(const Arguments &arguments, const Request &request, const ModelSummary &model,
                   const Benchmark &benchmark) {
    Json::Array runs;
    for (const Timings &run : benchmark.runs)
        runs.emplace_back(Json::Object{{"rtf", rounded(run.rtf())},
                                       {"first_audio_seconds", rounded(run.firstAudioSeconds)},
                                       {"synthesis_seconds", rounded(run.synthesisSeconds)},
                                       {"audio_seconds", rounded(run.audioSeconds)},
                                       {"stages", stagesJson(run.stages)}});
    Json::Object object = settingsJson(request, model);
    object.insert({{"text", request.text},
                   {"characters", std::int64_t(characters(request.text))},
                   {"threads", usedThreads(arguments)},
                   {"runs", runs},
                   {"run_count", std::int64_t(benchmark.runs.size())},
                   {"rtf", rounded(benchmark.rtf().median)}, // as `say` names them; the spread beside them
                   {"rtf_spread", spreadJson(benchmark.rtf())},
                   {"first_audio_seconds", rounded(benchmark.firstAudioSeconds().median)},
                   {"first_audio_seconds_spread", spreadJson(benchmark.firstAudioSeconds())},
                   {"synthesis_seconds", rounded(benchmark.synthesisSeconds().median)},
                   {"synthesis_seconds_spread", spreadJson(benchmark.synthesisSeconds())},
                   {"audio_seconds", rounded(benchmark.runs.front().audioSeconds)},
                   {"stages", stagesJson(benchmark.meanStages())},
                   {"warm_up_seconds", rounded(benchmark.warmUp.synthesisSeconds)}});
    return object;
}

// The targets hold for one setting only; beside other figures they would say something false.
bool isTargetSetting(const Arguments &arguments, const Request &request, const ModelSummary &model) {
    return model.name == "demo" && request.nfeStep == 7 && request.schedule == Schedule::Epss &&
           request.text == kStandardSentence && model.device.kind == DeviceKind::Cpu && usedThreads(arguments) == 2;
}

void printBenchmark(const Benchmark &benchmark, bool withTargets) {
    print(spreadText("RTF        ", benchmark.rtf(), "") +
          spreadText("first audio", benchmark.firstAudioSeconds(), " s") + stagesText(benchmark.meanStages()));
    if (!withTargets)
        return;
    const auto target = [](const char *name, double measured, double limit, const char *unit) {
        print(std::string("target       ") + name + " <= " + fixed(limit, 2) + unit +
              " (demo model, NFE 7, two cores, "
              "40 characters): " +
              (measured <= limit ? "met" : "not met") + ", median " + fixed(measured, 3) + unit + "\n");
    };
    target("RTF", benchmark.rtf().median, kTargetRtf, "");
    target("first audio", benchmark.firstAudioSeconds().median, kTargetFirstAudio, " s");
}

int benchSpeech(const Arguments &arguments) {
    Request request = requestFrom(arguments, arguments.text("--text"));
    request.seed = arguments.seed("--seed");
    validate(request);
    const bool json = arguments.has("--json");
    const int runs = arguments.integer("--runs");
    const ModelFiles files = chosenModel(arguments);

    Interrupt interrupt;
    ProgressBar bar;
    std::unique_ptr<Synthesizer> synthesizer;
    Benchmark benchmark;
    try {
        bar.say("Loading the model " + files.name + " ...");
        synthesizer = loadModel(arguments, files, interrupt.token());
        const ModelSummary model = synthesizer->summary();
        bar.clear();
        if (!json) {
            print("model " + model.name + ", voice " + request.voice.id + ", NFE " + std::to_string(request.nfeStep) +
                  " " + toString(effectiveSchedule(request.nfeStep, request.schedule)) + ", " +
                  toString(model.device.kind) + " " + toString(model.precision) + ", " +
                  std::to_string(usedThreads(arguments)) + " threads, loaded in " + fixed(model.loadSeconds, 2) +
                  " s\n" + model.device.name + "; " + std::to_string(characters(request.text)) +
                  " characters: " + request.text + "\n");
            flushOutput();
        }
        bar.say("Warming up ...");
        benchmark = performance::runBenchmark(
            *synthesizer, request, runs, interrupt.token(), [&](int run, const Timings &timings) {
                bar.clear();
                if (!json) {
                    print((run == 0 ? std::string("warm-up") : "run " + std::to_string(run) + "  ") + "  RTF " +
                          fixed(timings.rtf(), 3) + "  first audio " + fixed(timings.firstAudioSeconds, 3) + " s  " +
                          fixed(timings.synthesisSeconds, 3) + " s for " + fixed(timings.audioSeconds, 2) +
                          " s of speech\n");
                    flushOutput();
                }
                if (run < runs)
                    bar.say("Run " + std::to_string(run + 1) + " of " + std::to_string(runs) + " ...");
            });
    } catch (const Error &) {
        if (!interrupt.happened())
            throw;
    }
    bar.clear();
    if (interrupt.happened()) {
        note("stopped before all runs were done");
        return Exit::Interrupted;
    }

    if (json)
        printJson(benchmarkJson(arguments, request, synthesizer->summary(), benchmark));
    else
        printBenchmark(benchmark, isTargetSetting(arguments, request, synthesizer->summary()));
    int status = Exit::Done;
    for (const Requirement &requirement : requirements(arguments, benchmark)) {
        if (requirement.met())
            continue;
        note("the " + requirement.name + " is " + fixed(requirement.measured, 3) + ", above the required " +
             shortest(requirement.limit));
        status = Exit::CheckFailed;
    }
    return status;
}

// The bare model on a given case: no text, no recording, no sound file.
int benchCase(const Arguments &arguments) {
    std::vector<std::string> others = {"--require-rtf", "--require-first-audio", "--text", "--voice", "--seed"};
    for (const Option &option : flowOptions()) // the case brings its own
        others.push_back(option.name);
    for (const std::string &option : others)
        if (arguments.has(option))
            throw UsageError{option + " has no meaning together with --case", "bench"};
    const ModelFiles files = chosenModel(arguments);
    const Device device = chosenDevice(arguments);
    const Precision precision = resolvePrecision(chosenPrecision(arguments), device);
    const int runs = arguments.integer("--runs");
    const model::CaseResult result = model::runCase(files, device, precision, arguments.text("--case"), {}, runs + 1);
    const double audioSeconds = double(result.frames - result.referenceFrames) * kHopLength / kSampleRate;
    const Spread spread = performance::spread({result.seconds.begin() + 1, result.seconds.end()}); // the first warms up
    const double rtf = audioSeconds > 0 ? spread.median / audioSeconds : 0;
    if (arguments.has("--json")) {
        printJson(Json::Object{{"case", arguments.text("--case")},
                               {"run_count", runs},
                               {"synthesis_seconds", rounded(spread.median)},
                               {"synthesis_seconds_spread", spreadJson(spread)},
                               {"audio_seconds", rounded(audioSeconds)},
                               {"rtf", rounded(rtf)},
                               {"frames", result.frames},
                               {"reference_frames", result.referenceFrames},
                               {"wave", result.hasWave},
                               {"threads", usedThreads(arguments)},
                               {"precision", toString(precision)},
                               {"device", toString(device.kind)},
                               {"device_name", device.name},
                               {"model", files.name}});
        return Exit::Done;
    }
    print("model " + files.name + ", " + toString(device.kind) + " " + toString(precision) + ", " + device.name + "\n" +
          std::to_string(result.frames) + " frames, " + std::to_string(result.referenceFrames) +
          " of them reference: median " + fixed(spread.median, 3) + " s for " + fixed(audioSeconds, 2) +
          " s of speech, RTF " + fixed(rtf, 3) + (result.hasWave ? "" : " (mel only: the model has no vocoder)") +
          "\n" + spreadText("seconds", spread, " s"));
    return Exit::Done;
}

Option limitOption(const std::string &name, const std::string &placeholder, const std::string &what) {
    return {.name = name,
            .takes = Takes::Number,
            .placeholder = placeholder,
            .help = "Exit with status 1 when the median " + what + " is above this",
            .low = 0,
            .high = 10000};
}

} // namespace

Verb benchVerb() {
    Verb verb;
    verb.name = "bench";
    verb.summary = "Measure how fast this machine speaks";
    verb.description =
        "Speaks one sentence once to warm up and then several times with the same seed, and prints the real-time "
        "factor "
        "(RTF: synthesis time / length of the new speech, below 1 is faster than listening), the time to the first "
        "audio, their spread, and where the time went. With --case it times the bare model on given inputs instead, "
        "without text, recording or sound files.";
    verb.options = {
        {.name = "--runs",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Runs that count",
         .fallback = "5",
         .low = 1,
         .high = 1000},
        {.name = "--text",
         .takes = Takes::Text,
         .placeholder = "TEXT",
         .help = "What to say; published figures use the default, which has 40 characters",
         .fallback = kStandardSentence},
        voiceOption(),
        modelOption(),
        {.name = "--seed", .takes = Takes::Seed, .placeholder = "N", .help = "Seed of every run", .fallback = "1"},
    };
    for (auto options : {flowOptions(), std::vector{precisionOption(), deviceOption(), threadsOption()}})
        verb.options.insert(verb.options.end(), options.begin(), options.end());
    verb.options.push_back(limitOption("--require-rtf", "X", "RTF"));
    verb.options.push_back(limitOption("--require-first-audio", "S", "time to the first audio in seconds"));
    verb.options.push_back({.name = "--case",
                            .takes = Takes::File,
                            .placeholder = "FILE",
                            .help = "Time the bare model on this case (safetensors), see `ishowtts help case`"});
    verb.options.push_back(jsonOption("figures of all runs"));
    verb.examples = {"ishowtts bench", "ishowtts bench --runs 20 --precision fp32 --json",
                     "ishowtts bench --require-rtf 0.3 --require-first-audio 1   # for scripts",
                     "ishowtts bench --model ./F5TTS_v1_Base --case case.safetensors --runs 5"};
    verb.run = [](const Arguments &arguments) {
        return arguments.has("--case") ? benchCase(arguments) : benchSpeech(arguments);
    };
    return verb;
}

} // namespace engine::cli
