#include <array>
#include <optional>

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
constexpr int kSuccess = NvmlLibrary::kSuccess, kInvalidArgument = 2, kNotSupported = NvmlLibrary::kNotSupported,
              kNoPermission = NvmlLibrary::kNoPermission, kDriverNotLoaded = 9, kGpuIsLost = 15;
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
    explicit NvmlProbe(std::string library) : m_name(std::move(library)) { m_library.emplace(m_name); }
    ~NvmlProbe() override { end(); }

    GpuReading read() override {
        GpuReading reading;
        if (!m_begun && m_wasThere) // it may be that of another driver by now, or be exchanged in this moment
            m_library.emplace(m_name);
        if (!m_begun)
            begin(reading);
        if (!m_begun) {
            if (m_wasThere) // whatever the driver says now: it was there
                lose(reading, reading.code);
            return reading;
        }
        reading.state = GpuReading::State::Present;
        reading.name = m_card;
        reading.driver = m_driver;
        m_answered = false;
        m_fault = 0;
        readFigures(reading);
        if (m_fault == kGpuIsLost || (m_fault != 0 && !m_answered)) {
            reading = {};
            lose(reading, m_fault);
            end(); // all of it is begun anew, with the library that belongs to the driver then
        }
        m_wasThere = true;
        return reading;
    }

