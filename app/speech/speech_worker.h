// The engine's thread; the only place where Qt meets a Synthesizer. Public functions post themselves to that thread and
// may be called from any thread; signals arrive queued on the thread this object lives on. Exceptions end here: they
// become Problem.
#pragma once

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "app/speech/job.h"

namespace app::speech {

class SpeechWorker : public QObject {
    Q_OBJECT

public:
    // Runs on the engine thread; tests hand in the tiny checkpoint. Looking for the model folder belongs in here too.
    using Factory = std::function<std::unique_ptr<engine::Synthesizer>(std::stop_token)>;

    explicit SpeechWorker(QObject *parent = nullptr);
    ~SpeechWorker() override; // stops what loads or runs and waits for the thread

    // Looks at what is to be loaded, on the engine thread as well; throws what stands against it.
    using Check = std::function<void()>;

    // Replaces the model once the current job is done; the old one is freed first. A load that is under way is given
    // up. Where `check` throws, the old one stays: refused(), then loaded() with it. Where `factory` throws, what
    // `before` makes takes its place: refused(), then loaded() or loadFailed(); jobs wait meanwhile.
    void load(Factory factory, Check check = {}, Factory before = {});
    void unload();                            // once the current job is done; later jobs wait for a load
    void forgetOwnModel();                    // that a job brought along; once the current job is done
    void prepare(const engine::Voice &voice); // ahead of the first job; before a model is there it waits for one
    void run(const Job &job, std::stop_token stop);

Q_SIGNALS:
    void loading(); // from within load() when that is called on this object's thread
    void loaded(const engine::ModelSummary &summary);
    void loadFailed(const app::Problem &problem);
    void refused(const app::Problem &problem); // the model that was there is used on, or comes back
    void unloaded();
    void prepareFailed(const QString &voiceId, const app::Problem &problem);
    void progressed(quint64 id, const engine::Progress &progress); // at most 30 a second, and the last one
    void chunkReady(quint64 id, const engine::ClipPtr &clip);
    // Each run ends with exactly one of these three.
    void finished(const app::speech::Take &take);
    void stopped(quint64 id);
    void failed(quint64 id, const app::Problem &problem);
    void jobRefused(quint64 id); // right before failed(): what was asked for is at fault, and fails again

private:
    std::stop_source m_quit;
    QThread m_thread;
    class Room; // lives on m_thread
    Room *m_room;
    std::mutex m_loadMutex;
    std::stop_source m_loadStop; // of the newest load
};

} // namespace app::speech
