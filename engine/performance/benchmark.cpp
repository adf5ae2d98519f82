#include "engine/performance/benchmark.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace engine::performance {

namespace {

template <typename Figure> Spread spreadOf(const std::vector<Timings> &runs, Figure figure) {
    std::vector<double> values;
    for (const Timings &run : runs)
        values.push_back(figure(run));
    return spread(std::move(values));
}

} // namespace

Spread spread(std::vector<double> values) {
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    const std::size_t count = values.size();
    Spread result;
    result.minimum = values.front();
    result.maximum = values.back();
    result.median = (values[(count - 1) / 2] + values[count / 2]) / 2;
    result.mean = std::accumulate(values.begin(), values.end(), 0.0) / double(count);
    if (count > 1 && result.mean != 0) {
        double squares = 0;
        for (const double value : values)
            squares += (value - result.mean) * (value - result.mean);
        result.cv = std::sqrt(squares / double(count - 1)) / result.mean;
    }
    return result;
}

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
