// Noise to mel by Euler steps along the learned flow, with guidance. Source: f5_tts/model/cfm.py CFM.sample.
#pragma once

#include <functional>
#include <vector>

#include "engine/model/dit.h"

namespace engine::model {

struct FlowInput {
    at::Tensor reference;                   // [n, 100] on the model's device
    at::Tensor noise;                       // [frames, 100], frames > n
    std::vector<std::int64_t> ids;          // reference text and new text
    std::vector<std::int64_t> tokenOfFrame; // [frames] or empty, see TextEncoder
    double cfgStrength = 2.0;               // below 1e-5: without guidance, half the work
};

// times: two or more, see flow_times.h. [frames, 100]; the first n rows are the reference itself. Throws Stopped.
at::Tensor runFlow(const Dit &dit, const FlowInput &input, const std::vector<float> &times, const std::stop_token &stop,
                   const std::function<void(int finishedSteps)> &onStep);

} // namespace engine::model
