#include "tests/engine/readers/measured_open.h"

#include <cstring>
#include <fstream>
#include <malloc.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/model/weights.h"

namespace {

struct Report { // shared between the two processes
    bool finished;
    bool accepted;
    long peakKiB;
    char problem[2000];
    char note[200];
};
Report *shared = nullptr;

void store(char *target, std::size_t size, const std::string &text) {
    std::strncpy(target, text.c_str(), size - 1);
    target[size - 1] = '\0';
}

long statusKiB(const std::string &field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind(field + ":", 0) == 0)
            return std::stol(line.substr(field.size() + 1));
    return -1;
}

[[noreturn]] void runChild(const std::function<void()> &action) {
    ::alarm(10);
    ::malloc_trim(0); // what the parent freed must not hide what the action takes
    std::ofstream("/proc/self/clear_refs") << "5" << std::flush;
    const long before = statusKiB("VmRSS");
    try {
        action();
        shared->accepted = true;
    } catch (const engine::Error &problem) {
        store(shared->problem, sizeof shared->problem, problem.what() + (" " + problem.remedy()));
    } catch (const std::exception &other) {
        store(shared->problem, sizeof shared->problem, std::string("not an engine::Error: ") + other.what());
    }
    shared->peakKiB = statusKiB("VmHWM") - before;
    shared->finished = true;
    ::_exit(0);
}

} // namespace

void note(const std::string &text) {
    if (shared)
        store(shared->note, sizeof shared->note, text);
}

Outcome measured(const std::function<void()> &action) {
    void *memory = ::mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return {false, false, "no shared memory", 0};
    shared = new (memory) Report();
    const pid_t child = ::fork();
    if (child == 0)
        runChild(action);
    int status = 0;
    ::waitpid(child, &status, 0);
    Outcome outcome{shared->finished, shared->accepted, shared->problem, shared->peakKiB};
    if (!outcome.finished)
        outcome.problem = (WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                               : "exit " + std::to_string(WEXITSTATUS(status))) +
                          " at " + shared->note;
    ::munmap(memory, sizeof(Report));
    shared = nullptr;
    return outcome;
}

void openAndCheck(const std::filesystem::path &file) {
    using namespace engine::model;
    const Weights weights = Weights::open(file);
    for (const auto &[name, tensor] : weights.tensors()) {
        std::size_t elements = 1;
        for (const std::int64_t extent : tensor.shape)
            elements *= std::size_t(extent);
        if (elements * bytesPerElement(tensor.dtype) != tensor.bytes.size())
            throw std::logic_error("the view of " + name + " has another size than its shape");
        requireFinite(tensor, name, file);
        volatile unsigned sum = 0; // every byte must be readable
        for (const std::byte byte : tensor.bytes)
            sum = sum + unsigned(byte);
    }
}
