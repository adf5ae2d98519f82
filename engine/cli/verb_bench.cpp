#include <algorithm>

#include "engine/cli/bench_case.h"
#include "engine/cli/bench_comparison.h"
#include "engine/cli/bench_texts.h"
#include "engine/cli/bench_vocoder.h"
#include "engine/cli/console.h"
#include "engine/cli/speed_measuring.h"
#include "engine/cli/verbs.h"
#include "engine/performance/trend_picture.h"

namespace engine::cli {

namespace {

using performance::Benchmark;
using performance::kPhases;
using performance::SpeedRecord;

// What the project promises for the demo model at NFE 7 on two cores.
constexpr double kTargetRtf = 0.30;
constexpr double kTargetFirstAudio = 1.0; // seconds

constexpr double kFirstRtf = 1.32; // where iShowTTS began, on a Jetson AGX Orin

struct Requirement { // a limit given on the command line and what was measured; failing it makes the exit status 1
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

int runsFor(const Arguments &arguments) {
    if (arguments.has("--quick") && !arguments.has("--runs"))
        return 5;
    return arguments.integer("--runs");
}

// The targets hold for one setting only; beside other figures they would say something false.
bool isTargetSetting(const Measured &measured) {
    const ModelSummary &model = measured.model;
    const Request &request = measured.request;
    return model.name == "demo" && request.nfeStep == 7 && request.schedule == Schedule::Epss &&
           request.text == kStandardSentence && model.device.kind == DeviceKind::Cpu && measured.threads == 2;
}

const SpeedRecord *lastAlike(const std::vector<SpeedRecord> &before, const SpeedRecord &record) {
    const auto found = std::find_if(before.rbegin(), before.rend(), [&](const SpeedRecord &earlier) {
        return earlier.conditions == record.conditions;
    });
    return found == before.rend() ? nullptr : &*found;
}

Json phasesJson(double meanRtf) {
    Json::Object phases;
    for (const double phase : kPhases)
        phases.insert({fixed(phase, 2), meanRtf <= phase});
    return phases;
}

void printFigures(const Measured &measured, const SpeedRecord &record, const SpeedRecord *last,
                  const SpeedRecord *otherwise) {
    const Benchmark &benchmark = measured.benchmark;
    print(spreadText("RTF        ", record.rtf, "") + spreadText("first audio", record.firstAudioSeconds, " s") +
          stagesText(benchmark.meanStages()));
    print("speed-up     " + fixed(kFirstRtf / record.rtf.mean, 2) + " times iShowTTS's first mean RTF of 1.32" +
          (last == nullptr ? std::string()
                           : ", " + fixed(last->rtf.mean / record.rtf.mean, 2) + " times the last record alike (" +
                                 last->at + ")") +
          "\n");
    if (otherwise != nullptr)
        print("clocks       " + toString(record.conditions.clocks) + ": mean RTF " + fixed(record.rtf.mean, 3) +
              ", CV " + fixed(record.rtf.cv * 100, 1) + " %; " + toString(otherwise->conditions.clocks) + " (" +
              otherwise->at + "): " + fixed(otherwise->rtf.mean, 3) + ", CV " + fixed(otherwise->rtf.cv * 100, 1) +
              " %\n");
    std::string phases;
    for (const double phase : kPhases)
        phases += (phases.empty() ? "phases       " : ", ") + fixed(phase, 2) +
                  (record.rtf.mean <= phase ? " met" : " not met");
    print(phases + " (mean RTF " + fixed(record.rtf.mean, 3) + ")\n");
    if (!isTargetSetting(measured))
        return;
    const auto target = [](const char *name, double value, double limit, const char *unit) {
        print(std::string("target       ") + name + " <= " + fixed(limit, 2) + unit +
              " (demo model, NFE 7, two cores, "
              "40 characters): " +
              (value <= limit ? "met" : "not met") + ", median " + fixed(value, 3) + unit + "\n");
    };
    target("RTF", benchmark.rtf().median, kTargetRtf, "");
    target("first audio", benchmark.firstAudioSeconds().median, kTargetFirstAudio, " s");
}

int checkRequirements(const Arguments &arguments, const Benchmark &benchmark) {
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

int benchSpeech(const Arguments &arguments) {
    const std::vector<std::string> texts = textsFrom(arguments);
    const bool json = arguments.has("--json");
    const bool keeps = !arguments.has("--no-history");
    const std::filesystem::path file = keeps ? chosenHistory(arguments) : std::filesystem::path();
    std::vector<SpeedRecord> before;
    if (keeps)
        before = performance::readHistory(file).records;
    Request request = requestFrom(arguments, texts.front());
    request.seed = arguments.seed("--seed");
    const std::vector<int> steps = arguments.integers("--nfe");

    SpeedMeasuring measuring(arguments, json);
    Json::Array sweep;
    std::vector<std::vector<std::string>> rows{
        {"characters", "NFE", "mean RTF", "median", "CV", "first audio", "speed-up over 1.32"}};
    std::vector<std::pair<std::string, int>> all;
    for (const std::string &text : texts)
        for (const int nfe : steps)
            all.emplace_back(text, nfe);
    int status = Exit::Done;
    for (const auto &[text, nfe] : all) {
        request.text = text;
        request.nfeStep = nfe;
        const auto measured = measuring.measure(request, runsFor(arguments));
        if (!measured)
            return Exit::Interrupted;
        const SpeedRecord record = recordOf(*measured);
        const SpeedRecord *last = lastAlike(before, record);
        const SpeedRecord *otherwise = performance::otherClocks(before, record);
        if (json) {
            Json::Object object = measuredJson(*measured).object();
            object.insert(
                {{"speed_up", rounded(kFirstRtf / record.rtf.mean)},
                 {"speed_up_over_last", last == nullptr ? Json() : Json(rounded(last->rtf.mean / record.rtf.mean))},
                 {"other_clocks", otherwise == nullptr
                                      ? Json()
                                      : Json(Json::Object{{"clocks", toString(otherwise->conditions.clocks)},
                                                          {"at", otherwise->at},
                                                          {"rtf_spread", spreadJson(otherwise->rtf)}})},
                 {"phases", phasesJson(record.rtf.mean)}});
            sweep.emplace_back(std::move(object));
        } else {
            printFigures(*measured, record, last, otherwise);
        }
        rows.push_back({std::to_string(characters(text)), std::to_string(nfe), fixed(record.rtf.mean, 3),
                        fixed(record.rtf.median, 3), fixed(record.rtf.cv * 100, 1) + " %",
                        fixed(record.firstAudioSeconds.median, 3) + " s", fixed(kFirstRtf / record.rtf.mean, 2)});
        if (keeps)
            status = std::max(status, keepRecord(file, record));
        status = std::max(status, checkRequirements(arguments, measured->benchmark));
    }
    if (json)
        printJson(all.size() == 1 ? sweep.front() : Json(Json::Object{{"sweep", sweep}}));
    else if (all.size() > 1)
        print("\n" + table(rows));
    return status;
}

Option limitOption(const std::string &name, const std::string &placeholder, const std::string &what) {
    return {.name = name,
            .takes = Takes::Number,
            .placeholder = placeholder,
            .help = "Exit with status 1 when the median " + what + " is above this",
            .low = 0,
            .high = 10000};
}

std::vector<Option> benchOptions() {
    std::vector<Option> options{
        {.name = "--runs",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Runs that count",
         .fallback = "20",
         .low = 1,
         .high = 1000},
        {.name = "--quick", .takes = Takes::Nothing, .help = "Five runs"},
    };
    const std::vector<Option> spoken{
        voiceOption(),
        modelOption(),
        {.name = "--seed", .takes = Takes::Seed, .placeholder = "N", .help = "Seed of every run", .fallback = "1"},
    };
    for (auto more :
         {textOptions(), spoken, flowOptions(), std::vector{precisionOption(), deviceOption(), threadsOption()}})
        options.insert(options.end(), more.begin(), more.end());
    for (Option &option : options) {
        if (option.name == "--nfe") {
            option.takes = Takes::Integers;
            option.placeholder = "N,N";
            option.help = "Steps of the flow; several with commas are measured one after another";
        }
    }
    options.push_back(historyOption());
    options.push_back({.name = "--no-history", .takes = Takes::Nothing, .help = "Keep no record"});
    options.push_back(limitOption("--require-rtf", "X", "RTF"));
    options.push_back(limitOption("--require-first-audio", "S", "time to the first audio in seconds"));
    options.push_back({.name = "--case",
                       .takes = Takes::File,
                       .placeholder = "FILE",
                       .help = "Time the bare model on this case (safetensors), see `ishowtts help case`"});
    options.push_back({.name = "--vocoder-only",
                       .takes = Takes::Nothing,
                       .help = "Time the vocoder alone, for 3, 10 and 30 s of sound"});
    options.push_back({.name = "--compare",
                       .takes = Takes::File,
                       .placeholder = "A",
                       .help = "Measure nothing: compare this record with that of FILE (what --json printed, or a "
                               "history, whose newest record counts)"});
    options.push_back(jsonOption("figures of all runs"));
    return options;
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
        "audio, their spread, and where the time went. The record is added to this machine's history, which `ishowtts "
        "check` judges. With --case it times the bare model on given inputs instead, "
        "without text, recording or sound files.";
    verb.options = benchOptions();
    verb.positionalHelp = "[FILE]";
    verb.examples = {"ishowtts bench",
                     "ishowtts bench --quick --nfe 5,6,7,8,16,32",
                     "ishowtts bench --runs 20 --precision fp32 --json",
                     "ishowtts bench --texts extended",
                     "ishowtts bench --compare before.json after.json",
                     "ishowtts bench --require-rtf 0.3 --require-first-audio 1   # for scripts",
                     "ishowtts bench --model ./F5TTS_v1_Base --case case.safetensors --runs 5"};
    verb.run = [](const Arguments &arguments) {
        if (arguments.has("--compare"))
            return compareRecords(arguments);
        if (!arguments.positional().empty())
            throw UsageError{"`bench` takes a file only with --compare", "bench"};
        if (arguments.has("--vocoder-only"))
            return benchVocoder(arguments);
        return arguments.has("--case") ? benchCase(arguments) : benchSpeech(arguments);
    };
    return verb;
}

} // namespace engine::cli
