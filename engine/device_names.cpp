#include "engine/device.h"

#include "engine/error.h"

namespace engine {

std::string toString(DeviceKind kind) {
    return kind == DeviceKind::Cuda ? "cuda" : "cpu";
}

std::string toString(Precision precision) {
    switch (precision) {
    case Precision::Fp32:
        return "fp32";
    case Precision::Bf16:
        return "bf16";
    case Precision::Auto:
        break;
    }
    return "auto";
}

Precision precisionFromString(const std::string &text) {
    for (const Precision precision : {Precision::Auto, Precision::Fp32, Precision::Bf16})
        if (text == toString(precision))
            return precision;
    throw badInput("The precision \"" + text + "\" is not known.", "Use auto, fp32 or bf16.");
}

} // namespace engine
