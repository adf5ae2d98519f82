// Where the arithmetic runs and in which precision. Both are data: one program serves machines with and without a GPU.
#pragma once

#include <string>
#include <vector>

namespace engine {

enum class DeviceKind { Cpu, Cuda };

enum class Precision {
    Auto, // bf16 where the device computes it faster than fp32, else fp32
    Fp32,
    Bf16,
};

struct Device {
    DeviceKind kind = DeviceKind::Cpu;
    std::string name;      // "AMD EPYC (2 threads)", "NVIDIA H100"
    std::string reason;    // why this one was chosen, in words: "CPU, because no NVIDIA driver was found"
    bool fastBf16 = false; // bf16 matrix units present
};

std::string toString(DeviceKind kind);                  // "cpu", "cuda"
std::string toString(Precision precision);              // "auto", "fp32", "bf16"
Precision precisionFromString(const std::string &text); // Error(BadInput) otherwise

// The devices of this machine, the preferred one first. Loads LibTorch's CUDA part when it and a driver are present.
std::vector<Device> listDevices();

// `wanted` is "auto", "cpu" or "cuda". Error(BadInput) says why "cuda" is not available.
Device chooseDevice(const std::string &wanted);

// What Auto means on this device.
Precision resolvePrecision(Precision wanted, const Device &device);

// The cores that this process may run on (its CPU affinity, as `taskset` and containers set it); at least 1.
int usableThreads();

// How many threads a wish for so many means here: at most usableThreads(), and all of them for 0.
int threadsFor(int wanted);

// LibTorch uses threadsFor(wanted) threads for work that is started from the calling thread. Call it first on the
// thread that will speak.
void limitThreads(int wanted);

} // namespace engine
