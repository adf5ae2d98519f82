// Writes into the log what the services do: start and end of the program, models, jobs with their figures, the output
// device. Never what was spoken, only how long it was; voices and models are named when they are shipped. Knows the
// model that is loaded, for bug reports. GUI thread.
#pragma once

#include <QObject>

#include "app/log/log.h"
#include "app/log/shipped_names.h"
#include "app/speech/player.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"

namespace app {

class ServiceLog : public QObject {
    Q_OBJECT

public:
    ServiceLog(log::Log &log, log::ShippedNames shipped, speech::SpeechWorker &worker, speech::SpeechQueue &queue,
               speech::Player &player);
    ~ServiceLog() override;

    const log::ShippedNames &shipped() const { return m_shipped; }
    const QString &model() const { return m_model; } // the one that is loaded, in words, or why none is

private:
    void tellJob(const speech::Take &take);

    log::Log &m_log;
    const log::ShippedNames m_shipped;
    QString m_model;
};

} // namespace app
