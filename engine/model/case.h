// One numeric case end to end, the proof of equality with upstream (torch-free face; used by the verb `case`).
// Runs exactly as upstream: even text upsampling, whatever else the model folder holds.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "engine/device.h"
#include "engine/model_files.h"

namespace engine::model {

struct CaseResult {
    std::vector<double> seconds; // of each run, without loading
    int frames = 0;              // of the whole mel
    int referenceFrames = 0;
    bool hasWave = false;
};

// in:  tensors cond_mel [n,100], noise [d,100] f32; metadata tokens (JSON list), nfe_step, cfg_strength,
//      sway_sampling_coef.
// out: mel [d,100], and wave of the frames after n when the folder has a vocoder; an empty path writes nothing.
// Error(BadInput) when `out` cannot be written is thrown before anything is computed.
// EPSS where upstream has a table for nfe_step, else uniform.
CaseResult runCase(const ModelFiles &files, const Device &device, Precision precision, const std::filesystem::path &in,
                   const std::filesystem::path &out, int runs = 1);

// The vocoder alone: so many seconds of sound from a made mel, `runs` times, as long as `goesOn` says so before each
// one; seconds of each run. Error(BadInput) when the model has no vocoder.
std::vector<double> runVocoder(const ModelFiles &files, const Device &device, double audioSeconds, int runs,
                               const std::function<bool()> &goesOn);

} // namespace engine::model
