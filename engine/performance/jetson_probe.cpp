#include "engine/performance/figure_files.h"
#include "engine/performance/gpu_probe.h"
#include "engine/performance/jetson_files.h"

namespace engine::performance {

namespace {

namespace fs = std::filesystem;

std::optional<double> within(std::optional<double> value, double low, double high) {
    return value && *value >= low && *value <= high ? value : std::nullopt;
}

class JetsonProbe : public GpuProbe {
public:
    JetsonProbe(fs::path root, fs::path gpu) : m_root(std::move(root)), m_gpu(std::move(gpu)) {}

    GpuReading read() override {
        GpuReading reading;
        std::error_code error;
        if (!fs::exists(m_gpu, error)) {
            reading.state = GpuReading::State::Lost;
            reading.reason = GpuReading::Why::Gone;
            reading.why = "the GPU is not there any more; the machine may have to be started anew";
            return reading;
        }
        reading.state = GpuReading::State::Present;
        const auto model = readSmall(m_root / "proc/device-tree/model");
        reading.name = model && !model->empty() ? *model : std::string("Jetson");
        readClocks(reading);
        reading.temperature = temperature();
        reading.power = power();
        readLoad(reading);
        if (const auto memory = memoryInUse(m_root)) { // it shares the machine's
            reading.allMemory = memory->all;
            reading.memory = memory->used;
        }
        for (const fs::path &device : entriesOf(m_root / "sys/class/thermal")) {
            const auto type = readSmall(device / "type");
            if (!type || type->find("gpu") == std::string::npos ||
                !device.filename().string().starts_with("cooling_device"))
                continue;
            if (const auto held = readNumber(device / "cur_state"); held && *held > 0 && reading.throttle.empty())
                reading.throttle.push_back(Throttle::Heat);
        }
        return reading;
    }

private:
    void readClocks(GpuReading &reading) {
        const auto hertz = [&](const char *name) { return within(readNumber(m_gpu / name), 0, 1e11); };
        const auto now = hertz("cur_freq"), least = hertz("min_freq"), most = hertz("max_freq");
        if (now)
            reading.clock = *now / 1e6;
        if (most)
            reading.mostClock = *most / 1e6;
        if (least && most) // as jetson_clocks leaves them
            reading.clocks = *least == *most ? Clocks::Locked : Clocks::Unlocked;
        if (reading.clocks == Clocks::Locked)
            reading.lockedClock = reading.mostClock;
    }

    std::optional<double> temperature() const {
        for (const fs::path &zone : entriesOf(m_root / "sys/class/thermal")) {
            const auto type = readSmall(zone / "type");
            if (!type || (*type != "gpu-thermal" && *type != "GPU-therm"))
                continue;
            if (const auto milli = within(readNumber(zone / "temp"), -50'000, 200'000))
                return *milli / 1000;
        }
        return std::nullopt;
    }

    // The rail that feeds the GPU, behind an INA3221: volts times amperes.
    std::optional<double> power() const {
        for (const fs::path &chip : entriesOf(m_root / "sys/class/hwmon")) {
            if (readSmall(chip / "name") != "ina3221")
                continue;
            for (int channel = 1; channel <= 3; ++channel) {
                const std::string number = std::to_string(channel);
                const auto label = readSmall(chip / ("in" + number + "_label"));
                if (!label || label->find("GPU") == std::string::npos)
                    continue;
                const auto millivolts = within(readNumber(chip / ("in" + number + "_input")), 0, 100'000);
                const auto milliamperes = within(readNumber(chip / ("curr" + number + "_input")), 0, 100'000);
                if (millivolts && milliamperes)
                    return *millivolts * *milliamperes / 1e6;
            }
        }
        return std::nullopt;
    }

    void readLoad(GpuReading &reading) const {
        for (const fs::path &file : {m_gpu / "device/load", m_root / "sys/devices/gpu.0/load",
                                     m_root / "sys/devices/platform" / m_gpu.filename() / "load"})
            if (const auto perMille = within(readNumber(file), 0, 1000)) {
                reading.utilisation = *perMille / 1000;
                return;
            }
    }

    const fs::path m_root;
    const fs::path m_gpu;
};

} // namespace

bool isJetson(const fs::path &root) {
    std::error_code error;
    return fs::exists(root / "etc/nv_tegra_release", error) ||
           readSmall(root / "proc/device-tree/model").value_or("").find("Jetson") != std::string::npos;
}

std::optional<fs::path> governedGpu(const fs::path &root) {
    for (const fs::path &entry : entriesOf(root / "sys/class/devfreq")) {
        const std::string kind = entry.extension().string();
        if (kind == ".gpu" || kind == ".ga10b" || kind == ".gv11b" || kind == ".gp10b")
            return entry;
    }
    return std::nullopt;
}

std::unique_ptr<GpuProbe> makeJetsonProbe(const fs::path &root) {
    const auto gpu = isJetson(root) ? governedGpu(root) : std::nullopt;
    return gpu ? std::make_unique<JetsonProbe>(root, *gpu) : nullptr;
}

} // namespace engine::performance
