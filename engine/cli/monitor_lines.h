// What `monitor` says of a moment: a line for a person, JSON for its log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/json.h"
#include "engine/performance/gpu_probe.h"
#include "engine/performance/machine_probe.h"
#include "engine/performance/notices.h"

namespace engine::cli {

struct Sample {
    performance::GpuReading gpu;
    performance::MachineReading machine; // ownMemory: of `process`
    std::optional<double> rtf = {};      // mean of the last utterances
    std::string process = {};            // whose memory is watched; empty: none's
    double slowRtf = 0;                  // above this speech is told to be slow; 0: never
};

std::string sampleLine(const Sample &sample); // with the time of day, and its newline
// `held`: what holds goes with each sample, so that a log says it also after notices of another run, or of long ago.
Json sampleJson(const Sample &sample, const std::vector<performance::Concern> &held);
Json noticeJson(const performance::Notice &notice);

} // namespace engine::cli
