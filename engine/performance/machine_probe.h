// What the machine is doing besides its GPU, as Linux tells it (/proc, /sys): load, temperature, memory. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace engine::performance {

struct MachineReading {
    std::optional<double> utilisation; // of all processors, 0…1, since the reading before; none with the first
    std::optional<double> temperature; // °C of the processor
    std::optional<double> memory;      // bytes in use
    std::optional<double> allMemory;   // bytes
    std::optional<double> ownMemory;   // bytes that the program holds in memory
};

// The process id of the newest program of this name that runs (as the kernel shortens it: 15 bytes); empty: none.
std::string processNamed(const std::string &name, const std::filesystem::path &root = "/");

class MachineProbe {
public:
    // process: a process id whose memory is told as ownMemory; "self" is this program.
    explicit MachineProbe(std::filesystem::path root = "/", std::string process = "self")
        : m_root(std::move(root)), m_process(std::move(process)) {}
    MachineReading read(); // never throws; figures that are not told are left out

private:
    std::optional<double> utilisation();
    std::optional<double> temperature() const;

    const std::filesystem::path m_root;
    const std::string m_process;
    double m_busy = -1;
    double m_all = 0;
};

} // namespace engine::performance
