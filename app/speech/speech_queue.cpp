#include "app/speech/speech_queue.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/speech/speech_worker.h"

namespace app::speech {

SpeechQueue::SpeechQueue(SpeechWorker &worker, QObject *parent) : QObject(parent), m_worker(worker) {
    connect(&m_worker, &SpeechWorker::loading, this, [this] { m_model = Model::Awaited; });
    connect(&m_worker, &SpeechWorker::loaded, this, [this] {
        m_model = Model::Ready;
        startNext();
    });
    connect(&m_worker, &SpeechWorker::loadFailed, this, [this](const Problem &problem) {
        m_model = Model::Failed;
        m_loadProblem = problem;
        startNext();
    });
    connect(&m_worker, &SpeechWorker::progressed, this, [this](quint64 id, const engine::Progress &progress) {
        if (listensTo(id))
            Q_EMIT progressed(id, progress);
    });
    connect(&m_worker, &SpeechWorker::chunkReady, this, [this](quint64 id, const engine::ClipPtr &clip) {
        if (listensTo(id))
            Q_EMIT chunkReady(id, clip);
    });
    connect(&m_worker, &SpeechWorker::finished, this, [this](const Take &take) {
        const bool wanted = listensTo(take.id); // it may have finished while cancel() was on its way
        if (!release(take.id))
            return;
        if (wanted)
            Q_EMIT finished(take);
        else
            Q_EMIT cancelled(take.id);
        startNext();
    });
    connect(&m_worker, &SpeechWorker::stopped, this, [this](quint64 id) {
        if (!release(id))
            return;
        Q_EMIT cancelled(id);
        startNext();
    });
    connect(&m_worker, &SpeechWorker::jobRefused, this, [this](quint64 id) {
        if (listensTo(id))
            Q_EMIT refused(id);
    });
    connect(&m_worker, &SpeechWorker::failed, this, [this](quint64 id, const Problem &problem) {
        const bool wanted = listensTo(id);
        if (!release(id))
            return;
        if (wanted)
            Q_EMIT failed(id, problem);
        else
            Q_EMIT cancelled(id);
        startNext();
    });
}

SpeechQueue::~SpeechQueue() {
    m_stop.request_stop();
}

quint64 SpeechQueue::enqueue(engine::Request request, Origin origin, int rank, std::shared_ptr<const OwnModel> model) {
    const Job job{m_nextId++, origin, rank, std::move(request), std::move(model)};
    const auto behind =
        std::find_if(m_waiting.begin(), m_waiting.end(), [rank](const Job &other) { return other.rank < rank; });
    m_waiting.insert(behind, job);
    Q_EMIT lengthChanged(waiting());
    startNextSoon();
    return job.id;
}

void SpeechQueue::cancel(quint64 id) {
    if (m_running && m_running->id == id) {
        if (m_stop.request_stop())
            Q_EMIT stopping(id);
        return;
    }
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [id](const Job &job) { return job.id == id; });
    if (found == m_waiting.end())
        return;
    m_waiting.erase(found);
    Q_EMIT lengthChanged(waiting());
    Q_EMIT cancelled(id);
}

void SpeechQueue::cancelAll(Origin origin) {
    std::vector<quint64> ids; // listeners may change the queue while it is emptied
    for (const Job &job : m_waiting) {
        if (job.origin == origin)
            ids.push_back(job.id);
    }
    if (m_running && m_running->origin == origin)
        ids.push_back(m_running->id);
    for (const quint64 id : ids)
        cancel(id);
}

std::optional<quint64> SpeechQueue::running() const {
    return m_running ? std::optional<quint64>(m_running->id) : std::nullopt;
}

void SpeechQueue::startNextSoon() {
    if (std::exchange(m_startPosted, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_startPosted = false;
            startNext();
        },
        Qt::QueuedConnection);
}

void SpeechQueue::startNext() {
    const auto brings = [](const Job &job) { return job.model != nullptr; };
    if (m_ownModel && !m_running && std::none_of(m_waiting.begin(), m_waiting.end(), brings)) {
        m_ownModel = false;
        m_worker.forgetOwnModel();
    }
    if (m_model == Model::Awaited || m_running || m_waiting.empty())
        return;
    const Job job = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (m_model == Model::Failed) {
        Q_EMIT lengthChanged(waiting());
        Q_EMIT failed(job.id, m_loadProblem);
        startNextSoon();
        return;
    }
    m_running = job;
    m_stop = std::stop_source();
    m_ownModel = m_ownModel || job.model;
    m_worker.run(job, m_stop.get_token());
    Q_EMIT lengthChanged(waiting());
    Q_EMIT started(job.id);
}

bool SpeechQueue::listensTo(quint64 id) const {
    return m_running && m_running->id == id && !m_stop.stop_requested();
}

bool SpeechQueue::release(quint64 id) {
    if (!m_running || m_running->id != id)
        return false;
    m_running.reset();
    return true;
}

} // namespace app::speech

#include "moc_speech_queue.cpp"
