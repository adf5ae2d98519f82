// What `bench` and `check` share: one model, loaded once, and equal runs of one request after another; the figures as
// lines, as JSON and as a record of the history.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/cli/interrupt.h"
#include "engine/cli/measuring_turn.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/synthesis.h"
#include "engine/performance/benchmark.h"
#include "engine/performance/gpu_probe.h"
#include "engine/performance/speed_record.h"

namespace engine::cli {

struct Measured {
    Request request;
    ModelSummary model = {};
    int threads = 0;
    performance::Benchmark benchmark = {};
    performance::Clocks clocks = performance::Clocks::Unknown; // of the GPU that it was measured on
    std::string driver = {};                                   // the same
    std::string referenceClass = {};                           // lengthClass() of the voice's recording
};

class SpeedMeasuring {
public:
    // quiet: only the progress bar, for --json. The arguments outlive it.
    SpeedMeasuring(const Arguments &arguments, bool quiet) : m_arguments(arguments), m_quiet(quiet) {}

    // A warm-up and then so many runs, when nobody else measures; prints them as they come. None: stopped by Ctrl+C.
    // Throws what speak() throws.
    std::optional<Measured> measure(const Request &request, int runs);

private:
    void load();

    const Arguments &m_arguments;
    const bool m_quiet;
    Interrupt m_interrupt;
    MeasuringTurn m_turn;
    ProgressBar m_bar;
    std::unique_ptr<Synthesizer> m_synthesizer;
    performance::GpuReading m_gpu; // before it had to work
};

// The chosen GPU before it has to work: only then locked clocks can be told from busy ones. Waits for a driver that
// wakes its cards, and says so when it stays silent. Nothing where the processor speaks.
performance::GpuReading gpuAtRest(const Arguments &arguments, const std::stop_token &stop, ProgressBar &bar);

// lengthClass() of the voice's recording as the model hears it; empty when it cannot be read.
std::string referenceClassOf(const Voice &voice);

Option historyOption(); // --history
std::filesystem::path chosenHistory(const Arguments &arguments);

// Exit::Failed when it cannot be written, which is said: what was measured is not lost with it.
int keepRecord(const std::filesystem::path &file, const performance::SpeedRecord &record);
performance::SpeedRecord recordOf(const Measured &measured); // now
Json measuredJson(const Measured &measured);
Json spreadJson(const performance::Spread &spread);
std::string spreadText(const std::string &name, const performance::Spread &spread, const std::string &unit);
std::string stagesText(const Stages &stages);

} // namespace engine::cli
