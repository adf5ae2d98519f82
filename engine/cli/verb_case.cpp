#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/model/case.h"
#include "engine/performance/benchmark.h"

namespace engine::cli {

namespace {

int runOne(const Arguments &arguments) {
    const ModelFiles files = chosenModel(arguments);
    const Device device = chosenDevice(arguments);
    const Precision precision = resolvePrecision(chosenPrecision(arguments), device);
    const int runs = arguments.integer("--runs");
    const std::string out = arguments.text("--out");
    const model::CaseResult result = model::runCase(files, device, precision, arguments.text("--in"), out, runs);
    const double seconds = performance::spread(result.seconds).median;
    if (arguments.has("--json")) {
        printJson(Json::Object{{"synthesis_seconds", rounded(seconds)},
                               {"frames", result.frames},
                               {"reference_frames", result.referenceFrames},
                               {"wave", result.hasWave},
                               {"run_count", runs},
                               {"precision", toString(precision)},
                               {"device", toString(device.kind)},
                               {"device_name", device.name},
                               {"model", files.name},
                               {"out", out}});
        return Exit::Done;
    }
    print(out + ": " + std::to_string(result.frames) + " frames, " + std::to_string(result.referenceFrames) +
          " of them reference, in " + fixed(seconds, 3) + " s (" + toString(device.kind) + " " + toString(precision) +
          (result.hasWave ? ", with wave" : ", mel only") + ")\n");
    return Exit::Done;
}

} // namespace

Verb caseVerb() {
    Verb verb;
    verb.name = "case";
    verb.summary = "Run one numeric case, to compare with upstream";
    verb.description =
        "Runs the bare model on given inputs, exactly as upstream does, and writes what comes out. The input file "
        "holds the tensors cond_mel [n,100] and noise [d,100] and the metadata tokens (JSON list), nfe_step, "
        "cfg_strength and sway_sampling_coef; the output file holds mel [d,100] and, when the model has a vocoder, the "
        "wave of the frames after the n given ones. The time printed is the median of the runs, without loading.";
    verb.options = {
        modelOption(),
        {.name = "--in",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "Case to run (safetensors)",
         .required = true},
        {.name = "--out",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "Result to write (safetensors)",
         .required = true},
        {.name = "--runs",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Repetitions for a steadier time",
         .fallback = "1",
         .low = 1,
         .high = 1000},
        precisionOption(),
        deviceOption(),
        threadsOption(),
        jsonOption("time and sizes"),
    };
    verb.options.front().required = true;
    verb.options.front().fallback.clear();
    verb.examples = {"ishowtts case --model ./F5TTS_v1_Base --in case.safetensors --out result.safetensors"};
    verb.run = runOne;
    return verb;
}

} // namespace engine::cli
