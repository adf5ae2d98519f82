#include "engine/model/precision.h"

namespace engine::model {

Arithmetic arithmeticFor(const Device &device, Precision precision) {
    Arithmetic arithmetic;
    arithmetic.device = device.kind == DeviceKind::Cuda ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    if (resolvePrecision(precision, device) == Precision::Bf16) {
        arithmetic.roundWeightsToBf16 = true;
        if (device.fastBf16)
            arithmetic.matrix = at::kBFloat16;
    }
    return arithmetic;
}

} // namespace engine::model
