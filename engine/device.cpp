#include "engine/device.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <sched.h>

#include "engine/error.h"
#include "engine/model/cuda_loader.h"

namespace engine {
namespace {

// The value of the first line of /proc/cpuinfo that begins with `key`.
std::string processorFact(const std::string &key) {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(key))
            if (const auto colon = line.find(": "); colon != std::string::npos)
                return line.substr(colon + 2);
    return {};
}

std::string processorName() {
    const std::string name = processorFact("model name");
    return name.empty() ? "CPU" : name;
}

bool hasBf16Units() {
    std::string flags = " ";
    flags.append(processorFact("flags")).append(processorFact("Features")).append(" ");
    for (const char *flag : {" avx512_bf16 ", " amx_bf16 ", " bf16 "})
        if (flags.find(flag) != std::string::npos)
            return true;
    return false;
}

Device cpu(std::string reason) {
    Device device;
    const int threads = usableThreads();
    device.name = processorName() + " (" + std::to_string(threads) + (threads == 1 ? " thread)" : " threads)");
    device.reason = std::move(reason);
    device.fastBf16 = hasBf16Units();
    return device;
}

Device cuda(std::string reason) {
    return {DeviceKind::Cuda, model::cudaState().name, std::move(reason), model::cudaState().fastBf16};
}

} // namespace

std::vector<Device> listDevices() {
    const model::CudaState &state = model::cudaState();
    if (!state.available)
        return {cpu("CPU, because " + state.reason)};
    return {cuda("GPU, because one was found"), cpu("CPU, on request")};
}

Device chooseDevice(const std::string &wanted) {
    if (wanted == "auto" || wanted.empty())
        return listDevices().front();
    if (wanted == "cpu")
        return cpu("CPU, because it was asked for");
    if (wanted != "cuda")
        throw badInput("The device \"" + wanted + "\" is not known.", "Use auto, cpu or cuda.");
    const model::CudaState &state = model::cudaState();
    if (!state.available)
        throw badInput("No GPU can be used: " + state.reason + ".",
                       "Install the NVIDIA driver and a LibTorch with CUDA, or use the CPU.");
    return cuda("GPU, because it was asked for");
}

Precision resolvePrecision(Precision wanted, const Device &device) {
    if (wanted != Precision::Auto)
        return wanted;
    return device.fastBf16 ? Precision::Bf16 : Precision::Fp32;
}

int usableThreads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    // Fails only where the machine has more than 1024 cores.
    if (sched_getaffinity(0, sizeof set, &set) != 0 || CPU_COUNT(&set) < 1)
        return int(std::max(1U, std::thread::hardware_concurrency()));
    return CPU_COUNT(&set);
}

int threadsFor(int wanted) {
    const int cores = usableThreads();
    return wanted > 0 ? std::min(wanted, cores) : cores;
}

void limitThreads(int wanted) {
    at::set_num_threads(threadsFor(wanted));
}

} // namespace engine
