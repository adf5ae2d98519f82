#include <array>

#include "engine/performance/gpu_probe.h"
#include "engine/performance/nvml_library.h"

namespace engine::performance {

namespace {

// Of NVML's interface, in our own words: what is called and nothing else.
struct Load { // percent
    unsigned int processor;
    unsigned int memory;
};
struct Room { // bytes
    unsigned long long all;
    unsigned long long free;
    unsigned long long used;
};
constexpr int kSuccess = NvmlLibrary::kSuccess, kNoPermission = NvmlLibrary::kNoPermission, kDriverNotLoaded = 9,
              kGpuIsLost = 15;
using Device = NvmlLibrary::Device;
constexpr int kProcessorTemperature = 0;
constexpr int kProcessorClock = NvmlLibrary::kProcessorClock;

constexpr unsigned long long kIdle = 0x1, kChosenClocks = 0x2, kPowerCap = 0x4, kHardware = 0x8, kHeat = 0x20,
                             kHardwareHeat = 0x40, kPowerBrake = 0x80;

// No card is so: °C, MHz, W.
constexpr double kHottest = 200, kFastest = 20'000, kStrongest = 10'000;
// A clock that stays this close to the highest although nothing runs is held there.
constexpr double kHeldShare = 0.9;

class NvmlProbe : public GpuProbe {
public:
    explicit NvmlProbe(const std::string &library) : m_library(library) {}
    ~NvmlProbe() override {
        if (m_begun && m_end != nullptr)
            m_end();
    }

    GpuReading read() override {
        GpuReading reading;
        if (!m_begun)
            begin(reading);
        if (!m_begun)
            return reading;
        reading.state = GpuReading::State::Present;
        reading.name = m_name;
        reading.driver = m_driver;
        readFigures(reading);
        return reading;
    }

private:
    void begin(GpuReading &reading) {
        if (!m_library.isOpen()) {
            reading.why = "no NVIDIA driver was found";
            return;
        }
        auto *init = m_library.find<int()>("nvmlInit_v2");
        auto *count = m_library.find<int(unsigned int *)>("nvmlDeviceGetCount_v2");
        auto *first = m_library.find<int(unsigned int, Device *)>("nvmlDeviceGetHandleByIndex_v2");
        m_end = m_library.find<int()>("nvmlShutdown");
        if (init == nullptr || count == nullptr || first == nullptr) {
            reading.state = GpuReading::State::Failed;
            reading.why = "the NVIDIA driver is too old to be asked";
            return;
        }
        if (const int answer = init(); answer != kSuccess) {
            reading.state = answer == kDriverNotLoaded ? GpuReading::State::None : GpuReading::State::Failed;
            reading.why = answer == kDriverNotLoaded ? "the NVIDIA driver is not loaded"
                          : answer == kNoPermission  ? "the NVIDIA driver may not be asked by this user"
                                                     : "the NVIDIA driver refused (" + std::to_string(answer) + ")";
            return;
        }
        unsigned int devices = 0;
        if (count(&devices) != kSuccess || devices == 0) {
            reading.why = "no NVIDIA GPU was found";
        } else if (const int answer = first(0, &m_device); answer != kSuccess) {
            reading.state = answer == kGpuIsLost ? GpuReading::State::Lost : GpuReading::State::Failed;
            reading.why = "the GPU does not answer (" + std::to_string(answer) + ")";
        } else {
            m_begun = true;
            m_name = words([&](char *text, unsigned int room) {
                auto *name = m_library.find<int(Device, char *, unsigned int)>("nvmlDeviceGetName");
                return name == nullptr ? -1 : name(m_device, text, room);
            });
            m_driver = words([&](char *text, unsigned int room) {
                auto *driver = m_library.find<int(char *, unsigned int)>("nvmlSystemGetDriverVersion");
                return driver == nullptr ? -1 : driver(text, room);
            });
            return;
        }
        if (m_end != nullptr)
            m_end();
    }

    template <class Ask> static std::string words(Ask ask) {
        std::array<char, 96> text{};
        return ask(text.data(), unsigned(text.size() - 1)) == kSuccess ? std::string(text.data()) : std::string();
    }

    // A figure that this driver or this card has not is left out; a lost card is seen with any of them.
    template <class Value, class... Arguments>
    std::optional<Value> ask(GpuReading &reading, const char *function, Arguments... arguments) {
        auto *call = m_library.find<int(Device, Arguments..., Value *)>(function);
        if (call == nullptr)
            return std::nullopt;
        Value value{};
        const int answer = call(m_device, arguments..., &value);
        if (answer == kGpuIsLost) {
            reading.state = GpuReading::State::Lost;
            reading.why = "the GPU does not answer any more; the machine may have to be started anew";
        }
        return answer == kSuccess ? std::optional<Value>(value) : std::nullopt;
    }

    void readFigures(GpuReading &reading) {
        reading.temperature = ask<unsigned int>(reading, "nvmlDeviceGetTemperature", kProcessorTemperature);
        if (const auto load = ask<Load>(reading, "nvmlDeviceGetUtilizationRates"); load && load->processor <= 100)
            reading.utilisation = load->processor / 100.0;
        reading.clock = ask<unsigned int>(reading, "nvmlDeviceGetClockInfo", kProcessorClock);
        reading.mostClock = ask<unsigned int>(reading, "nvmlDeviceGetMaxClockInfo", kProcessorClock);
        if (const auto milliwatts = ask<unsigned int>(reading, "nvmlDeviceGetPowerUsage"))
            reading.power = *milliwatts / 1000.0;
        const auto leaveOutAbove = [](std::optional<double> &figure, double most) { // a broken answer
            if (figure && *figure > most)
                figure.reset();
        };
        leaveOutAbove(reading.temperature, kHottest);
        leaveOutAbove(reading.clock, kFastest);
        leaveOutAbove(reading.mostClock, kFastest);
        leaveOutAbove(reading.power, kStrongest);
        if (const auto room = ask<Room>(reading, "nvmlDeviceGetMemoryInfo"); room && room->used <= room->all) {
            reading.memory = double(room->used);
            reading.allMemory = double(room->all);
        }
        if (const auto reasons = ask<unsigned long long>(reading, "nvmlDeviceGetCurrentClocksThrottleReasons"))
            readReasons(reading, *reasons);
    }

    static void readReasons(GpuReading &reading, unsigned long long reasons) {
        const auto add = [&](unsigned long long bit, Throttle what) {
            if ((reasons & bit) != 0)
                reading.throttle.push_back(what);
        };
        add(kPowerCap, Throttle::Power);
        add(kHeat, Throttle::Heat);
        add(kHardwareHeat, Throttle::HardwareHeat);
        add(kPowerBrake, Throttle::PowerBrake);
        if ((reasons & (kHardwareHeat | kPowerBrake)) == 0) // else it is named more exactly
            add(kHardware, Throttle::Hardware);
        // NVML has no question for locked clocks: it is seen from what an idle card does.
        if ((reasons & kChosenClocks) != 0)
            reading.clocks = Clocks::Locked;
        else if ((reasons & kIdle) != 0 && reading.clock && reading.mostClock)
            reading.clocks = *reading.clock >= kHeldShare * *reading.mostClock ? Clocks::Locked : Clocks::Unlocked;
    }

    const NvmlLibrary m_library;
    int (*m_end)() = nullptr;
    Device m_device = nullptr;
    bool m_begun = false;
    std::string m_name;
    std::string m_driver;
};

} // namespace

std::unique_ptr<GpuProbe> makeNvmlProbe(const std::string &library) {
    return std::make_unique<NvmlProbe>(library);
}

} // namespace engine::performance
