// LibTorch's CUDA part is not linked: it is loaded when it and a driver are present, so that one program serves all
// machines.
#pragma once

#include <string>

namespace engine::model {

struct CudaState {
    bool available = false;
    std::string reason;    // why not, in words; empty when available
    std::string name;      // of device 0
    bool fastBf16 = false; // device 0 has bf16 matrix units: compute capability 8.0 and up
};

// What LibTorch keeps of a GPU's memory for tensors to come, for other programs to have. Where its CUDA part is not
// loaded there is nothing. Any thread.
void giveGpuMemoryBack() noexcept;

// Tries once; later calls return the same answer. Any thread.
const CudaState &cudaState();

} // namespace engine::model
