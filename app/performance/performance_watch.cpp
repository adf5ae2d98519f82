#include "app/performance/performance_watch.h"

#include <QDateTime>
#include <QFileInfo>
#include <QPointer>
#include <QSaveFile>

#include <algorithm>
#include <utility>

#include "app/performance/change_watch.h"
#include "app/performance/performance_table.h"
#include "app/performance/utterance_log.h"
#include "app/performance/verb_watch.h"
#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "app/storage/file_thread.h"
#include "app/takes/take_library.h"

namespace app::performance {

using engine::performance::Clocks;
using engine::performance::GpuReading;
using engine::performance::MachineReading;
using engine::performance::Throttle;

namespace {

constexpr qint64 kDay = 24LL * 3600 * 1000; // ms
constexpr qint64 kJump = 2000;              // ms: less is the machine's clock being set right
constexpr qint64 kShortestGap = 5000;       // ms
constexpr double kGapIntervals = 3;
constexpr double kMega = 1e6;
const QString kWatch = QStringLiteral("watchMachine");
const QString kRate = QStringLiteral("watchRate");
const QString kSlow = QStringLiteral("slowRtf");

struct ThrottleSeries {
    Throttle throttle;
    Series series;
};
constexpr ThrottleSeries kThrottles[] = {{Throttle::Power, Series::ThrottlePower},
                                         {Throttle::Heat, Series::ThrottleHeat},
                                         {Throttle::HardwareHeat, Series::ThrottleHardwareHeat},
                                         {Throttle::PowerBrake, Series::ThrottlePowerBrake},
                                         {Throttle::Hardware, Series::ThrottleHardware}};

std::filesystem::path within(const std::filesystem::path &folder, const char *name) {
    return folder.empty() ? folder : folder / name;
}

bool isFound(const GpuReading &gpu) {
    return gpu.state == GpuReading::State::Present;
}

bool isSame(const engine::ModelSummary &a, const engine::ModelSummary &b) {
    return a.name == b.name && a.folder == b.folder && a.precision == b.precision && a.device.kind == b.device.kind;
}

} // namespace

PerformanceWatch::PerformanceWatch(Uses uses, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)), m_offset(0), m_run(QDateTime::currentMSecsSinceEpoch()),
      m_log(std::make_unique<UtteranceLog>(within(m_uses.folder, "utterances.jsonl"), m_run, m_uses.files)),
      m_changes(
          std::make_unique<ChangeWatch>(m_uses.historyFile, within(m_uses.folder, "announced.json"), m_uses.files)),
      m_verbs(std::make_unique<VerbWatch>(m_uses.folder, m_uses.historyFile, m_uses.files)),
      m_thresholds(m_uses.thresholds), m_watch(m_uses.probes) {
    m_thresholds.slowRtf = m_uses.settings.value(kSlow).toDouble(0);
    m_noticeWatch.emplace(m_thresholds);
    m_clock.start();
    m_offset = m_run;
    m_gpu.reason = GpuReading::Why::NotWatched;
    connect(&m_watch, &MachineWatch::gpuRead, this, &PerformanceWatch::takeGpu);
    connect(&m_watch, &MachineWatch::machineRead, this, &PerformanceWatch::takeMachine);
    connect(m_log.get(), &UtteranceLog::read, this, [this](int added) {
        for (int index = 0; index < added; ++index) {
            const Utterance &one = m_log->all()[std::size_t(index)];
            if (!one.failed && one.rtf() > 0) { // left out by the store where this start has newer ones already
                m_store.add(Series::Rtf, one.at, one.rtf());
                m_store.add(Series::FirstAudio, one.at, one.timings.firstAudioSeconds);
            }
        }
        Q_EMIT historyRead();
    });
    connectFindings();
    connect(&m_uses.settings, &Settings::changed, this, [this](const QString &key) {
        if (m_started && (key == kWatch || key == kRate))
            followSetting();
        if (key == kSlow)
            followLimit();
    });
    connectSpeech();
}

PerformanceWatch::~PerformanceWatch() = default;

void PerformanceWatch::start() {
    m_started = true;
    m_log->readBack(now() - kDay, now());
    m_verbs->start();
    followSetting();
}

// The machine's clock as it was at first and what a steady one has counted since: setting the clock back changes
// nothing, and after a sleep, which the steady one does not count, it goes on from what the machine's says.
qint64 PerformanceWatch::now() const {
    const qint64 steady = m_clock.elapsed();
    const qint64 behind = QDateTime::currentMSecsSinceEpoch() - steady - m_offset;
    if (behind > kJump)
        m_offset += behind;
    return m_offset + steady;
}

