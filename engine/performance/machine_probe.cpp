#include "engine/performance/machine_probe.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "engine/performance/figure_files.h"

namespace engine::performance {

namespace {

namespace fs = std::filesystem;

std::optional<double> plausible(std::optional<double> milliCelsius) {
    return milliCelsius && *milliCelsius > -50'000 && *milliCelsius < 200'000
               ? std::optional<double>(*milliCelsius / 1000)
               : std::nullopt;
}

} // namespace

std::string processNamed(const std::string &name, const fs::path &root) {
    long newest = 0;
    for (const fs::path &entry : entriesOf(root / "proc")) {
        const std::string id = entry.filename().string();
        const bool process = !id.empty() && id.size() < 10 && id.find_first_not_of("0123456789") == std::string::npos;
        if (process && readSmall(entry / "comm") == name.substr(0, 15))
            newest = std::max(newest, std::strtol(id.c_str(), nullptr, 10));
    }
    return newest == 0 ? std::string() : std::to_string(newest);
}

std::optional<double> memoryOf(const std::string &process, const fs::path &root) {
    return bytesIn(readSmall(root / "proc" / process / "status").value_or(""), "VmRSS");
}

MachineReading MachineProbe::read() {
    MachineReading reading;
    reading.utilisation = utilisation();
    reading.temperature = temperature();
    if (const auto memory = memoryInUse(m_root)) {
        reading.allMemory = memory->all;
        reading.memory = memory->used;
    }
    reading.ownMemory = memoryOf("self", m_root);
    return reading;
}

// The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal; in ticks since the start.
std::optional<double> MachineProbe::utilisation() {
    std::istringstream words(readSmall(m_root / "proc/stat").value_or(""));
    std::string cpu;
    words >> cpu;
    double all = 0, resting = 0, ticks = 0;
    int fields = 0;
    for (; cpu == "cpu" && fields < 8 && words >> ticks; ++fields) {
        if (ticks < 0)
            return std::nullopt;
        all += ticks;
        if (fields == 3 || fields == 4)
            resting += ticks;
    }
    if (fields < 4)
        return std::nullopt;
    const double busy = all - resting;
    const double before = m_busy, allBefore = m_all;
    m_busy = busy;
    m_all = all;
    if (before < 0 || all <= allBefore || busy < before)
        return std::nullopt;
    return std::min(1.0, (busy - before) / (all - allBefore));
}

// hwmon's k10temp (AMD) and coretemp (Intel), else a thermal zone that names the processor.
std::optional<double> MachineProbe::temperature() const {
    for (const fs::path &chip : entriesOf(m_root / "sys/class/hwmon")) {
        const auto name = readSmall(chip / "name");
        if (name != "k10temp" && name != "coretemp" && name != "zenpower" && name != "cpu_thermal")
            continue;
        if (const auto value = plausible(readNumber(chip / "temp1_input")))
            return value;
    }
    for (const fs::path &zone : entriesOf(m_root / "sys/class/thermal")) {
        const auto type = readSmall(zone / "type");
        if (type != "x86_pkg_temp" && type != "cpu-thermal" && type != "CPU-therm")
            continue;
        if (const auto value = plausible(readNumber(zone / "temp")))
            return value;
    }
    return std::nullopt;
}

} // namespace engine::performance
