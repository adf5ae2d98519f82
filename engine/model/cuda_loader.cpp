#include "engine/model/cuda_loader.h"

#include <c10/core/CachingDeviceAllocator.h>

#include <dlfcn.h>

#include "engine/model/torch_headers.h"

namespace engine::model {
namespace {

CudaState load() {
    CudaState state;
    // The driver's own library is asked first: LibTorch's part takes a gigabyte of address space to load.
    void *driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!driver) {
        state.reason = "no NVIDIA driver was found";
        return state;
    }
    const auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
    const auto count = reinterpret_cast<int (*)(int *)>(dlsym(driver, "cuDeviceGetCount"));
    const auto name = reinterpret_cast<int (*)(char *, int, int)>(dlsym(driver, "cuDeviceGetName"));
    const auto attribute = reinterpret_cast<int (*)(int *, int, int)>(dlsym(driver, "cuDeviceGetAttribute"));
    int devices = 0;
    if (!init || !count || init(0) != 0 || count(&devices) != 0 || devices < 1) {
        state.reason = "the NVIDIA driver found no usable GPU";
        return state;
    }
    if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL)) {
        const char *why = dlerror();
        state.reason = std::string("LibTorch's CUDA part could not be loaded (") + (why ? why : "unknown error") + ")";
        return state;
    }
    try {
        state.available = at::globalContext().hasCUDA();
    } catch (const std::exception &error) {
        state.reason = std::string("LibTorch cannot use the GPU (") + error.what() + ")";
        return state;
    }
    if (!state.available) {
        state.reason = "LibTorch sees no usable GPU";
        return state;
    }
    constexpr int kComputeCapabilityMajor = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    int major = 0;
    state.fastBf16 = attribute && attribute(&major, kComputeCapabilityMajor, 0) == 0 && major >= 8;
    char text[256] = {};
    state.name = name && name(text, sizeof text - 1, 0) == 0 ? text : "NVIDIA GPU";
    return state;
}

} // namespace

const CudaState &cudaState() {
    static const CudaState state = load();
    return state;
}

void giveGpuMemoryBack() noexcept {
    try {
        if (auto *kept = dynamic_cast<c10::DeviceAllocator *>(c10::GetAllocator(c10::kCUDA)))
            kept->emptyCache();
    } catch (const std::exception &) {
        // LibTorch throws where there is none; a GPU that fell away keeps nothing.
    }
}

} // namespace engine::model
