// Holding the GPU's clock at its highest, which makes speech faster and, above all, even: iShowTTS measured an RTF of
// 0.168 ± 4.7 % with and 0.352 ± 16 % without. Needs the rights of root; nothing here asks for them. Lasts until it is
// released or the machine starts anew. One thread; takes seconds at most.
//
// Sources: NVML's nvmlDeviceSetGpuLockedClocks; NVIDIA's program jetson_clocks, and where it is missing the limits of
// Linux's devfreq, which it sets too.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace engine::performance {

struct ClockAnswer {
    enum class Kind {
        Done,
        NoGpu,      // there is none whose clocks could be held
        NotAllowed, // root may
        Failed,
    };
    Kind kind = Kind::Done;
    std::string what;   // English, one sentence
    std::string remedy; // what to do; empty when it is done
};

// lock: hold the highest clock; else release it.
ClockAnswer setNvmlClocks(bool lock, const std::string &library = "libnvidia-ml.so.1");
// None: below `root` there is no Jetson.
std::optional<ClockAnswer> setJetsonClocks(bool lock, const std::filesystem::path &root = "/");
// Through the NVML library that the environment names; else a Jetson's where this is one, else NVML's (gpu_probe.h).
ClockAnswer setClocks(bool lock);

} // namespace engine::performance
