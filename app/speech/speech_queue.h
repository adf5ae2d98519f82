// Room 2 of the road (CONTRIBUTING, "One request"): every producer enters here. One job runs at a time; the highest
// rank goes first, equal ranks in order of arrival. While the model loads all jobs wait; when loading failed they fail
// with that problem, and so does what is enqueued until the next load. A model that jobs bring along stays in memory
// beside it until none of those that wait has one. Lives on the GUI thread.
#pragma once

#include <QObject>

#include <deque>
#include <optional>
#include <stop_token>

#include "app/speech/job.h"

namespace app::speech {

class SpeechWorker;

class SpeechQueue : public QObject {
    Q_OBJECT

public:
    explicit SpeechQueue(SpeechWorker &worker, QObject *parent = nullptr);
    ~SpeechQueue() override; // stops what runs

    // Signals about the new job come after this has returned, never before.
    quint64 enqueue(engine::Request request, Origin origin = Origin::Studio, int rank = 0,
                    std::shared_ptr<const OwnModel> model = {});
    void cancel(quint64 id); // waiting: removed at once; running: stopped between two transformer blocks
    void cancelAll(Origin origin);
    int waiting() const { return int(m_waiting.size()); }
    std::optional<quint64> running() const; // until the engine has let go of it
    const std::optional<Job> &runningJob() const { return m_running; }
    bool isStopping() const { return m_running && m_stop.stop_requested(); } // cancelled, not yet let go

Q_SIGNALS:
    void started(quint64 id);
    void stopping(quint64 id); // cancel() has reached the running job; one of the last three follows
    void progressed(quint64 id, const engine::Progress &progress);
    void chunkReady(quint64 id, const engine::ClipPtr &clip); // never after cancel(id)
    // Each job ends with exactly one of these three.
    void finished(const app::speech::Take &take);
    void cancelled(quint64 id);
    void failed(quint64 id, const app::Problem &problem);
    void refused(quint64 id); // right before failed(): what was asked for is at fault; the same again fails again
    void lengthChanged(int waiting);

private:
    enum class Model { Awaited, Ready, Failed };

    void startNextSoon();
    void startNext();
    bool listensTo(quint64 id) const;
    bool release(quint64 id);

    SpeechWorker &m_worker;
    std::deque<Job> m_waiting;
    std::optional<Job> m_running;
    std::stop_source m_stop;
    Model m_model = Model::Awaited;
    Problem m_loadProblem;
    quint64 m_nextId = 1;
    bool m_startPosted = false;
    bool m_ownModel = false; // the worker may hold one
};

} // namespace app::speech
