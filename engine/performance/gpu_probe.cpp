#include "engine/performance/gpu_probe.h"

#include <cstdlib>

namespace engine::performance {

std::string toString(Throttle throttle) {
    switch (throttle) {
    case Throttle::Power:
        return "power";
    case Throttle::Heat:
        return "heat";
    case Throttle::HardwareHeat:
        return "hardware-heat";
    case Throttle::PowerBrake:
        return "power-brake";
    case Throttle::Hardware:
        return "hardware";
    }
    return {};
}

namespace {

std::string fromEnvironment(const char *variable) {
    const char *value = std::getenv(variable);
    return value != nullptr ? value : "";
}

} // namespace

std::string namedNvmlLibrary() {
    return fromEnvironment("ISHOWTTS_NVML");
}

std::filesystem::path machineRoot() {
    const std::string root = fromEnvironment("ISHOWTTS_MACHINE_ROOT");
    return root.empty() ? "/" : root;
}

std::unique_ptr<GpuProbe> makeGpuProbe(const std::string &library, const std::filesystem::path &root) {
    if (!library.empty())
        return makeNvmlProbe(library);
    auto jetson = makeJetsonProbe(root);
    return jetson ? std::move(jetson) : makeNvmlProbe();
}

std::unique_ptr<GpuProbe> makeGpuProbe() {
    return makeGpuProbe(namedNvmlLibrary(), machineRoot());
}

} // namespace engine::performance
