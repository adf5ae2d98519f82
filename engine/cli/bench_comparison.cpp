#include "engine/cli/bench_comparison.h"

#include <cmath>
#include <filesystem>
#include <vector>

#include "engine/cli/console.h"
#include "engine/error.h"
#include "engine/performance/speed_record.h"

#ifdef ISHOWTTS_HAVE_STATISTICS
#include "engine/performance/regression.h"
#endif

namespace engine::cli {

#ifdef ISHOWTTS_HAVE_STATISTICS

namespace {

using performance::Conditions;
using performance::Ratio;
using performance::SpeedRecord;

// What `bench --json` prints has the runs as objects and names the seconds of sound alike.
SpeedRecord fromPrinted(const Json &printed, const std::string &name) {
    Json::Object object = printed.object();
    if (object.contains("sweep"))
        throw badInput(name + " holds more than one measurement.",
                       "Measure one text with one count of steps, and compare that.");
    if (object.contains("runs")) {
        Json::Array rtf;
        for (const Json &run : object["runs"].array())
            rtf.push_back(run["rtf"]);
        object["rtf"] = rtf;
        object.insert({"at", name});
        object["length"] = performance::lengthClass(object["audio_seconds"].number());
        object.erase("first_audio_seconds_spread");
    }
    return performance::speedRecordFrom(object, name);
}

SpeedRecord recordIn(const std::string &file) {
    const std::string name = std::filesystem::path(file).filename().string();
    try {
        const Json printed = Json::read(file);
        if (printed.isObject() && !printed.contains("runs") && !printed.contains("sweep") && !printed.contains("at"))
            throw badInput(name + " holds no measurement of speed.",
                           "Give a file that `ishowtts bench --json` printed, or a history.");
        return fromPrinted(printed, name);
    } catch (const Error &alone) {
        const performance::History history = performance::readHistory(file);
        const SpeedRecord *newest = performance::newestOwn(history.records);
        if (newest == nullptr)
            throw alone;
        return *newest;
    }
}

struct Difference {
    std::string what;
    std::string before;
    std::string now;
};

std::vector<Difference> differencesOf(const Conditions &a, const Conditions &b) {
    std::vector<Difference> differences;
    const auto say = [&](const char *what, const std::string &one, const std::string &other) {
        if (one != other)
            differences.push_back({what, one, other});
    };
    say("model", a.model, b.model);
    say("device", a.device + " " + a.deviceName, b.device + " " + b.deviceName);
    say("precision", a.precision, b.precision);
    say("NFE", std::to_string(a.nfe), std::to_string(b.nfe));
    say("schedule", a.schedule, b.schedule);
    say("threads", std::to_string(a.threads), std::to_string(b.threads));
    say("length", a.lengthClass, b.lengthClass);
    const auto strength = [](double cfg) { return cfg < 0 ? std::string("unknown") : shortest(cfg); };
    const auto known = [](const std::string &word) { return word.empty() ? std::string("unknown") : word; };
    say("guidance", strength(a.cfg), strength(b.cfg));
    say("length of the recording", known(a.referenceClass), known(b.referenceClass));
    say("clocks", performance::toString(a.clocks), performance::toString(b.clocks));
    return differences;
}

Json differencesJson(const std::vector<Difference> &differences) {
    Json::Array list;
    for (const Difference &each : differences)
        list.emplace_back(Json::Object{{"what", each.what}, {"before", each.before}, {"now", each.now}});
    return list;
}

Json meanJson(const SpeedRecord &record) {
    return Json::Object{{"mean_rtf", rounded(record.rtf.mean)}, {"run_count", record.runs}};
}

} // namespace

int compareRecords(const Arguments &arguments) {
    for (const char *option : {"--runs",         "--quick",   "--text",       "--length",      "--texts",
                               "--voice",        "--model",   "--seed",       "--nfe",         "--schedule",
                               "--speed",        "--cfg",     "--sway",       "--precision",   "--device",
                               "--threads",      "--history", "--no-history", "--require-rtf", "--require-first-audio",
                               "--vocoder-only", "--case"})
        if (arguments.has(option))
            throw UsageError{std::string(option) + " has no meaning together with --compare", "bench"};
    if (arguments.positional().size() != 1)
        throw UsageError{"--compare takes two files: --compare A B", "bench"};
    const SpeedRecord a = recordIn(arguments.text("--compare"));
    const SpeedRecord b = recordIn(arguments.positional().front());
    const Ratio ratio = performance::compare(a, b);
    const std::vector<Difference> differences = differencesOf(a.conditions, b.conditions);
    if (arguments.has("--json")) {
        printJson(Json::Object{{"before", meanJson(a)},
                               {"now", meanJson(b)},
                               {"ratio", rounded(ratio.value)},
                               {"low", ratio.known ? Json(rounded(ratio.low)) : Json()},
                               {"high", ratio.known ? Json(rounded(ratio.high)) : Json()},
                               {"alike", a.conditions == b.conditions},
                               {"differs", differencesJson(differences)},
                               {"surely_slower", ratio.surelySlower()},
                               {"surely_faster", ratio.surelyFaster()}});
    } else {
        print("A            mean RTF " + fixed(a.rtf.mean, 3) + " of " + std::to_string(a.runs) + " runs\n" +
              "B            mean RTF " + fixed(b.rtf.mean, 3) + " of " + std::to_string(b.runs) + " runs\n");
        for (const Difference &each : differences)
            print("not alike    " + each.what + ": " + each.before + " and " + each.now + "\n");
        print("B / A        " + fixed(ratio.value, 3) +
              (ratio.known ? " (95 % interval " + fixed(ratio.low, 3) + " to " + fixed(ratio.high, 3) + "): B is " +
                                 (ratio.surelySlower()   ? "slower"
                                  : ratio.surelyFaster() ? "faster"
                                                         : "not surely slower or faster")
                           : std::string(": single runs say nothing about how sure that is")) +
              "\n");
    }
    return ratio.surelySlower() ? Exit::CheckFailed : Exit::Done;
}

#else

int compareRecords(const Arguments &) {
    throw failure("This build has no statistics.", "Build where Boost's headers are installed.");
}

#endif

} // namespace engine::cli
