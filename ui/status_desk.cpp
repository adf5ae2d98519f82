#include "ui/status_desk.h"

#include <algorithm>

#include "app/performance/performance_watch.h"
#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "engine/licence.h"
#include "ui/shared/figures.h"
#include "ui/shared/status_line.h"

namespace ui {

using shared::StatusLine;

namespace {

QString exactHeat(const engine::performance::GpuReading &gpu, const engine::performance::MachineReading &machine) {
    QStringList figures;
    if (gpu.state == engine::performance::GpuReading::State::Lost) {
        figures << StatusDesk::tr("The graphics card does not answer");
    }
    if (gpu.temperature) {
        figures << StatusDesk::tr("GPU %L1 °C").arg(*gpu.temperature, 0, 'f', 0);
    }
    if (gpu.utilisation) {
        figures << StatusDesk::tr("GPU load %L1 %").arg(*gpu.utilisation * 100, 0, 'f', 0);
    }
    if (gpu.clock && gpu.mostClock) {
        figures << StatusDesk::tr("%L1 of %L2 MHz").arg(*gpu.clock, 0, 'f', 0).arg(*gpu.mostClock, 0, 'f', 0);
    }
    if (gpu.power) {
        figures << StatusDesk::tr("%L1 W").arg(*gpu.power, 0, 'f', 0);
    }
    if (machine.temperature) {
        figures << StatusDesk::tr("CPU %L1 °C").arg(*machine.temperature, 0, 'f', 0);
    }
    if (machine.utilisation) {
        figures << StatusDesk::tr("CPU load %L1 %").arg(*machine.utilisation * 100, 0, 'f', 0);
    }
    return figures.join(StatusDesk::tr(", ", "between figures"));
}

} // namespace

StatusDesk::StatusDesk(Uses uses, QObject *parent) : QObject(parent), m_uses(uses) {
    using app::speech::SpeechQueue;
    using app::speech::SpeechWorker;
    connect(&m_uses.queue, &SpeechQueue::lengthChanged, this, &StatusDesk::showQueue);
    connect(&m_uses.queue, &SpeechQueue::finished, this, &StatusDesk::showQueue);
    connect(&m_uses.queue, &SpeechQueue::cancelled, this, &StatusDesk::showQueue);
    connect(&m_uses.queue, &SpeechQueue::failed, this, &StatusDesk::showQueue);
    connect(&m_uses.worker, &SpeechWorker::loading, this, [this] {
        m_uses.status.setPart(StatusLine::Part::Model, tr("Loading the model …"));
        m_uses.status.setPart(StatusLine::Part::Device, {});
        m_uses.status.setPart(StatusLine::Part::Precision, {});
    });
    connect(&m_uses.worker, &SpeechWorker::loaded, this, &StatusDesk::showModel);
    connect(&m_uses.worker, &SpeechWorker::loadFailed, this, [this](const app::Problem &problem) {
        m_uses.status.setPart(StatusLine::Part::Model, tr("No model"), problem.what, true);
    });
    connect(&m_uses.worker, &SpeechWorker::unloaded, this,
            [this] { m_uses.status.setPart(StatusLine::Part::Model, tr("Model not loaded")); });
    connect(&m_uses.settings, &app::Settings::changed, this, &StatusDesk::showSteps);
    using app::performance::PerformanceWatch;
    connect(&m_uses.performance, &PerformanceWatch::sampled, this, &StatusDesk::showHeat);
    connect(&m_uses.performance, &PerformanceWatch::samplingChanged, this, &StatusDesk::showHeat);
    showSteps();
    showQueue();
    showHeat();
}

void StatusDesk::showModel(const engine::ModelSummary &model) {
    const QString name = QString::fromStdString(model.name);
    const QString licence = QString::fromStdString(model.licence);
    m_uses.status.setPart(StatusLine::Part::Model, tr("%1 · %2", "model · its licence").arg(name, licence),
                          tr("%1, %L2 million parameters, loaded in %3. Licence: %4")
                              .arg(name)
                              .arg(double(model.parameters) / 1e6, 0, 'f', 1)
                              .arg(shared::seconds(model.loadSeconds), licence),
                          engine::commercialUse(model.licence) != engine::CommercialUse::NotRuledOut);
    const QString device = QString::fromStdString(model.device.name);
    const QString reason = QString::fromStdString(model.device.reason);
    m_uses.status.setPart(StatusLine::Part::Device, reason.isEmpty() ? device : reason,
                          reason.isEmpty() ? device : tr("%1. %2").arg(device, reason));
    const QString precision = QString::fromStdString(engine::toString(model.precision));
    m_uses.status.setPart(StatusLine::Part::Precision, precision, precision);
}

void StatusDesk::showSteps() {
    const int steps = m_uses.settings.nfeStep();
    const bool tuned = engine::effectiveSchedule(steps, m_uses.settings.schedule()) == engine::Schedule::Epss;
    m_uses.status.setPart(StatusLine::Part::Steps,
                          tuned ? tr("NFE %1 · EPSS").arg(steps) : tr("NFE %1 · uniform").arg(steps));
}

void StatusDesk::showQueue() {
    const int waiting = m_uses.queue.waiting();
    if (m_toRead > 0) {
        m_uses.status.setPart(StatusLine::Part::Queue, tr("%n to read", nullptr, m_toRead),
                              m_toRead == 1 ? tr("1 message will be read aloud")
                                            : tr("%n messages will be read aloud", nullptr, m_toRead));
        return;
    }
    m_uses.status.setPart(StatusLine::Part::Queue, waiting > 0              ? tr("%n waiting", nullptr, waiting)
                                                   : m_uses.queue.running() ? tr("Speaking")
                                                                            : tr("Queue empty"));
}

// The graphics card's temperature; where there is none the processor's, and where nobody tells that, its load.
void StatusDesk::showHeat() {
    using engine::performance::GpuReading;
    const GpuReading &gpu = m_uses.performance.gpu();
    const auto &machine = m_uses.performance.machine();
    const bool lost = gpu.state == GpuReading::State::Lost;
    QString text;
    if (!m_uses.performance.isSampling()) {
        text.clear(); // the part is not there
    } else if (lost) {
        text = tr("GPU lost");
    } else if (gpu.temperature) {
        text = tr("GPU %L1 °C").arg(*gpu.temperature, 0, 'f', 0);
    } else if (machine.temperature) {
        text = tr("CPU %L1 °C").arg(*machine.temperature, 0, 'f', 0);
    } else if (machine.utilisation) {
        text = tr("CPU %L1 %").arg(*machine.utilisation * 100, 0, 'f', 0);
    }
    const auto &notices = m_uses.performance.notices();
    const bool attention = std::any_of(notices.begin(), notices.end(), [](const auto &notice) {
        return notice.weight != app::performance::PerformanceNotice::Weight::News;
    });
    const QString exact = exactHeat(gpu, machine);
    if (text != m_uses.status.text(StatusLine::Part::Heat) || exact != m_heat || attention != m_warm) {
        m_heat = exact;
        m_warm = attention;
        m_uses.status.setPart(StatusLine::Part::Heat, text, exact, attention);
    }
}

void StatusDesk::setToRead(int items) {
    if (items == m_toRead)
        return;
    m_toRead = items;
    showQueue();
}

void StatusDesk::showTimings(const engine::Timings &timings) {
    const double rtf = timings.rtf();
    m_uses.status.setPart(StatusLine::Part::Rtf, tr("RTF %1").arg(shared::glance(rtf)),
                          tr("%L1 s of work for %L2 s of sound: %L3")
                              .arg(timings.synthesisSeconds, 0, 'f', 3)
                              .arg(timings.audioSeconds, 0, 'f', 3)
                              .arg(rtf, 0, 'f', 4));
    m_uses.status.setPart(StatusLine::Part::FirstAudio,
                          tr("First audio %1").arg(shared::seconds(timings.firstAudioSeconds)),
                          tr("%L1 s").arg(timings.firstAudioSeconds, 0, 'f', 3));
}

} // namespace ui

#include "moc_status_desk.cpp"