void PerformanceWatch::followSetting() {
    const bool wanted = m_uses.settings.value(kWatch).toBool(true);
    const double rate = m_uses.settings.value(kRate).toDouble(2);
    const bool was = m_watch.isRunning();
    if (wanted) {
        m_store.setGap(std::max(kShortestGap, qint64(kGapIntervals * 1000 / rate)));
        m_watch.start(rate);
    } else {
        m_watch.stop();
        const std::string driver = m_gpu.driver;
        m_gpu = {};
        m_gpu.driver = driver;
        m_gpu.reason = GpuReading::Why::NotWatched;
        m_machine = {};
        m_clocks = {};
        endAll();
    }
    if (was != wanted)
        Q_EMIT samplingChanged(wanted);
}

// What was said of the machine is looked at anew, and is said again where it is still so.
void PerformanceWatch::followLimit() {
    m_thresholds.slowRtf = m_uses.settings.value(kSlow).toDouble(0);
    endAll();
}

void PerformanceWatch::connectSpeech() {
    using speech::SpeechQueue;
    using speech::SpeechWorker;
    connect(&m_uses.worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_model = model;
        lookForChanges();
    });
    connect(&m_uses.worker, &SpeechWorker::unloaded, this, [this] { m_model.reset(); });
    connect(&m_uses.queue, &SpeechQueue::started, this, &PerformanceWatch::begins);
    connect(&m_uses.queue, &SpeechQueue::progressed, this, [this](quint64 job) {
        if (m_running && m_running->job == job)
            m_computes = true; // before, a model of its own may have been loaded
    });
    connect(&m_uses.queue, &SpeechQueue::lengthChanged, this, &PerformanceWatch::countQueue);
    connect(&m_uses.queue, &SpeechQueue::finished, this, [this](const speech::Take &take) { this->take(take); });
    connect(&m_uses.queue, &SpeechQueue::failed, this, &PerformanceWatch::fail);
    connect(&m_uses.queue, &SpeechQueue::cancelled, this, [this](quint64 job) {
        if (m_running && m_running->job == job)
            m_running.reset();
        countQueue();
    });
    connect(&m_uses.takes, &takes::TakeLibrary::kept, this, [this](quint64 job, const takes::TakeRecord &record) {
        if (const auto number = m_log->setTake(job, record.id, record.lineId))
            Q_EMIT utteranceChanged(*number);
    });
}

void PerformanceWatch::begins(quint64 id) {
    const auto &job = m_uses.queue.runningJob();
    if (!job || job->id != id)
        return;
    Utterance utterance;
    utterance.job = id;
    utterance.origin = job->origin;
    utterance.nfe = job->request.nfeStep;
    utterance.schedule =
        QString::fromStdString(engine::toString(engine::effectiveSchedule(utterance.nfe, job->request.schedule)));
    utterance.characters = int(QString::fromStdString(job->request.text).toUcs4().size());
    if (job->model) {
        utterance.device = QString::fromStdString(engine::toString(job->model->device));
        utterance.precision = QString::fromStdString(engine::toString(job->model->precision));
    } else if (m_model) {
        utterance.device = QString::fromStdString(engine::toString(m_model->device.kind));
        utterance.deviceName = QString::fromStdString(m_model->device.name);
        utterance.precision = QString::fromStdString(engine::toString(m_model->precision));
        utterance.model = QString::fromStdString(m_model->name);
    }
    m_running = std::move(utterance);
    m_computes = false;
    countQueue();
}

void PerformanceWatch::take(const speech::Take &take) {
    Utterance utterance = m_running && m_running->job == take.id ? *std::exchange(m_running, {}) : Utterance();
    utterance.job = take.id;
    utterance.nfe = take.request.nfeStep;
    utterance.timings = take.timings;
    utterance.model = QString::fromStdString(take.model.name);
    utterance.device = QString::fromStdString(engine::toString(take.model.device.kind));
    utterance.deviceName = QString::fromStdString(take.model.device.name);
    utterance.precision = QString::fromStdString(engine::toString(take.model.precision));
    utterance.at = now();
    countQueue();
    if (utterance.rtf() > 0) {
        m_store.add(Series::Rtf, utterance.at, utterance.rtf());
        m_store.add(Series::FirstAudio, utterance.at, utterance.timings.firstAudioSeconds);
    }
    const double rtf = utterance.rtf();
    // Cells of listening tests have steps of their own, and some jobs bring another model or precision.
    const bool counts =
        rtf > 0 && utterance.origin != speech::Origin::Listening && m_model && isSame(*m_model, take.model);
    add(std::move(utterance));
    if (counts)
        tell(m_noticeWatch->spoken(rtf, double(now()) / 1000));
}

