// LibTorch's CUDA part is not linked: it is loaded when it and a driver are present, so that one program serves all
// machines.
#pragma once

#include <string>

namespace engine::model {

struct CudaState {
    bool available = false;
    std::string reason; // why not, in words; empty when available
    std::string name;   // of device 0
};

// Tries once; later calls return the same answer. Any thread.
const CudaState &cudaState();

} // namespace engine::model
