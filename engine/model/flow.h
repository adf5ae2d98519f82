// Noise to mel by Euler steps along the learned flow, with guidance. Source: f5_tts/model/cfm.py CFM.sample,
// f5_tts/model/utils.py get_epss_timesteps (EPSS), F5-TTS paper (sway sampling).
#pragma once

#include <functional>

#include "engine/model/dit.h"
#include "engine/request.h"

namespace engine::model {

// The nfeStep + 1 times from 0 to 1, fp32 on the CPU.
at::Tensor flowTimes(int nfeStep, Schedule schedule, double swayCoefficient);

struct FlowInput {
    at::Tensor reference;                   // [n, 100] on the model's device
    at::Tensor noise;                       // [frames, 100], frames > n
    std::vector<std::int64_t> ids;          // reference text and new text
    std::vector<std::int64_t> tokenOfFrame; // [frames] or empty, see TextEncoder
    double cfgStrength = 2.0;               // below 1e-5: without guidance, half the work
};

// [frames, 100]; the first n rows are the reference itself. Throws Stopped.
at::Tensor runFlow(const Dit &dit, const FlowInput &input, const at::Tensor &times, const std::stop_token &stop,
                   const std::function<void(int finishedSteps)> &onStep);

} // namespace engine::model
