#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <stop_token>
#include <utility>

#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/performance/machine_probe.h"
#include "engine/performance/monitor_log.h"
#include "engine/performance/notices.h"
#include "engine/performance/patient_probe.h"

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

// `held`: what holds goes with each sample, so that a log says it also after notices of another run, or of long ago.
Json sampleJson(const GpuReading &gpu, const MachineReading &machine, const std::string &process,
                const std::vector<performance::Concern> &held) {
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
                        {"process", process.empty() ? Json() : Json(process)},
                        {"process_memory_bytes", process.empty() ? Json() : figure(machine.ownMemory)},
                        {"held", notices}};
}

// The watch speaks of the program that it is part of; here it is another one.
Notice ofProcess(Notice notice, const Arguments &arguments) {
    if (notice.concern != performance::Concern::MemoryGrows)
        return notice;
    notice.what = "The memory of " +
                  (arguments.has("--pid") ? "the process " + arguments.text("--pid") : std::string("the Studio")) +
                  (notice.begins ? " keeps growing." : " grows no more.");
    if (notice.begins && arguments.has("--pid"))
        notice.remedy = "Start it anew before memory becomes short.";
    return notice;
}

Json noticeJson(const Notice &notice) {
    return Json::Object{{"at", utcNow()},
                        {"notice", idOf(notice.concern)},
                        {"begins", notice.begins},
                        {"what", notice.what},
                        {"remedy", notice.remedy}};
}

std::string sampleLine(const GpuReading &gpu, const MachineReading &machine, const std::string &process) {
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
    return line + "\n";
}

// Until then, or a stop. False: stopped.
bool waitFor(double seconds, const std::stop_token &stop) {
    const int ring = ::eventfd(0, EFD_CLOEXEC);
    const std::stop_callback wake(stop, [ring] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(ring, &one, sizeof one);
    });
    pollfd wait{ring, POLLIN, 0};
    ::poll(&wait, 1, int(seconds * 1000));
    ::close(ring);
    return !stop.stop_requested();
}

constexpr double kFirstWait = 0.2; // s

// Looked for each time: a Studio may start later, or again.
std::string watchedProcess(const Arguments &arguments) {
    return arguments.has("--pid") ? arguments.text("--pid") : performance::processNamed("ishowtts-studio");
}

int monitor(const Arguments &arguments) {
    const bool json = arguments.has("--json");
    const int samples = arguments.integer("--count");
    const Interrupt interrupt;
    const auto gpuProbe = performance::makePatientProbe();
    std::string process = watchedProcess(arguments);
    performance::MachineProbe machineProbe;
    performance::NoticeWatch watch;
    performance::MonitorLog log(arguments.has("--log") ? std::filesystem::path(arguments.text("--log"))
                                                       : userStateFolder() / "performance" / "monitor.jsonl");
    std::vector<performance::Concern> held; // began and are not over
    std::string trouble;                    // of the log, as it was last
    const auto keep = [&](const Json &line) {
        if (arguments.has("--no-log") || (arguments.has("--pid") && !arguments.has("--log")))
            return;
        const std::string now = log.write(line);
        if (!now.empty() && trouble.empty())
            note("the log cannot be written (" + now + "); watching goes on without it until it can");
        if (now.empty() && !trouble.empty())
            note("the log is written again");
        trouble = now;
    };
    const auto begin = std::chrono::steady_clock::now();
    const double interval = arguments.number("--interval");
    GpuReading gpu = gpuProbe->read();
    if (!json && gpu.state != GpuReading::State::Present)
        note("GPU: " + gpu.why);
    machineProbe.read(); // load is told between two readings
    if (!waitFor(kFirstWait, interrupt.token()))
        return Exit::Interrupted;
    for (int sample = 1;; ++sample) {
        const std::string before = std::exchange(process, watchedProcess(arguments));
        if (process != before)
            watch.forgetMemory();
        const double now = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        MachineReading machine = machineProbe.read();
        machine.ownMemory = process.empty() ? std::nullopt : performance::memoryOf(process);
        std::vector<Notice> notices = watch.look(gpu, machine, false, now);
        for (Notice &notice : notices) {
            notice = ofProcess(std::move(notice), arguments);
            std::erase(held, notice.concern);
            if (notice.begins)
                held.push_back(notice.concern);
        }
        const Json line = sampleJson(gpu, machine, process, held);
        if (json)
            printJson(line);
        else
            print(sampleLine(gpu, machine, process));
        keep(line);
        for (const Notice &notice : notices) {
            note(notice.what + (notice.remedy.empty() ? "" : " " + notice.remedy));
            keep(noticeJson(notice));
        }
        flushOutput();
        if (sample == samples)
            return Exit::Done;
        if (!waitFor(interval, interrupt.token()))
            return Exit::Interrupted;
        gpu = gpuProbe->read();
    }
}

} // namespace

Verb monitorVerb() {
    Verb verb;
    verb.name = "monitor";
    verb.summary = "Watch temperature, clocks, load and memory, with notices";
    verb.description =
        "Prints one line every minute, on any terminal, and says when the GPU becomes hot, is held back or lost, and "
        "when the memory of a Studio that runs keeps growing; and when that is over. Everything is kept as JSON lines, "
        "in files that never take more than 60 MB. Without a GPU the processor is watched. Ctrl+C ends it.";
    verb.options = {
        {.name = "--interval",
         .takes = Takes::Number,
         .placeholder = "S",
         .help = "Time between two lines",
         .fallback = "60",
         .low = 0.1,
         .high = 86400,
         .unit = "s"},
        {.name = "--count",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "End after so many lines; 0: never",
         .fallback = "0",
         .low = 0,
         .high = 1000000000},
        {.name = "--pid",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Watch the memory of this process instead of a running Studio's; kept only with --log",
         .low = 1,
         .high = 2147483647},
        {.name = "--log",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "Keep the lines there instead of with this machine's history"},
        {.name = "--no-log", .takes = Takes::Nothing, .help = "Keep nothing"},
        jsonOption("sample per line"),
    };
    verb.examples = {"ishowtts monitor", "ishowtts monitor --interval 2 --count 30 --json --no-log"};
    verb.run = monitor;
    return verb;
}

} // namespace engine::cli