void PerformanceWatch::fail(quint64 job, const Problem &problem) {
    Utterance utterance = m_running && m_running->job == job ? *std::exchange(m_running, {}) : Utterance();
    utterance.job = job;
    utterance.failed = true;
    utterance.problem = problem;
    utterance.at = now();
    countQueue();
    add(std::move(utterance));
}

void PerformanceWatch::add(Utterance utterance) {
    const Utterance added = m_log->add(std::move(utterance));
    Q_EMIT uttered(added);
}

int PerformanceWatch::depth() const {
    return m_uses.queue.waiting() + (m_uses.queue.running() ? 1 : 0);
}

void PerformanceWatch::countQueue() {
    m_store.add(Series::SpeechQueue, now(), depth());
    Q_EMIT queuesChanged();
}

void PerformanceWatch::setDanmakuQueue(int messages) {
    if (messages == m_toRead || (m_toRead < 0 && messages == 0)) // where no chat was, there is no line
        return;
    m_toRead = messages;
    m_store.add(Series::DanmakuQueue, now(), messages);
    Q_EMIT queuesChanged();
}

bool PerformanceWatch::isSpeakingOnGpu() const {
    static const QString cpu = QString::fromStdString(engine::toString(engine::DeviceKind::Cpu));
    return m_running && m_computes && !m_running->device.isEmpty() && m_running->device != cpu;
}

void PerformanceWatch::takeGpu(const GpuReading &reading) {
    const std::string driver = m_gpu.driver;
    m_gpu = reading;
    if (m_gpu.driver.empty()) // it does not answer for a while: that is no other driver
        m_gpu.driver = driver;
    followClocks();
    if (isFound(reading)) {
        const qint64 at = now();
        const auto add = [&](Series series, const std::optional<double> &value, double unit = 1) {
            if (value)
                m_store.add(series, at, *value / unit);
        };
        add(Series::GpuTemperature, reading.temperature);
        add(Series::GpuUtilisation, reading.utilisation, 0.01);
        add(Series::GpuClock, reading.clock);
        add(Series::GpuMostClock, reading.mostClock);
        add(Series::GpuPower, reading.power);
        add(Series::GpuMemory, reading.memory, kMega);
        if (m_gpu.clocks != Clocks::Unknown)
            add(Series::ClocksLocked, m_gpu.clocks == Clocks::Locked ? 1 : 0);
        add(Series::GpuLockedClock, m_gpu.lockedClock);
        for (const ThrottleSeries &each : kThrottles)
            add(each.series, std::count(reading.throttle.begin(), reading.throttle.end(), each.throttle) > 0 ? 1 : 0);
    }
    if (!m_gpuAsked || driver != m_gpu.driver) {
        m_gpuAsked = true;
        lookForChanges();
    }
}

// Many a card tells it only while it rests: what was last known holds while it works.
void PerformanceWatch::followClocks() {
    if (!isFound(m_gpu)) {
        m_clocks = {};
    } else if (m_gpu.clocks != Clocks::Unknown) {
        m_clocks = {m_gpu.clocks, m_gpu.lockedClock};
        ++m_clockReadings;
    } else {
        m_gpu.clocks = m_clocks.clocks;
        m_gpu.lockedClock = m_clocks.locked;
    }
}

void PerformanceWatch::takeMachine(const MachineReading &reading) {
    m_machine = reading;
    const qint64 at = now();
    const auto add = [&](Series series, const std::optional<double> &value, double unit = 1) {
        if (value)
            m_store.add(series, at, *value / unit);
    };
    add(Series::CpuUtilisation, reading.utilisation, 0.01);
    add(Series::CpuTemperature, reading.temperature);
    add(Series::MachineMemory, reading.memory, kMega);
    add(Series::OwnMemory, reading.ownMemory, kMega);
    m_store.add(Series::SpeechQueue, at, depth());
    if (m_toRead >= 0)
        m_store.add(Series::DanmakuQueue, at, m_toRead);
    tell(m_noticeWatch->look(m_gpu, reading, isSpeakingOnGpu(), double(at) / 1000));
    Q_EMIT sampled();
}

} // namespace app::performance

#include "moc_performance_watch.cpp"
