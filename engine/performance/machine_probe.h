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
    std::optional<double> ownMemory;   // bytes that this program holds in memory
};

// The process id of the newest program of this name that runs (as the kernel shortens it: 15 bytes); empty: none.
std::string processNamed(const std::string &name, const std::filesystem::path &root = "/");
// Bytes that a process holds in memory; none: there is no such process.
std::optional<double> memoryOf(const std::string &process, const std::filesystem::path &root = "/");

class MachineProbe {
public:
    explicit MachineProbe(std::filesystem::path root = "/") : m_root(std::move(root)) {}
    MachineReading read(); // never throws; figures that are not told are left out

private:
    std::optional<double> utilisation();
    std::optional<double> temperature() const;

    const std::filesystem::path m_root;
    double m_busy = -1;
    double m_all = 0;
};

} // namespace engine::performance
