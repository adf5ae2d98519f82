// What a log of `ishowtts monitor` says of now: its newest sample, and the notices that are not over. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/performance/gpu_probe.h"
#include "engine/performance/notices.h"

namespace engine::performance {

struct MonitorState {
    struct Held {
        Concern concern = Concern::Hot;
        std::string what; // English
    };
    std::string at;            // of the newest line; empty: there is none that can be read
    double interval = 0;       // s between the two newest samples; 0: there are no two
    GpuReading gpu;            // of the newest sample: temperature, load and what holds it back
    double slowRtf = 0;        // above this it calls speech slow; 0: it said none
    std::vector<Held> notices; // in the order in which they began; those of before a sample only where it has them, too
};

// Of the file and, where that is young, the one before it (monitor_log.h); the newest two million bytes. An absent one
// is an empty state; lines that cannot be read are left out.
MonitorState readMonitor(const std::filesystem::path &file);

} // namespace engine::performance
