#include "engine/cli/speed_measuring.h"

#include "engine/audio/recording.h"
#include "engine/audio/reference.h"
#include "engine/cli/console.h"
#include "engine/error.h"
#include "engine/performance/patient_probe.h"

namespace engine::cli {

using performance::Spread;

Json spreadJson(const Spread &spread) {
    return Json::Object{{"min", rounded(spread.minimum)},   {"median", rounded(spread.median)},
                        {"max", rounded(spread.maximum)},   {"mean", rounded(spread.mean)},
                        {"std", rounded(spread.deviation)}, {"cv", rounded(spread.cv)},
                        {"p95", rounded(spread.p95)}};
}

std::string spreadText(const std::string &name, const Spread &spread, const std::string &unit) {
    return name + "  min " + fixed(spread.minimum, 3) + "  median " + fixed(spread.median, 3) + "  max " +
           fixed(spread.maximum, 3) + unit + "  mean " + fixed(spread.mean, 3) + unit + "  std " +
           fixed(spread.deviation, 3) + unit + "  p95 " + fixed(spread.p95, 3) + unit + "  CV " +
           fixed(spread.cv * 100, 1) + " %\n";
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

Json measuredJson(const Measured &measured) {
    const auto &[request, model, threads, benchmark, clocks, driver, referenceClass] = measured;
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
                   {"threads", threads},
                   {"clocks", toString(clocks)},
                   {"reference_length", referenceClass},
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

performance::GpuReading gpuAtRest(const Arguments &arguments, const std::stop_token &stop, ProgressBar &bar) {
    if (chosenDevice(arguments).kind != DeviceKind::Cuda)
        return {};
    performance::GpuReading gpu = performance::makePatientProbe(performance::kMuchPatience, stop)->read();
    if (gpu.reason == performance::GpuReading::Why::Silent && !stop.stop_requested()) {
        bar.clear();
        note(gpu.why + "; what is measured says nothing of its clocks");
    }
    return gpu;
}

void SpeedMeasuring::load() {
    const ModelFiles files = chosenModel(m_arguments);
    m_bar.say("Loading the model " + files.name + " ...");
    m_gpu = gpuAtRest(m_arguments, m_interrupt.token(), m_bar);
    m_synthesizer = loadModel(m_arguments, files, m_interrupt.token());
    m_bar.clear();
}

std::optional<Measured> SpeedMeasuring::measure(const Request &request, int runs) {
    validate(request);
    Measured measured{.request = request, .threads = usedThreads(m_arguments)};
    measured.referenceClass = referenceClassOf(request.voice);
    const auto stopped = [this] {
        m_bar.clear();
        note("stopped before all runs were done");
        return std::nullopt;
    };
    try {
        m_turn.take(m_interrupt.token());
        if (m_interrupt.happened())
            return stopped();
        if (m_synthesizer == nullptr)
            load();
        measured.model = m_synthesizer->summary();
        if (measured.model.device.kind == DeviceKind::Cuda) {
            measured.clocks = m_gpu.clocks;
            measured.driver = m_gpu.driver;
        }
        const ModelSummary &model = measured.model;
        if (!m_quiet) {
            print("model " + model.name + ", voice " + request.voice.id + ", NFE " + std::to_string(request.nfeStep) +
                  " " + toString(effectiveSchedule(request.nfeStep, request.schedule)) + ", " +
                  toString(model.device.kind) + " " + toString(model.precision) + ", " +
                  std::to_string(measured.threads) + " threads, loaded in " + fixed(model.loadSeconds, 2) + " s\n" +
                  model.device.name + "; " + std::to_string(characters(request.text)) + " characters: " + request.text +
                  "\n");
            flushOutput();
        }
        m_bar.say("Warming up ...");
        measured.benchmark = performance::runBenchmark(
            *m_synthesizer, request, runs, m_interrupt.token(), [&](int run, const Timings &timings) {
                m_bar.clear();
                if (!m_quiet) {
                    print((run == 0 ? std::string("warm-up") : "run " + std::to_string(run) + "  ") + "  RTF " +
                          fixed(timings.rtf(), 3) + "  first audio " + fixed(timings.firstAudioSeconds, 3) + " s  " +
                          fixed(timings.synthesisSeconds, 3) + " s for " + fixed(timings.audioSeconds, 2) +
                          " s of speech\n");
                    flushOutput();
                }
                if (run < runs)
                    m_bar.say("Run " + std::to_string(run + 1) + " of " + std::to_string(runs) + " ...");
            });
    } catch (const Error &) {
        if (!m_interrupt.happened())
            throw;
    }
    if (m_interrupt.happened())
        return stopped();
    m_bar.clear();
    return measured;
}

std::string referenceClassOf(const Voice &voice) {
    try {
        const audio::Reference reference =
            audio::prepareReference(audio::readRecording(voice.recording, audio::kMaxReadSeconds), voice.transcript);
        return performance::lengthClass(double(reference.samples.size()) / kSampleRate);
    } catch (const Error &) { // speaking says it better
        return {};
    }
}

Option historyOption() {
    return {.name = "--history",
            .takes = Takes::File,
            .placeholder = "FILE",
            .help = "Keep the records there instead of in this machine's own history"};
}

std::filesystem::path chosenHistory(const Arguments &arguments) {
    return arguments.has("--history") ? std::filesystem::path(arguments.text("--history"))
                                      : performance::standardHistoryFile();
}

int keepRecord(const std::filesystem::path &file, const performance::SpeedRecord &record) {
    try {
        performance::appendRecord(file, record);
    } catch (const Error &error) {
        note(std::string(error.what()) + " " + error.remedy());
        return Exit::Failed;
    }
    return Exit::Done;
}

performance::SpeedRecord recordOf(const Measured &measured) {
    const auto &[request, model, threads, benchmark, clocks, driver, referenceClass] = measured;
    performance::SpeedRecord record;
    record.driver = driver;
    record.at = utcNow();
    record.program = ISHOWTTS_VERSION;
    record.torch = LIBTORCH_VERSION;
    record.audioSeconds = benchmark.runs.front().audioSeconds;
    record.conditions = {model.name,
                         toString(model.device.kind),
                         model.device.name,
                         toString(model.precision),
                         request.nfeStep,
                         toString(effectiveSchedule(request.nfeStep, request.schedule)),
                         threads,
                         performance::lengthClass(record.audioSeconds),
                         clocks,
                         request.cfgStrength,
                         referenceClass};
    for (const Timings &run : benchmark.runs)
        record.rtfOfRuns.push_back(run.rtf());
    record.runs = int(benchmark.runs.size());
    record.rtf = benchmark.rtf();
    record.firstAudioSeconds = benchmark.firstAudioSeconds();
    return record;
}

} // namespace engine::cli
