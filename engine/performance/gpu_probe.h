// What the graphics processor is doing: temperature, load, clocks, power, memory, and what holds it back. Nothing of
// NVIDIA's is needed to build or to start: its library (NVML) is opened at run time, a Jetson is read through sysfs,
// and no GPU is a normal state. A probe belongs to one thread; read() takes a few milliseconds, and asks hardware.
//
// Sources: NVML's documented C interface (function names, constants and structures of the first versions, which stay);
// the sysfs paths of the Jetson AGX Orin (devfreq, thermal zones, INA3221).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/performance/speed_record.h"

namespace engine::performance {

// What holds the clock down. Idle is none of them.
enum class Throttle { Power, Heat, HardwareHeat, PowerBrake, Hardware };

struct GpuReading {
    enum class State {
        None,    // this machine has no GPU that can be asked: `why` says it in words
        Present, // figures that are there are there; a card may lack any of them
        Lost,    // it was there and does not answer any more
        Failed,  // the driver refuses: `why`
    };
    // Why it is not Present, for who says it in another language.
    enum class Why {
        Unsaid,
        NoDriver,        // there is no library of NVIDIA's
        DriverNotLoaded, // it is there, and the kernel's part is not
        NoCard,
        TooOld,     // the library lacks what begins everything
        NotAllowed, // not by this user
        Refused,    // `code`
        Gone,       // it was there, and does not answer any more; `code`, 0: its files are gone
        Silent,     // it was asked, and has not answered for a while
        NotWatched, // nobody asks
    };
    State state = State::None;
    Why reason = Why::Unsaid;
    int code = 0;    // of the driver
    std::string why; // English
    std::string name;
    std::string driver;
    std::optional<double> temperature; // °C
    std::optional<double> utilisation; // 0…1
    std::optional<double> clock;       // MHz
    std::optional<double> mostClock;   // MHz
    std::optional<double> power;       // W
    std::optional<double> memory;      // bytes in use
    std::optional<double> allMemory;   // bytes
    Clocks clocks = Clocks::Unknown;   // whether they are locked
    std::optional<double> lockedClock; // MHz; none: not locked, or nobody can tell where
    std::vector<Throttle> throttle;
};

std::string toString(Throttle throttle); // "power", "heat", "hardware-heat", "power-brake", "hardware"

class GpuProbe {
public:
    virtual ~GpuProbe() = default;
    virtual GpuReading read() = 0; // never throws
};

// The first GPU that NVML knows. `library`: a name that the loader finds, or a path.
std::unique_ptr<GpuProbe> makeNvmlProbe(const std::string &library = "libnvidia-ml.so.1");
// Null when below `root` there is no GPU of a Jetson.
std::unique_ptr<GpuProbe> makeJetsonProbe(const std::filesystem::path &root = "/");
// What the environment names, for tests and for odd machines: ISHOWTTS_NVML, else nothing; ISHOWTTS_MACHINE_ROOT, a
// folder with proc and sys in it, else "/".
std::string namedNvmlLibrary();
std::filesystem::path machineRoot();
// Through `library` where one is named; else a Jetson's where `root` is one's, else NVML's.
std::unique_ptr<GpuProbe> makeGpuProbe(const std::string &library, const std::filesystem::path &root);
std::unique_ptr<GpuProbe> makeGpuProbe(); // as the environment names them

} // namespace engine::performance
