#include "ui/status_desk.h"

#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "engine/licence.h"
#include "ui/shared/figures.h"
#include "ui/shared/status_line.h"

namespace ui {

using shared::StatusLine;

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
    showSteps();
    showQueue();
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
                              tr("%n messages will be read aloud", nullptr, m_toRead));
        return;
    }
    m_uses.status.setPart(StatusLine::Part::Queue, waiting > 0              ? tr("%n waiting", nullptr, waiting)
                                                   : m_uses.queue.running() ? tr("Speaking")
                                                                            : tr("Queue empty"));
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
