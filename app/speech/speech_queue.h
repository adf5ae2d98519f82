// Room 2 of the road (CONTRIBUTING, "One request"): every producer enters here. One job runs at a time; the highest rank
// goes first, equal ranks in order of arrival. Lives on the GUI thread.
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

    quint64 enqueue(engine::Request request, Origin origin = Origin::Studio, int rank = 0);
    void cancel(quint64 id);  // waiting: removed at once; running: stopped between two transformer blocks
    void cancelAll(Origin origin);
    int waiting() const { return int(m_waiting.size()); }
    std::optional<quint64> running() const;

Q_SIGNALS:
    void started(quint64 id);
    void progressed(quint64 id, const engine::Progress &progress);
    void chunkReady(quint64 id, const engine::ClipPtr &clip); // never after cancel(id)
    void finished(const app::speech::Take &take);
    void cancelled(quint64 id);
    void failed(quint64 id, const app::speech::Problem &problem);
    void lengthChanged(int waiting);

private:
    void startNext();

    SpeechWorker &m_worker;
    std::deque<Job> m_waiting;
    std::optional<Job> m_running;
    std::stop_source m_stop;
    quint64 m_nextId = 1;
};

} // namespace app::speech
