#include "engine/performance/clock_lock.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include "engine/performance/figure_files.h"
#include "engine/performance/gpu_probe.h"
#include "engine/performance/jetson_files.h"
#include "engine/performance/nvml_library.h"

namespace engine::performance {

namespace {

namespace fs = std::filesystem;
using Kind = ClockAnswer::Kind;

ClockAnswer notAllowed(bool lock) {
    return {Kind::NotAllowed, "This user may not set the GPU's clocks.",
            lock ? "Run `sudo ishowtts clocks lock`, or start the unit that is installed for this: "
                   "`systemctl enable --now ishowtts-clocks`."
                 : "Run `sudo ishowtts clocks unlock`, or stop the unit that holds them: `systemctl disable --now "
                   "ishowtts-clocks`."};
}

ClockAnswer refused(const std::string &why) {
    return {Kind::Failed, "The GPU's clocks could not be set: " + why + ".",
            "Look whether the card's driver allows it (`nvidia-smi -q -d SUPPORTED_CLOCKS`)."};
}

ClockAnswer done(bool lock) {
    return {Kind::Done, lock ? "The GPU's clock is held at its highest." : "The GPU's clock is free again.", {}};
}

// The exit status; −1: it could not be run.
int runProgram(const std::vector<std::string> &words) {
    std::vector<char *> arguments;
    for (const std::string &word : words)
        arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(STDERR_FILENO, STDOUT_FILENO); // what it prints is no answer of ours
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    int status = 0;
    pid_t ended = -1;
    do {
        ended = child < 0 ? child : ::waitpid(child, &status, 0);
    } while (child > 0 && ended < 0 && errno == EINTR);
    if (ended != child || child < 0 || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

bool writeNumber(const fs::path &file, double value) {
    std::ofstream out(file);
    out << static_cast<long long>(value) << '\n' << std::flush;
    return bool(out);
}

// Without NVIDIA's program: the limits of the GPU alone. Linux refuses a lower limit above the upper one.
ClockAnswer setGovernor(bool lock, const fs::path &gpu) {
    const auto most = readNumber(gpu / "max_freq");
    double wanted = most.value_or(0);
    if (!lock) {
        std::istringstream steps(readSmall(gpu / "available_frequencies").value_or(std::string()));
        for (double step = 0; steps >> step;)
            wanted = std::min(wanted, step);
        if (wanted >= most.value_or(0))
            wanted = 0;
    }
    if (!most || (lock && wanted <= 0))
        return refused("its highest clock is not told");
    errno = 0;
    if (!writeNumber(gpu / "min_freq", wanted))
        return errno == EACCES || errno == EPERM ? notAllowed(lock) : refused(std::strerror(errno));
    return done(lock);
}

} // namespace

ClockAnswer setNvmlClocks(bool lock, const std::string &name) {
    using Device = NvmlLibrary::Device;
    const NvmlLibrary library(name);
    const auto nothing = [](const std::string &why) {
        return ClockAnswer{Kind::NoGpu, "There is no GPU whose clocks could be held: " + why + ".",
                           "Nothing has to be done: a processor is not locked by this program."};
    };
    if (!library.isOpen())
        return nothing("no NVIDIA driver was found");
    auto *init = library.find<int()>("nvmlInit_v2");
    auto *end = library.find<int()>("nvmlShutdown");
    auto *count = library.find<int(unsigned int *)>("nvmlDeviceGetCount_v2");
    auto *device = library.find<int(unsigned int, Device *)>("nvmlDeviceGetHandleByIndex_v2");
    auto *most = library.find<int(Device, int, unsigned int *)>("nvmlDeviceGetMaxClockInfo");
    auto *hold = library.find<int(Device, unsigned int, unsigned int)>("nvmlDeviceSetGpuLockedClocks");
    auto *release = library.find<int(Device)>("nvmlDeviceResetGpuLockedClocks");
    if (init == nullptr || count == nullptr || device == nullptr || most == nullptr || hold == nullptr ||
        release == nullptr)
        return {Kind::Failed, "The NVIDIA driver is too old to hold clocks.", "Install a driver from 2019 or later."};
    if (init() != NvmlLibrary::kSuccess)
        return nothing("the NVIDIA driver is not loaded");
    unsigned int devices = 0;
    unsigned int highest = 0;
    Device first = nullptr;
    int answer = NvmlLibrary::kSuccess;
    ClockAnswer result;
    if (count(&devices) != NvmlLibrary::kSuccess || devices == 0)
        result = nothing("the driver knows no card");
    else if (device(0, &first) != NvmlLibrary::kSuccess ||
             most(first, NvmlLibrary::kProcessorClock, &highest) != NvmlLibrary::kSuccess || highest == 0)
        result = refused("the card does not answer");
    else if (answer = lock ? hold(first, highest, highest) : release(first); answer == NvmlLibrary::kSuccess)
        result = done(lock);
    else if (answer == NvmlLibrary::kNoPermission)
        result = notAllowed(lock);
    else
        result = refused(answer == NvmlLibrary::kNotSupported ? "this card cannot"
                                                              : "the driver refused (" + std::to_string(answer) + ")");
    if (end != nullptr)
        end();
    return result;
}

std::optional<ClockAnswer> setJetsonClocks(bool lock, const fs::path &root) {
    const auto gpu = governedGpu(root);
    if (!isJetson(root) || !gpu)
        return std::nullopt;
    const fs::path program = root / "usr/bin/jetson_clocks";
    const fs::path before = root / "run/ishowtts-clocks.conf"; // how they were, until the next start
    std::error_code error;
    if (::access(program.c_str(), X_OK) != 0)
        return setGovernor(lock, *gpu);
    if (::access((*gpu / "min_freq").c_str(), W_OK) != 0)
        return notAllowed(lock);
    int status = 0;
    if (lock) {
        if (!fs::exists(before, error))
            status = runProgram({program.string(), "--store", before.string()});
        if (status == 0)
            status = runProgram({program.string()});
    } else if (fs::exists(before, error)) {
        status = runProgram({program.string(), "--restore", before.string()});
        if (status == 0)
            fs::remove(before, error);
    } else {
        return setGovernor(false, *gpu); // somebody else locked them
    }
    if (status != 0)
        return refused("jetson_clocks ended with " + std::to_string(status));
    return done(lock);
}

ClockAnswer setClocks(bool lock) {
    if (const std::string library = namedNvmlLibrary(); !library.empty())
        return setNvmlClocks(lock, library);
    const auto answer = setJetsonClocks(lock, machineRoot());
    return answer ? *answer : setNvmlClocks(lock);
}

} // namespace engine::performance
