#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <stop_token>
#include <utility>

#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/monitor_lines.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/performance/machine_probe.h"
#include "engine/performance/monitor_log.h"
#include "engine/performance/notices.h"
#include "engine/performance/patient_probe.h"
#include "engine/performance/spoken_lately.h"

namespace engine::cli {

namespace {

using performance::GpuReading;
using performance::MachineReading;
using performance::Notice;

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

constexpr double kFirstWait = 0.2;         // s
constexpr std::int64_t kLately = 3600'000; // ms
constexpr std::size_t kUtterances = 5;     // whose mean RTF is told

std::int64_t wallTime() { // ms since 1970
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// What the Studio spoke, which is known when an utterance is over.
class Speech {
public:
    struct Heard {
        std::vector<double> rtf; // of those since the last look
        bool onGpu = false;
        std::optional<double> mean; // of the last five of the last hour
    };
    Speech() { look(); } // what was spoken before is nothing new

    // New is what ended after the newest that was seen: a Studio writes it a moment later, and its clock may be behind.
    Heard look() {
        const std::int64_t now = wallTime();
        const auto all = performance::spokenLately(m_file, now - kLately, now);
        const std::int64_t seen = m_newest;
        Heard heard;
        double sum = 0;
        const std::size_t counted = std::min(all.size(), kUtterances);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i >= all.size() - counted)
                sum += all[i].rtf;
            if (all[i].at <= seen)
                continue;
            m_newest = std::max(all[i].at, m_newest);
            heard.rtf.push_back(all[i].rtf);
            heard.onGpu = heard.onGpu || all[i].device == "cuda";
        }
        if (counted > 0)
            heard.mean = sum / double(counted);
        m_newest = std::min(m_newest, now); // the clock may be set back
        return heard;
    }

private:
    const std::filesystem::path m_file = userStateFolder() / "performance" / "utterances.jsonl";
    std::int64_t m_newest = 0; // ms since 1970
};

// Looked for each time: a Studio may start later, or again.
std::string watchedProcess(const Arguments &arguments) {
    return arguments.has("--pid") ? arguments.text("--pid") : performance::processNamed("ishowtts-studio");
}

int monitor(const Arguments &arguments) {
    const bool json = arguments.has("--json");
    const int samples = arguments.integer("--count");
    const Interrupt interrupt;
    const auto gpuProbe = performance::makePatientProbe(performance::kPatience, interrupt.token());
    std::string process = watchedProcess(arguments);
    performance::MachineProbe machineProbe;
    performance::Thresholds thresholds;
    if (arguments.has("--slow-rtf"))
        thresholds.slowRtf = arguments.number("--slow-rtf");
    performance::NoticeWatch watch(thresholds);
    Speech speech;
    const std::filesystem::path file = arguments.has("--log") ? std::filesystem::path(arguments.text("--log"))
                                                              : userStateFolder() / "performance" / "monitor.jsonl";
    const bool keeps = !arguments.has("--no-log") && (!arguments.has("--pid") || arguments.has("--log"));
    performance::MonitorLog log(file);
    std::vector<performance::Concern> held; // began and are not over
    std::string trouble;                    // of the log, as it was last
    const auto keep = [&](const Json &line) {
        if (!keeps)
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
    if (!json)
        note("every " + shortest(interval) + " s" + (keeps ? ", kept in " + file.string() : "") + "; Ctrl+C ends");
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
        const Speech::Heard heard = speech.look();
        GpuReading spoke = gpu;
        spoke.utilisation.reset(); // how much of it was used while something was spoken is not known any more
        std::vector<Notice> notices = watch.look(spoke, machine, heard.onGpu, now);
        const auto add = [&](std::vector<Notice> more) {
            notices.insert(notices.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        };
        for (const double rtf : heard.rtf)
            add(watch.spoken(rtf, now));
        if (!heard.mean) // for an hour
            add(watch.silent(now));
        for (Notice &notice : notices) {
            notice = ofProcess(std::move(notice), arguments);
            std::erase(held, notice.concern);
            if (notice.begins)
                held.push_back(notice.concern);
        }
        const Sample moment{gpu, machine, heard.mean, process, thresholds.slowRtf};
        const Json line = sampleJson(moment, held);
        if (json)
            printJson(line);
        else
            print(sampleLine(moment));
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
        if (interrupt.token().stop_requested())
            return Exit::Interrupted;
    }
}

} // namespace

Verb monitorVerb() {
    Verb verb;
    verb.name = "monitor";
    verb.summary = "Watch temperature, clocks, load and memory, with notices";
    verb.description =
        "Prints one line every minute, on any terminal: temperature, load, clock, power, memory and lock of the GPU, "
        "load "
        "and memory of the machine and of a Studio that runs, and the mean RTF of the last five utterances that it "
        "spoke "
        "within an hour. Says when the GPU becomes hot, is held back or lost, when its clocks are not locked after "
        "something was spoken, and when the Studio's memory keeps growing; and when that is over. Everything is kept "
        "as JSON lines, "
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
        {.name = "--slow-rtf",
         .takes = Takes::Number,
         .placeholder = "X",
         .help = "Say when the mean RTF of the last five utterances of a Studio is above this",
         .low = 0,
         .high = 10000},
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
