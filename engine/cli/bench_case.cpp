#include "engine/cli/bench_case.h"

#include "engine/cli/console.h"
#include "engine/cli/speed_measuring.h"
#include "engine/model/case.h"

namespace engine::cli {

using performance::Spread;

int benchCase(const Arguments &arguments) {
    std::vector<std::string> others = {
        "--require-rtf", "--require-first-audio", "--text", "--length", "--texts", "--voice", "--seed",
        "--history",     "--no-history",          "--quick"};
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

} // namespace engine::cli
