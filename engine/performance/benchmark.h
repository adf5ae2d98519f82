// How fast a synthesizer speaks, measured the same way every time: one warm-up that does not count, then N equal runs.
// Data only: whoever wants to print it does so (engine/cli/verb_bench.cpp).
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "engine/performance/spread.h"
#include "engine/request.h"
#include "engine/synthesizer.h"
#include "engine/timings.h"

namespace engine::performance {

struct Benchmark {
    Timings warmUp;
    std::vector<Timings> runs;
    bool stopped = false; // the stop token was seen; `runs` holds the finished ones

    Spread rtf() const; // synthesis seconds ÷ audio seconds
    Spread firstAudioSeconds() const;
    Spread synthesisSeconds() const;
    Stages meanStages() const; // seconds per run
};

// `finished` is called after the warm-up (run 0) and after each run (1…runs), on this thread; it may be empty.
// Throws what speak() throws.
Benchmark runBenchmark(Synthesizer &synthesizer, const Request &request, int runs, std::stop_token stop,
                       const std::function<void(int run, const Timings &)> &finished);

} // namespace engine::performance