private:
    using Why = GpuReading::Why;

    static void lose(GpuReading &reading, int code) {
        reading.state = GpuReading::State::Lost;
        reading.reason = Why::Gone;
        reading.code = code;
        reading.why = "the GPU does not answer any more; the machine may have to be started anew";
    }

    static void say(GpuReading &reading, GpuReading::State state, Why reason, std::string why, int code = 0) {
        reading.state = state;
        reading.reason = reason;
        reading.why = std::move(why);
        reading.code = code;
    }

    void begin(GpuReading &reading) {
        using State = GpuReading::State;
        if (!m_library->isOpen()) {
            say(reading, State::None, Why::NoDriver, "no NVIDIA driver was found");
            return;
        }
        auto *init = m_library->find<int()>("nvmlInit_v2");
        auto *count = m_library->find<int(unsigned int *)>("nvmlDeviceGetCount_v2");
        auto *first = m_library->find<int(unsigned int, Device *)>("nvmlDeviceGetHandleByIndex_v2");
        if (init == nullptr || count == nullptr || first == nullptr) {
            say(reading, State::Failed, Why::TooOld, "the NVIDIA driver is too old to be asked");
            return;
        }
        if (const int answer = init(); answer == kDriverNotLoaded) {
            say(reading, State::None, Why::DriverNotLoaded, "the NVIDIA driver is not loaded", answer);
            return;
        } else if (answer == kNoPermission) {
            say(reading, State::Failed, Why::NotAllowed, "the NVIDIA driver may not be asked by this user", answer);
            return;
        } else if (answer != kSuccess) {
            say(reading, State::Failed, Why::Refused, "the NVIDIA driver refused (" + std::to_string(answer) + ")",
                answer);
            return;
        }
        m_begun = true;
        unsigned int devices = 0;
        if (count(&devices) != kSuccess || devices == 0) {
            say(reading, State::None, Why::NoCard, "no NVIDIA GPU was found");
        } else if (const int answer = first(0, &m_device); answer != kSuccess) {
            const bool lost = answer == kGpuIsLost;
            say(reading, lost ? State::Lost : State::Failed, lost ? Why::Gone : Why::Refused,
                "the GPU does not answer (" + std::to_string(answer) + ")", answer);
        } else {
            m_card = words([&](char *text, unsigned int room) {
                auto *name = m_library->find<int(Device, char *, unsigned int)>("nvmlDeviceGetName");
                return name == nullptr ? -1 : name(m_device, text, room);
            });
            m_driver = words([&](char *text, unsigned int room) {
                auto *driver = m_library->find<int(char *, unsigned int)>("nvmlSystemGetDriverVersion");
                return driver == nullptr ? -1 : driver(text, room);
            });
            return;
        }
        end();
    }

    void end() {
        if (auto *shutdown = m_begun ? m_library->find<int()>("nvmlShutdown") : nullptr)
            shutdown();
        m_begun = false;
    }

    template <class Ask> static std::string words(Ask ask) {
        std::array<char, 96> text{};
        return ask(text.data(), unsigned(text.size() - 1)) == kSuccess ? std::string(text.data()) : std::string();
    }

    // A figure that this driver or this card has not is left out; a lost card is seen with any of them, a driver that
    // was loaded anew (uninitialised, another version, unknown) when it answers none.
    template <class Value, class... Arguments> std::optional<Value> ask(const char *function, Arguments... arguments) {
        auto *call = m_library->find<int(Device, Arguments..., Value *)>(function);
        if (call == nullptr)
            return std::nullopt;
        Value value{};
        const int answer = call(m_device, arguments..., &value);
        if (answer == kSuccess) {
            m_answered = true;
            return value;
        }
        if (answer != kInvalidArgument && answer != kNotSupported && answer != kNoPermission && m_fault != kGpuIsLost)
            m_fault = answer;
        return std::nullopt;
    }

    void readFigures(GpuReading &reading) {
        reading.temperature = ask<unsigned int>("nvmlDeviceGetTemperature", kProcessorTemperature);
        if (const auto load = ask<Load>("nvmlDeviceGetUtilizationRates"); load && load->processor <= 100)
            reading.utilisation = load->processor / 100.0;
        reading.clock = ask<unsigned int>("nvmlDeviceGetClockInfo", kProcessorClock);
        reading.mostClock = ask<unsigned int>("nvmlDeviceGetMaxClockInfo", kProcessorClock);
        if (const auto milliwatts = ask<unsigned int>("nvmlDeviceGetPowerUsage"))
            reading.power = *milliwatts / 1000.0;
        const auto leaveOutAbove = [](std::optional<double> &figure, double most) { // a broken answer
            if (figure && *figure > most)
                figure.reset();
        };
        leaveOutAbove(reading.temperature, kHottest);
        leaveOutAbove(reading.clock, kFastest);
        leaveOutAbove(reading.mostClock, kFastest);
        leaveOutAbove(reading.power, kStrongest);
        if (const auto room = ask<Room>("nvmlDeviceGetMemoryInfo"); room && room->used <= room->all) {
            reading.memory = double(room->used);
            reading.allMemory = double(room->all);
        }
        if (const auto reasons = ask<unsigned long long>("nvmlDeviceGetCurrentClocksThrottleReasons"))
            readReasons(reading, *reasons);
    }

    void readReasons(GpuReading &reading, unsigned long long reasons) {
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
        // NVML has no question for locked clocks: it is seen from what an idle card does, or from clocks that somebody
        // chose. Cards that ship with a lower one say that it is chosen, too: that is nobody's.
        const auto chosen = (reasons & kChosenClocks) != 0
                                ? ask<unsigned int>("nvmlDeviceGetApplicationsClock", kProcessorClock)
                                : std::nullopt;
        const auto shipped =
            chosen ? ask<unsigned int>("nvmlDeviceGetDefaultApplicationsClock", kProcessorClock) : std::nullopt;
        if (chosen && shipped && *chosen != *shipped && *chosen <= kFastest) {
            reading.clocks = Clocks::Locked;
            reading.lockedClock = *chosen;
        } else if ((reasons & kIdle) != 0 && reading.clock && reading.mostClock) {
            const bool held = *reading.clock >= kHeldShare * *reading.mostClock;
            reading.clocks = held ? Clocks::Locked : Clocks::Unlocked;
            if (held)
                reading.lockedClock = reading.clock;
        }
    }

    const std::string m_name; // of the library
    std::optional<NvmlLibrary> m_library;
    Device m_device = nullptr;
    bool m_begun = false;
    bool m_wasThere = false;
    bool m_answered = false; // in this reading
    int m_fault = 0;
    std::string m_card;
    std::string m_driver;
};

} // namespace

std::unique_ptr<GpuProbe> makeNvmlProbe(const std::string &library) {
    return std::make_unique<NvmlProbe>(library);
}

} // namespace engine::performance
