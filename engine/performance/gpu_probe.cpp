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

std::string nvmlLibrary() {
    const char *named = std::getenv("ISHOWTTS_NVML");
    return named != nullptr && *named != '\0' ? named : "libnvidia-ml.so.1";
}

std::filesystem::path machineRoot() {
    const char *named = std::getenv("ISHOWTTS_MACHINE_ROOT");
    return named != nullptr && *named != '\0' ? named : "/";
}

std::unique_ptr<GpuProbe> makeGpuProbe() {
    if (auto jetson = makeJetsonProbe(machineRoot()))
        return jetson;
    return makeNvmlProbe(nvmlLibrary());
}

} // namespace engine::performance
