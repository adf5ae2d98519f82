#include "engine/cli/monitor_lines.h"

#include <ctime>

#include "engine/cli/console.h"

namespace engine::cli {

namespace {

using performance::GpuReading;
using performance::MachineReading;
using performance::Notice;

std::string clockTime() { // of the wall, for a person
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    char text[16];
    std::strftime(text, sizeof text, "%H:%M:%S", &parts);
    return text;
}

std::string or_(const std::optional<double> &value, double unit, int digits, const std::string &behind) {
    return value ? fixed(*value / unit, digits) + behind : std::string("-");
}

Json figure(const std::optional<double> &value) {
    return value ? Json(rounded(*value)) : Json();
}

std::string word(GpuReading::State state) {
    switch (state) {
    case GpuReading::State::None:
        return "none";
    case GpuReading::State::Present:
        return "present";
    case GpuReading::State::Lost:
        return "lost";
    case GpuReading::State::Failed:
        return "failed";
    }
    return {};
}

} // namespace

Json sampleJson(const Sample &sample, const std::vector<performance::Concern> &held) {
    const auto &[gpu, machine, rtf, process, slowRtf] = sample;
    Json::Array notices;
    for (const performance::Concern concern : held)
        notices.push_back(idOf(concern));
    Json::Array throttle;
    for (const performance::Throttle reason : gpu.throttle)
        throttle.push_back(toString(reason));
    return Json::Object{{"at", utcNow()},
                        {"gpu", word(gpu.state)},
                        {"gpu_name", gpu.name},
                        {"gpu_why", gpu.why},
                        {"gpu_temperature", figure(gpu.temperature)},
                        {"gpu_utilisation", figure(gpu.utilisation)},
                        {"gpu_clock_mhz", figure(gpu.clock)},
                        {"gpu_clocks", toString(gpu.clocks)},
                        {"gpu_power_watt", figure(gpu.power)},
                        {"gpu_memory_bytes", figure(gpu.memory)},
                        {"throttle", throttle},
                        {"cpu_utilisation", figure(machine.utilisation)},
                        {"cpu_temperature", figure(machine.temperature)},
                        {"memory_bytes", figure(machine.memory)},
                        {"rtf", figure(rtf)},
                        {"slow_rtf", slowRtf > 0 ? Json(rounded(slowRtf)) : Json()},
                        {"process", process.empty() ? Json() : Json(process)},
                        {"process_memory_bytes", process.empty() ? Json() : figure(machine.ownMemory)},
                        {"held", notices}};
}

Json noticeJson(const Notice &notice) {
    return Json::Object{{"at", utcNow()},
                        {"notice", idOf(notice.concern)},
                        {"begins", notice.begins},
                        {"what", notice.what},
                        {"remedy", notice.remedy}};
}

std::string sampleLine(const Sample &sample) {
    const auto &[gpu, machine, rtf, process, slowRtf] = sample;
    std::string line = clockTime();
    if (gpu.state == GpuReading::State::Present)
        line += "  GPU " + or_(gpu.temperature, 1, 0, " °C") + "  " + or_(gpu.utilisation, 0.01, 0, " %") + "  " +
                or_(gpu.clock, 1, 0, " MHz") + "  " + or_(gpu.power, 1, 0, " W") + "  " +
                or_(gpu.memory, 1e9, 1, " GB") +
                (gpu.clocks == performance::Clocks::Locked     ? "  locked"
                 : gpu.clocks == performance::Clocks::Unlocked ? "  not locked"
                                                               : "");
    else if (gpu.state == GpuReading::State::Lost)
        line += "  GPU lost";
    line += "  CPU " + or_(machine.utilisation, 0.01, 0, " %") +
            (machine.temperature ? "  " + fixed(*machine.temperature, 0) + " °C" : std::string()) + "  memory " +
            or_(machine.memory, 1e9, 1, "") + " of " + or_(machine.allMemory, 1e9, 1, " GB");
    if (!process.empty())
        line += "  Studio " + or_(machine.ownMemory, 1e6, 0, " MB");
    if (rtf)
        line += "  RTF " + fixed(*rtf, 3);
    return line + "\n";
}

} // namespace engine::cli
