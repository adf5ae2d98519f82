// The engine's thread; the only place where Qt meets a Synthesizer. Public functions post themselves to that thread and
// may be called from any thread; signals arrive queued. Exceptions end here: they become Problem.
#pragma once

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <stop_token>

#include "app/speech/job.h"

namespace app::speech {

class SpeechWorker : public QObject {
    Q_OBJECT

public:
    // Runs on the engine thread; tests hand in the tiny checkpoint.
    using Factory = std::function<std::unique_ptr<engine::Synthesizer>(std::stop_token)>;

    explicit SpeechWorker(QObject *parent = nullptr);
    ~SpeechWorker() override; // stops what runs and waits for the thread

    void load(Factory factory);               // replaces the model once the current job is done
    void prepare(const engine::Voice &voice); // ahead of the first job; failure is reported like a job's
    void run(const Job &job, std::stop_token stop);

Q_SIGNALS:
    void loading();
    void loaded(const engine::ModelSummary &summary);
    void loadFailed(const app::speech::Problem &problem);
    void prepareFailed(const QString &voiceId, const app::speech::Problem &problem);
    void progressed(quint64 id, const engine::Progress &progress);
    void chunkReady(quint64 id, const engine::ClipPtr &clip);
    void finished(const app::speech::Take &take);
    void stopped(quint64 id);
    void failed(quint64 id, const app::speech::Problem &problem);

private:
    QThread m_thread;
    class Room; // lives on m_thread
    Room *m_room;
};

} // namespace app::speech
