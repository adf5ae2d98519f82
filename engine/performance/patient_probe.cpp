#include "engine/performance/patient_probe.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace engine::performance {

namespace {

constexpr std::chrono::milliseconds kOnceMore(1000); // for a question that was given up

struct Shared {
    std::mutex mutex;
    std::condition_variable_any wake;
    bool asked = false;
    bool busy = false;
    bool quits = false;
    bool ended = false;
    std::optional<GpuReading> answer;

    void run(const ProbeMaker &make);
};

void Shared::run(const ProbeMaker &make) {
    std::unique_ptr<GpuProbe> probe;
    std::unique_lock lock(mutex);
    while (true) {
        wake.wait(lock, [this] { return asked || quits; });
        if (quits)
            break;
        asked = false;
        busy = true;
        lock.unlock();
        if (probe == nullptr)
            probe = make();
        GpuReading reading = probe->read();
        lock.lock();
        busy = false;
        answer = std::move(reading);
        wake.notify_all();
    }
    lock.unlock();
    probe.reset(); // a driver is told that it ends, which may take time as well
    lock.lock();
    ended = true;
    wake.notify_all();
}

class PatientProbe : public GpuProbe {
public:
    PatientProbe(ProbeMaker make, std::chrono::milliseconds patience, std::stop_token stop)
        : m_shared(std::make_shared<Shared>()), m_patience(patience), m_stop(std::move(stop)) {
        std::thread([shared = m_shared, make = std::move(make)] { shared->run(make); }).detach();
    }
    ~PatientProbe() override {
        std::unique_lock lock(m_shared->mutex);
        m_shared->quits = true;
        m_shared->wake.notify_all();
        const bool hangs = m_shared->busy;
        m_shared->wake.wait_for(lock, hangs ? std::chrono::milliseconds(0) : m_patience,
                                [this] { return m_shared->ended; });
    }

    GpuReading read() override {
        std::unique_lock lock(m_shared->mutex);
        m_shared->answer.reset(); // of a question that was given up
        const bool hangs = m_shared->busy;
        if (!hangs)
            m_shared->asked = true;
        m_shared->wake.notify_all();
        if (m_shared->wake.wait_for(lock, m_stop, hangs ? std::min(m_patience, kOnceMore) : m_patience,
                                    [this] { return m_shared->answer.has_value(); }))
            return *std::exchange(m_shared->answer, std::nullopt);
        GpuReading silent;
        silent.state = GpuReading::State::Lost;
        silent.reason = GpuReading::Why::Silent;
        silent.why = "the driver of the GPU has not answered for " +
                     std::to_string(std::chrono::duration_cast<std::chrono::seconds>(m_patience).count()) + " s";
        return silent;
    }

private:
    const std::shared_ptr<Shared> m_shared;
    const std::chrono::milliseconds m_patience;
    const std::stop_token m_stop;
};

} // namespace

std::unique_ptr<GpuProbe> makePatientProbe(ProbeMaker make, std::chrono::milliseconds patience, std::stop_token stop) {
    return std::make_unique<PatientProbe>(std::move(make), patience, std::move(stop));
}

std::unique_ptr<GpuProbe> makePatientProbe(std::chrono::milliseconds patience, std::stop_token stop) {
    return makePatientProbe([] { return makeGpuProbe(); }, patience, std::move(stop));
}

} // namespace engine::performance
