// Reads the probes again and again, each on a thread of its own, so that a driver that does not answer holds up neither
// the window nor the figures of the processor. Signals come on the thread that this object lives on.
#pragma once

#include <QObject>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "engine/performance/gpu_probe.h"
#include "engine/performance/machine_probe.h"

namespace app::performance {

class ProbeThread;

class MachineWatch : public QObject {
    Q_OBJECT

public:
    struct Probes {
        // Runs on the GPU's thread. Empty: engine::performance::makeGpuProbe().
        std::function<std::unique_ptr<engine::performance::GpuProbe>()> gpu = {};
        std::filesystem::path machineRoot = "/"; // /proc and /sys lie below it
        // A GPU that has not answered for so long counts as lost until it does.
        std::chrono::milliseconds silence = std::chrono::seconds(10);
        // So long the destructor waits for a driver that is being asked; then its thread is left alone, and whatever it
        // says is heard by nobody.
        std::chrono::milliseconds patience = std::chrono::milliseconds(500);

        // As the verbs have it: what the environment names (engine/performance/gpu_probe.h), else the machine as it is.
        static Probes standard();
    };

    explicit MachineWatch(Probes probes = Probes::standard(), QObject *parent = nullptr);
    ~MachineWatch() override;

    void start(double perSecond); // 0.1…50; again with another rate changes it
    void stop();                  // returns at once; nothing is told any more
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void gpuRead(const engine::performance::GpuReading &reading);
    void machineRead(const engine::performance::MachineReading &reading);

private:
    void look(); // whether the GPU is silent

    const Probes m_probes;
    std::unique_ptr<ProbeThread> m_gpu;
    std::unique_ptr<ProbeThread> m_machine;
    bool m_silent = false; // and said so
    bool m_running = false;
};

} // namespace app::performance

Q_DECLARE_METATYPE(engine::performance::GpuReading)
Q_DECLARE_METATYPE(engine::performance::MachineReading)
