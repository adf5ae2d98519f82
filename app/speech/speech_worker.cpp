#include "app/speech/speech_worker.h"

#include <sys/resource.h>

#include <chrono>
#include <exception>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "engine/device.h"
#include "engine/error.h"

namespace app::speech {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kProgressInterval = std::chrono::milliseconds(34);

// A token that is stopped when either of two is.
class EitherStop {
public:
    EitherStop(const std::stop_token &one, const std::stop_token &other)
        : m_one(one, Forward{m_source}), m_other(other, Forward{m_source}) {}

    std::stop_token token() const { return m_source.get_token(); }

private:
    struct Forward {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };

    std::stop_source m_source;
    std::stop_callback<Forward> m_one;
    std::stop_callback<Forward> m_other;
};

Problem describe(const std::exception_ptr &thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const engine::Error &error) {
        return {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), QString()};
    } catch (const std::bad_alloc &) {
        return {SpeechWorker::tr("The memory of this computer is used up."),
                SpeechWorker::tr("Close other programs, choose a smaller model or say less at a time."), QString()};
    } catch (const std::exception &error) {
        return {SpeechWorker::tr("The engine failed in a way that nobody expected."),
                SpeechWorker::tr("Try again; if it happens again, report it with the details."),
                QString::fromUtf8(error.what())};
    }
}

bool isBadInput(const std::exception_ptr &thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const engine::Error &error) {
        return error.kind() == engine::ErrorKind::BadInput;
    } catch (...) {
        return false;
    }
}

} // namespace

class SpeechWorker::Room : public QObject {
    Q_OBJECT

public:
    explicit Room(std::stop_token quit) : m_quit(std::move(quit)) {}

    void enter();
    void load(const Factory &factory, const Check &check, const Factory &before, const std::stop_token &newer);
    void unload();
    void forgetOwnModel() { m_own.reset(); }
    void prepare(const engine::Voice &voice);
    void run(const Job &job, const std::stop_token &stop);

Q_SIGNALS:
    void loaded(const engine::ModelSummary &summary);
    void loadFailed(const app::Problem &problem);
    void refused(const app::Problem &problem);
    void unloaded();
    void prepareFailed(const QString &voiceId, const app::Problem &problem);
    void progressed(quint64 id, const engine::Progress &progress);
    void chunkReady(quint64 id, const engine::ClipPtr &clip);
    void finished(const app::speech::Take &take);
    void stopped(quint64 id);
    void jobRefused(quint64 id);
    void failed(quint64 id, const app::Problem &problem);

private:
    struct Held {
        Job job;
        std::stop_token stop;
    };

    void runHeld();
    engine::Synthesizer &synthesizerFor(const Job &job, const std::stop_token &stop);

    std::stop_token m_quit;
    std::unique_ptr<engine::Synthesizer> m_synthesizer;
    std::unique_ptr<engine::Synthesizer> m_own; // that a job brought along
    std::optional<Problem> m_loadProblem;       // why there is no synthesizer; nothing: none was asked for, or it comes
    std::optional<engine::Voice> m_toPrepare;
    std::vector<Held> m_held; // jobs that overtook the model they are for
};

void SpeechWorker::Room::enter() {
    // The window and the sound go first when the processors are full; on an idle machine it costs nothing. LibTorch's
    // threads are started from here and inherit it.
    setpriority(PRIO_PROCESS, 0, 5);
    engine::limitThreads(0);
}

void SpeechWorker::Room::load(const Factory &factory, const Check &check, const Factory &before,
                              const std::stop_token &newer) {
    const EitherStop stop(newer, m_quit);
    if (stop.token().stop_requested())
        return;
    if (check && m_synthesizer) {
        try {
            check();
        } catch (...) {
            Q_EMIT refused(describe(std::current_exception()));
            Q_EMIT loaded(m_synthesizer->summary());
            runHeld();
            return;
        }
    }
    m_synthesizer.reset();
    m_own.reset();
    m_loadProblem.reset();
    try {
        m_synthesizer = factory(stop.token());
        Q_EMIT loaded(m_synthesizer->summary());
        if (m_toPrepare)
            prepare(*std::exchange(m_toPrepare, std::nullopt));
    } catch (...) {
        if (stop.token().stop_requested())
            return; // a newer load follows
        const Problem problem = describe(std::current_exception());
        if (before) {
            Q_EMIT refused(problem);
            load(before, {}, {}, newer);
            return;
        }
        m_loadProblem = problem;
        Q_EMIT loadFailed(problem);
    }
    runHeld();
}

void SpeechWorker::Room::unload() {
    m_synthesizer.reset();
    m_own.reset();
    m_loadProblem.reset();
    Q_EMIT unloaded();
}

void SpeechWorker::Room::runHeld() {
    for (const Held &held : std::exchange(m_held, {}))
        run(held.job, held.stop);
}

engine::Synthesizer &SpeechWorker::Room::synthesizerFor(const Job &job, const std::stop_token &stop) {
    if (!job.model || job.model->is(m_synthesizer->summary()))
        return *m_synthesizer;
    if (!m_own || !job.model->is(m_own->summary())) {
        m_own.reset();
        m_own = job.model->make(stop);
    }
    return *m_own;
}

