// Where and in which number format the model computes.
#pragma once

#include "engine/device.h"
#include "engine/model/torch_headers.h"

namespace engine::model {

struct Arithmetic {
    at::Device device{at::kCPU};
    // Format of the large matrix products. Normalisation, softmax, time embedding and the residual stream stay fp32.
    at::ScalarType matrix = at::kFloat;
    // The weights are rounded to bf16 even where the products run in fp32: a CPU without bf16 units computes bf16 ten
    // times slower than fp32, so there it gets bf16's numbers at fp32's speed.
    bool roundWeightsToBf16 = false;
};

Arithmetic arithmeticFor(const Device &device, Precision precision);

} // namespace engine::model
