#include "engine/cli/bench_vocoder.h"

#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/measuring_turn.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/speed_measuring.h"
#include "engine/model/case.h"

namespace engine::cli {

int benchVocoder(const Arguments &arguments) {
    std::vector<std::string> others = {
        "--case",    "--require-first-audio", "--require-rtf", "--text", "--length", "--texts", "--voice", "--seed",
        "--history", "--no-history",          "--precision"};
    for (const Option &option : flowOptions())
        others.push_back(option.name);
    for (const std::string &option : others)
        if (arguments.has(option))
            throw UsageError{option + " has no meaning together with --vocoder-only", "bench"};
    const Interrupt interrupt; // before the threads of the engine
    const ModelFiles files = chosenModel(arguments);
    const Device device = chosenDevice(arguments);
    const int runs = arguments.has("--quick") && !arguments.has("--runs") ? 5 : arguments.integer("--runs");
    const bool json = arguments.has("--json");
    if (!json)
        print("vocoder of " + files.name + ", " + toString(device.kind) + " fp32, " +
              std::to_string(usedThreads(arguments)) + " threads; " + device.name + "\n");
    MeasuringTurn turn;
    turn.take(interrupt.token());
    ProgressBar bar;
    Json::Array lengths;
    std::vector<std::vector<std::string>> rows{{"sound", "median", "min", "max", "CV", "RTF"}};
    for (const double audioSeconds : {3.0, 10.0, 30.0}) {
        int run = 0; // the first warms up
        const std::vector<double> seconds = model::runVocoder(files, device, audioSeconds, runs + 1, [&] {
            bar.say(
                fixed(audioSeconds, 0) + " s of sound: " +
                (run == 0 ? "warming up ..." : "run " + std::to_string(run) + " of " + std::to_string(runs) + " ..."));
            ++run;
            return !interrupt.happened();
        });
        bar.clear();
        if (interrupt.happened()) {
            note("stopped before all runs were done");
            return Exit::Interrupted;
        }
        const performance::Spread spread = performance::spread({seconds.begin() + 1, seconds.end()});
        const auto milliseconds = [](double value) { return fixed(value * 1000, 1) + " ms"; };
        rows.push_back({fixed(audioSeconds, 0) + " s", milliseconds(spread.median), milliseconds(spread.minimum),
                        milliseconds(spread.maximum), fixed(spread.cv * 100, 1) + " %",
                        fixed(spread.median / audioSeconds, 4)});
        lengths.emplace_back(Json::Object{{"audio_seconds", audioSeconds},
                                          {"seconds_spread", spreadJson(spread)},
                                          {"rtf", rounded(spread.median / audioSeconds)}});
    }
    if (json)
        printJson(Json::Object{{"vocoder", lengths},
                               {"run_count", runs},
                               {"threads", usedThreads(arguments)},
                               {"device", toString(device.kind)},
                               {"device_name", device.name},
                               {"model", files.name}});
    else
        print(table(rows));
    return Exit::Done;
}

} // namespace engine::cli
