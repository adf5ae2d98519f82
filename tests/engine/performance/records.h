// Records as a machine makes them day after day, for tests.
#pragma once

#include "engine/performance/speed_record.h"

namespace records {

// So many runs around a mean, as far apart as `cv` says; the same ones each time.
inline std::vector<double> runsAround(double mean, double cv, int runs) {
    std::vector<double> values;
    for (int run = 0; run < runs; ++run)
        values.push_back(run % 2 == 0 ? -1.0 : 1.0);
    if (runs % 2 == 1)
        values.back() = 0;
    const double now = engine::performance::spread(values).deviation;
    for (double &value : values)
        value = now > 0 ? mean * (1 + value * cv / now) : mean;
    return values;
}

inline engine::performance::SpeedRecord record(double mean, double cv, int runs) {
    using namespace engine::performance;
    SpeedRecord made;
    made.at = "2026-11-22T21:00:00Z";
    made.conditions = {"demo", "cpu", "A processor", "fp32", 7, "epss", 2, lengthClass(2.5), Clocks::Unknown};
    made.program = "0.1";
    made.audioSeconds = 2.5;
    made.rtfOfRuns = runsAround(mean, cv, runs);
    made.runs = runs;
    made.rtf = spread(made.rtfOfRuns);
    made.firstAudioSeconds = spread({0.2, 0.3});
    return made;
}

// Ten days alike.
inline std::vector<engine::performance::SpeedRecord> tenDays(double mean, double cv, int runs = 20) {
    return std::vector<engine::performance::SpeedRecord>(10, record(mean, cv, runs));
}

} // namespace records
