#include "engine/model/flow.h"

#include "engine/error.h"
#include "engine/model/operator_scope.h"

namespace engine::model {
at::Tensor runFlow(const Dit &dit, const FlowInput &input, const std::vector<float> &times, const std::stop_token &stop,
                   const std::function<void(int)> &onStep) {
    const std::int64_t frames = input.noise.size(0), referenceFrames = input.reference.size(0);
    const bool guided = input.cfgStrength >= 1e-5;
    const Dit::Condition condition = dit.condition(input.reference, input.ids, frames, input.tokenOfFrame, guided);
    const std::size_t steps = times.size() - 1;
    const at::Tensor starts = at::tensor(at::ArrayRef<float>(times.data(), steps), at::kFloat);
    const Dit::Modulation modulation = dit.modulation(starts.to(dit.device()));

    Dit::Scratch scratch = dit.scratch(condition);
    at::Tensor x = input.noise.clone();
    for (std::size_t step = 0; step < steps; ++step) {
        if (stop.stop_requested())
            throw Stopped();
        const OperatorScope part("step", x, SpanKind::Part);
        const at::Tensor flow = dit(x, condition, modulation, std::int64_t(step), scratch, stop);
        const at::Tensor guidedFlow = guided ? flow[0] + (flow[0] - flow[1]) * input.cfgStrength : flow[0];
        x.add_(guidedFlow, times[step + 1] - times[step]);
        onStep(int(step) + 1);
    }
    x.narrow(0, 0, referenceFrames).copy_(input.reference);
    if (!x.is_cpu())
        x.narrow(0, 0, 1).cpu(); // waits for the device, so that the time is counted where it was spent
    return x;
}

} // namespace engine::model
