#include "engine/model/flow.h"

#include <map>
#include <numbers>

#include "engine/error.h"

namespace engine::model {
namespace {

const std::map<int, std::vector<float>> &epssTables() { // in 32nds
    static const std::map<int, std::vector<float>> tables = {
        {5, {0, 2, 4, 8, 16, 32}},
        {6, {0, 2, 4, 6, 8, 16, 32}},
        {7, {0, 2, 4, 6, 8, 16, 24, 32}},
        {10, {0, 2, 4, 6, 8, 12, 16, 20, 24, 28, 32}},
        {12, {0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32}},
        {16, {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32}},
    };
    return tables;
}

} // namespace

at::Tensor flowTimes(int nfeStep, Schedule schedule, double swayCoefficient) {
    at::Tensor t;
    if (effectiveSchedule(nfeStep, schedule) == Schedule::Epss)
        t = at::tensor(epssTables().at(nfeStep), at::kFloat) * (1.0 / 32);
    else
        t = at::linspace(0, 1, nfeStep + 1, at::kFloat);
    return t + swayCoefficient * (at::cos(std::numbers::pi / 2 * t) - 1 + t);
}

at::Tensor runFlow(const Dit &dit, const FlowInput &input, const at::Tensor &times, const std::stop_token &stop,
                   const std::function<void(int)> &onStep) {
    const std::int64_t frames = input.noise.size(0), referenceFrames = input.reference.size(0);
    const bool guided = input.cfgStrength >= 1e-5;
    const Dit::Condition condition = dit.condition(input.reference, input.ids, frames, input.tokenOfFrame, guided);
    const std::int64_t steps = times.size(0) - 1;
    const Dit::Modulation modulation = dit.modulation(times.narrow(0, 0, steps).to(dit.device()));
    const at::Tensor widths = (times.narrow(0, 1, steps) - times.narrow(0, 0, steps)).contiguous();

    Dit::Scratch scratch = dit.scratch(condition);
    at::Tensor x = input.noise.clone();
    for (std::int64_t step = 0; step < steps; ++step) {
        if (stop.stop_requested())
            throw Stopped();
        const at::Tensor flow = dit(x, condition, modulation, step, scratch, stop);
        const at::Tensor guidedFlow = guided ? flow[0] + (flow[0] - flow[1]) * input.cfgStrength : flow[0];
        x.add_(guidedFlow, widths.const_data_ptr<float>()[step]);
        onStep(int(step) + 1);
    }
    x.narrow(0, 0, referenceFrames).copy_(input.reference);
    if (!x.is_cpu())
        x.narrow(0, 0, 1).cpu(); // waits for the device, so that the time is counted where it was spent
    return x;
}

} // namespace engine::model