void SpeechWorker::Room::prepare(const engine::Voice &voice) {
    if (m_quit.stop_requested())
        return;
    if (!m_synthesizer) {
        m_toPrepare = voice;
        return;
    }
    try {
        m_synthesizer->prepare(voice);
    } catch (...) {
        Q_EMIT prepareFailed(QString::fromStdString(voice.id), describe(std::current_exception()));
    }
}

void SpeechWorker::Room::run(const Job &job, const std::stop_token &jobStop) {
    const EitherStop stop(jobStop, m_quit);
    if (stop.token().stop_requested()) {
        Q_EMIT stopped(job.id);
        return;
    }
    if (!m_synthesizer) {
        if (m_loadProblem)
            Q_EMIT failed(job.id, *m_loadProblem);
        else
            m_held.push_back({job, jobStop});
        return;
    }

    auto whole = std::make_shared<engine::Clip>();
    auto lastProgress = Clock::time_point();
    engine::Listener listener;
    listener.chunk = [&](const engine::ClipPtr &clip) {
        if (!clip || stop.token().stop_requested())
            return;
        whole->sampleRate = clip->sampleRate;
        whole->samples.insert(whole->samples.end(), clip->samples.begin(), clip->samples.end());
        Q_EMIT chunkReady(job.id, clip);
    };
    listener.progress = [&](const engine::Progress &progress) {
        const bool last = progress.chunk + 1 == progress.chunks && progress.step == progress.steps;
        const auto now = Clock::now();
        if (!last && now - lastProgress < kProgressInterval)
            return;
        lastProgress = now;
        Q_EMIT progressed(job.id, progress);
    };

    try {
        engine::Synthesizer &synthesizer = synthesizerFor(job, stop.token());
        const engine::Timings timings = synthesizer.speak(job.request, stop.token(), listener);
        if (timings.stopped)
            Q_EMIT stopped(job.id);
        else
            Q_EMIT finished({job.id, job.request, std::move(whole), timings, synthesizer.summary()});
    } catch (...) {
        if (stop.token().stop_requested()) {
            Q_EMIT stopped(job.id);
            return;
        }
        if (isBadInput(std::current_exception()))
            Q_EMIT jobRefused(job.id);
        Q_EMIT failed(job.id, describe(std::current_exception()));
    }
}

SpeechWorker::SpeechWorker(QObject *parent) : QObject(parent), m_room(new Room(m_quit.get_token())) {
    m_room->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_room, &Room::enter);
    connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    connect(m_room, &Room::loaded, this, &SpeechWorker::loaded);
    connect(m_room, &Room::loadFailed, this, &SpeechWorker::loadFailed);
    connect(m_room, &Room::refused, this, &SpeechWorker::refused);
    connect(m_room, &Room::unloaded, this, &SpeechWorker::unloaded);
    connect(m_room, &Room::prepareFailed, this, &SpeechWorker::prepareFailed);
    connect(m_room, &Room::progressed, this, &SpeechWorker::progressed);
    connect(m_room, &Room::chunkReady, this, &SpeechWorker::chunkReady);
    connect(m_room, &Room::finished, this, &SpeechWorker::finished);
    connect(m_room, &Room::stopped, this, &SpeechWorker::stopped);
    connect(m_room, &Room::jobRefused, this, &SpeechWorker::jobRefused);
    connect(m_room, &Room::failed, this, &SpeechWorker::failed);
    m_thread.setObjectName(QStringLiteral("engine"));
    m_thread.start();
}

SpeechWorker::~SpeechWorker() {
    m_quit.request_stop();
    m_thread.quit();
    m_thread.wait();
}

void SpeechWorker::load(Factory factory, Check check, Factory before) {
    std::stop_token stop;
    {
        const std::lock_guard lock(m_loadMutex);
        m_loadStop.request_stop();
        m_loadStop = std::stop_source();
        stop = m_loadStop.get_token();
    }
    QMetaObject::invokeMethod(this, &SpeechWorker::loading); // at once on this object's thread: jobs wait from here on
    QMetaObject::invokeMethod(
        m_room,
        [room = m_room, factory = std::move(factory), check = std::move(check), before = std::move(before), stop] {
            room->load(factory, check, before, stop);
        },
        Qt::QueuedConnection);
}

void SpeechWorker::unload() {
    QMetaObject::invokeMethod(m_room, &Room::unload, Qt::QueuedConnection);
}

void SpeechWorker::forgetOwnModel() {
    QMetaObject::invokeMethod(m_room, &Room::forgetOwnModel, Qt::QueuedConnection);
}

void SpeechWorker::prepare(const engine::Voice &voice) {
    QMetaObject::invokeMethod(
        m_room, [room = m_room, voice] { room->prepare(voice); }, Qt::QueuedConnection);
}

void SpeechWorker::run(const Job &job, std::stop_token stop) {
    QMetaObject::invokeMethod(
        m_room, [room = m_room, job, stop = std::move(stop)] { room->run(job, stop); }, Qt::QueuedConnection);
}

} // namespace app::speech

#include "speech_worker.moc"

#include "moc_speech_worker.cpp"
