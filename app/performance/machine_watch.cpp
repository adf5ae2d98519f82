#include "app/performance/machine_watch.h"

#include <algorithm>
#include <cmath>

#include "app/performance/probe_thread.h"

namespace app::performance {

using engine::performance::GpuProbe;
using engine::performance::GpuReading;
using engine::performance::MachineProbe;
using engine::performance::MachineReading;

namespace {

constexpr double kLowestRate = 0.1; // a second
constexpr double kHighestRate = 50;
constexpr std::chrono::seconds kMachineEnds(5); // files of the kernel, which always answer

} // namespace

// The environment is read here, on the thread of whoever asks.
MachineWatch::Probes MachineWatch::Probes::standard() {
    Probes probes;
    probes.machineRoot = engine::performance::machineRoot();
    probes.gpu = [library = engine::performance::namedNvmlLibrary(), root = probes.machineRoot] {
        return engine::performance::makeGpuProbe(library, root);
    };
    return probes;
}

MachineWatch::MachineWatch(Probes probes, QObject *parent) : QObject(parent), m_probes(std::move(probes)) {
    m_gpu = std::make_unique<ProbeThread>(
        "gpu probe", this, [this, make = m_probes.gpu](const ProbeThread::Tell &tell) -> ProbeThread::Work {
            // `this` is for the calls that `tell` brings to its thread alone: they never come after its end.
            const std::shared_ptr<GpuProbe> probe = make ? make() : engine::performance::makeGpuProbe();
            return [this, probe, tell] {
                tell([this, reading = probe->read()] {
                    m_silent = false;
                    if (m_running)
                        Q_EMIT gpuRead(reading);
                });
            };
        });
    m_machine = std::make_unique<ProbeThread>(
        "machine probe", this, [this, root = m_probes.machineRoot](const ProbeThread::Tell &tell) -> ProbeThread::Work {
            const auto probe = std::make_shared<MachineProbe>(root);
            probe->read(); // load is told between two readings
            return [this, probe, tell] {
                tell([this, reading = probe->read()] {
                    look();
                    if (m_running)
                        Q_EMIT machineRead(reading);
                });
            };
        });
}

MachineWatch::~MachineWatch() {
    m_gpu->end(m_probes.patience);
    m_machine->end(kMachineEnds);
}

void MachineWatch::start(double perSecond) {
    const double rate = std::clamp(perSecond, kLowestRate, kHighestRate);
    const std::chrono::milliseconds interval(std::lround(1000 / rate));
    m_running = true;
    m_gpu->start(interval);
    m_machine->start(interval);
}

void MachineWatch::stop() {
    m_running = false;
    m_gpu->pause();
    m_machine->pause();
}

// The processor's figures go on meanwhile, so they are what looks at it.
void MachineWatch::look() {
    if (!m_running || m_silent || m_gpu->busyFor() <= m_probes.silence)
        return;
    m_silent = true;
    GpuReading reading;
    reading.state = GpuReading::State::Lost;
    reading.reason = GpuReading::Why::Silent;
    reading.why = "the driver of the GPU has not answered for " +
                  std::to_string(std::chrono::duration_cast<std::chrono::seconds>(m_probes.silence).count()) + " s";
    Q_EMIT gpuRead(reading);
}

} // namespace app::performance

#include "moc_machine_watch.cpp"
