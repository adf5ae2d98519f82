#include "engine/performance/gpu_probe.h"

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

std::unique_ptr<GpuProbe> makeGpuProbe() {
    if (auto jetson = makeJetsonProbe())
        return jetson;
    return makeNvmlProbe();
}

} // namespace engine::performance
