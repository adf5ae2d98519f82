#include "engine/performance/benchmark.h"

#include <utility>

namespace engine::performance {

namespace {

template <typename Figure> Spread spreadOf(const std::vector<Timings> &runs, Figure figure) {
    std::vector<double> values;
    for (const Timings &run : runs)
        values.push_back(figure(run));
    return spread(std::move(values));
}

} // namespace

Spread Benchmark::rtf() const {
    return spreadOf(runs, [](const Timings &run) { return run.rtf(); });
}

Spread Benchmark::firstAudioSeconds() const {
    return spreadOf(runs, [](const Timings &run) { return run.firstAudioSeconds; });
}

Spread Benchmark::synthesisSeconds() const {
    return spreadOf(runs, [](const Timings &run) { return run.synthesisSeconds; });
}

Stages Benchmark::meanStages() const {
    const auto mean = [this](double Stages::*stage) {
        return spreadOf(runs, [stage](const Timings &run) { return run.stages.*stage; }).mean;
    };
    return {mean(&Stages::text), mean(&Stages::reference), mean(&Stages::dit), mean(&Stages::vocoder),
            mean(&Stages::other)};
}

Benchmark runBenchmark(Synthesizer &synthesizer, const Request &request, int runs, std::stop_token stop,
                       const std::function<void(int run, const Timings &)> &finished) {
    Benchmark benchmark;
    for (int run = 0; run <= runs; ++run) {
        const Timings timings = synthesizer.speak(request, stop, {});
        if (timings.stopped || stop.stop_requested()) {
            benchmark.stopped = true;
            break;
        }
        if (run == 0)
            benchmark.warmUp = timings;
        else
            benchmark.runs.push_back(timings);
        if (finished)
            finished(run, timings);
    }
    return benchmark;
}

} // namespace engine::performance
