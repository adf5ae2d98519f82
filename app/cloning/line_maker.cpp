#include "app/cloning/line_maker.h"

#include <algorithm>
#include <utility>

#include "app/cloning/made_otherwise.h"
#include "app/cloning/spoken_lines.h"
#include "app/script/script_document.h"
#include "app/speech/speech_queue.h"
#include "app/takes/take_library.h"

namespace app::cloning {

using script::LineState;

namespace {

constexpr int kMostToldOneByOne = 100; // lines; whoever follows them does the work for all once

std::optional<double> crossFadeOf(double seconds, const engine::Timings &timings) {
    return timings.chunks > 1 ? std::optional(seconds) : std::nullopt;
}

script::Made madeWith(const takes::TakeRecord &record) {
    return {
        record.text,  record.voiceId, record.speed, record.seed, crossFadeOf(record.crossFadeSeconds, record.timings),
        record.spoken};
}

script::Made madeWith(const speech::Take &take) {
    const engine::Request &request = take.request;
    return {QString::fromStdString(request.text),
            QString::fromStdString(request.voice.id),
            request.speed,
            request.seed,
            crossFadeOf(request.crossFadeSeconds, take.timings),
            QString::fromStdString(request.spoken)};
}

} // namespace

LineMaker::LineMaker(script::ScriptDocument &document, speech::SpeechQueue &queue, takes::TakeLibrary &library,
                     const SpokenLines &spoken, const MadeOtherwise &otherwise, RequestFor request, QObject *parent)
    : QObject(parent), m_document(document), m_queue(queue), m_library(library), m_spoken(spoken),
      m_otherwise(otherwise), m_request(std::move(request)) {
    connectQueue();
    connectLibrary();
    connect(&m_spoken, &SpokenLines::changed, this, [this] { Q_EMIT changed({}); });
    connect(&m_otherwise, &MadeOtherwise::changed, this, [this] { Q_EMIT changed({}); });
    connect(&m_document, &script::ScriptDocument::loaded, this, [this] {
        m_failures.clear();
        lookUpAll();
    });
    connect(&m_document, &script::ScriptDocument::changed, this, [this](const script::Change &change) {
        QStringList unknown;
        for (int row = change.first; row < change.first + change.inserted; ++row) {
            const QString &id = m_document.line(row).id;
            m_failures.remove(id);
            if (!m_takes.contains(id))
                unknown << id; // it may have come back by undo
        }
        if (change.inserted > kMostToldOneByOne) {
            Q_EMIT changed({});
        } else {
            for (int row = change.first; row < change.first + change.inserted; ++row)
                Q_EMIT changed(m_document.line(row).id);
        }
        if (!unknown.isEmpty())
            lookUp(unknown);
    });
}

LineMaker::~LineMaker() = default;

void LineMaker::connectQueue() {
    using speech::SpeechQueue;
    connect(&m_queue, &SpeechQueue::started, this, [this](quint64 job) {
        if (const auto asked = m_jobs.find(job); asked != m_jobs.end()) {
            asked->work = Work::Making;
            if (const auto &running = m_queue.runningJob())
                Q_EMIT started(job, running->request);
            Q_EMIT changed(asked->lineId);
        }
    });
    connect(&m_queue, &SpeechQueue::stopping, this, [this](quint64 job) {
        if (const auto asked = m_jobs.find(job); asked != m_jobs.end()) {
            asked->work = Work::Stopping;
            Q_EMIT changed(asked->lineId);
        }
    });
    connect(&m_queue, &SpeechQueue::progressed, this, [this](quint64 job, const engine::Progress &progress) {
        if (const auto asked = m_jobs.find(job); asked != m_jobs.end() && asked->work == Work::Making) {
            asked->progress = progress;
            Q_EMIT changed(asked->lineId);
        }
    });
    connect(&m_queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        const auto asked = m_jobs.constFind(take.id);
        if (asked == m_jobs.constEnd())
            return;
        m_keeping.insert(take.id, {asked->lineId, madeWith(take)});
        m_library.keep(take, asked->lineId, asked->from);
        Q_EMIT finished(take);
        end(take.id);
    });
    connect(&m_queue, &SpeechQueue::cancelled, this, [this](quint64 job) {
        if (m_jobs.contains(job)) {
            Q_EMIT cancelled(job);
            end(job);
        }
    });
    connect(&m_queue, &SpeechQueue::failed, this, [this](quint64 job, const Problem &problem) {
        if (const auto asked = m_jobs.constFind(job); asked != m_jobs.constEnd()) {
            m_failures.insert(asked->lineId, problem);
            Q_EMIT failed(job, problem);
            end(job);
        }
    });
}

void LineMaker::connectLibrary() {
    using takes::TakeLibrary;
    connect(&m_library, &TakeLibrary::kept, this, [this](quint64 job, const takes::TakeRecord &record) {
        if (m_document.rowOf(record.lineId) < 0) {
            m_takes.remove(record.lineId); // looked up when it comes back by undo
        } else {
            takes::LineTakes &known = m_takes[record.lineId];
            if (!known.newest || known.newest->id < record.id)
                known.newest = record;
        }
        m_keeping.remove(job);
        Q_EMIT changed(record.lineId);
    });
    connect(&m_library, &TakeLibrary::notKept, this, [this](quint64 job) {
        if (const auto lost = m_keeping.constFind(job); lost != m_keeping.constEnd()) {
            const QString lineId = lost->lineId;
            m_keeping.erase(lost);
            Q_EMIT changed(lineId);
        }
    });
    const auto again = [this] { lookUpAll(); };
    connect(&m_library, &TakeLibrary::opened, this, again);
    connect(&m_library, &TakeLibrary::removed, this, again);
    connect(&m_library, &TakeLibrary::restored, this, again);
    connect(&m_library, &TakeLibrary::changedElsewhere, this, [this] { lookUp(lineIds()); });
    connect(&m_library, &TakeLibrary::changed, this,
            [this](const takes::TakeRecord &record) { lookUp({record.lineId}); });
}

QStringList LineMaker::lineIds() const {
    QStringList ids;
    for (const script::Line &line : m_document.script().lines)
        ids << line.id;
    return ids;
}

void LineMaker::lookUpAll() {
    m_takes.clear();
    lookUp(lineIds());
}

void LineMaker::lookUp(const QStringList &lineIds) {
    m_library.ofLines(lineIds, this, [this, lineIds](const storage::Answer<takes::TakesByLine> &answer) {
        if (!answer)
            return; // the library has said why
        for (const QString &id : lineIds)
            m_takes.insert(id, answer.value->value(id));
        Q_EMIT changed(lineIds.size() == 1 ? lineIds.first() : QString());
    });
}

void LineMaker::setChosen(const script::Chosen &chosen) {
    m_chosen = chosen;
    Q_EMIT changed({});
}

QList<quint64> LineMaker::make(const QStringList &lineIds) {
    return makeAll(lineIds, Seeds::AsAsked);
}

QList<quint64> LineMaker::makeWithTheirSeeds(const QStringList &lineIds) {
    return makeAll(lineIds, Seeds::OfNewest);
}

QList<quint64> LineMaker::makeAll(const QStringList &lineIds, Seeds seeds) {
    QList<quint64> jobs;
    for (const QString &id : lineIds) {
        const int row = m_document.rowOf(id);
        if (row < 0 || script::isBlank(m_document.line(row)))
            continue;
        const script::Line &line = m_document.line(row);
        if (m_spoken.of(line.text, line.voiceId)->silent)
            continue;
        engine::Request request = m_request(line);
        const takes::LineTakes known = m_takes.value(id);
        if (seeds == Seeds::OfNewest && !line.seed && known.newest)
            request.seed = known.newest->seed;
        jobs << ask(id, std::move(request), 0, speech::Origin::Export);
    }
    return jobs;
}

quint64 LineMaker::make(const QString &lineId, engine::Request request, qint64 from) {
    return ask(lineId, std::move(request), from, speech::Origin::Studio);
}

QList<quint64> LineMaker::makeBoth(const QString &lineId, engine::Request one, engine::Request other, Models models) {
    const quint64 first = ask(lineId, std::move(one), 0, speech::Origin::Export, 0, std::move(models.first));
    return {first, ask(lineId, std::move(other), 0, speech::Origin::Export, first, std::move(models.second))};
}

quint64 LineMaker::ask(const QString &lineId, engine::Request request, qint64 from, speech::Origin origin,
                       quint64 beside, std::shared_ptr<const speech::OwnModel> model) {
    const bool wasBusy = isBusy();
    QList<quint64> before;
    const QList<quint64> ofLine = lineId.isEmpty() ? QList<quint64>() : m_jobsOfLines.values(lineId);
    for (const quint64 other : ofLine) {
        const Asked &asked = m_jobs[other];
        const bool another = from != 0 && asked.seed != request.seed; // several seeds of one take are all wanted
        if (asked.from == from && !another && other != beside)
            before << other;
    }
    m_failures.remove(lineId);
    const quint64 seed = request.seed;
    const quint64 job = m_queue.enqueue(std::move(request), origin, 0, std::move(model));
    m_jobs.insert(job, {lineId, from, seed, origin == speech::Origin::Studio, Work::Waiting, {}});
    m_jobsOfLines.insert(lineId, job);
    for (const quint64 old : before)
        m_queue.cancel(old);
    Q_EMIT changed(lineId);
    if (!wasBusy)
        Q_EMIT busyChanged(true);
    return job;
}

int LineMaker::waiting() const {
    return int(
        std::count_if(m_jobs.begin(), m_jobs.end(), [](const Asked &asked) { return asked.work == Work::Waiting; }));
}

bool LineMaker::sounds(quint64 job) const {
    return m_jobs.value(job).sounds;
}

void LineMaker::stop() {
    const QList<quint64> jobs = m_jobs.keys();
    for (const quint64 job : jobs)
        m_queue.cancel(job);
}

void LineMaker::cancel(const QList<quint64> &jobs) {
    for (const quint64 job : jobs) {
        if (m_jobs.contains(job))
            m_queue.cancel(job);
    }
}

void LineMaker::end(quint64 job) {
    const QString lineId = m_jobs.take(job).lineId;
    m_jobsOfLines.remove(lineId, job);
    Q_EMIT changed(lineId);
    if (!isBusy())
        Q_EMIT busyChanged(false);
}

quint64 LineMaker::beingKept(const QString &lineId) const {
    quint64 last = 0;
    for (auto keeping = m_keeping.cbegin(); keeping != m_keeping.cend(); ++keeping) {
        if (keeping->lineId == lineId)
            last = std::max(last, keeping.key());
    }
    return last;
}

std::optional<script::Made> LineMaker::made(const QString &lineId) const {
    if (const quint64 last = beingKept(lineId); last != 0)
        return m_keeping.value(last).made;
    const auto takes = m_takes.constFind(lineId);
    return takes != m_takes.constEnd() && takes->newest ? std::optional(madeWith(*takes->newest)) : std::nullopt;
}

LineState LineMaker::stateOf(const script::Line &line, const std::optional<script::Made> &made) const {
    return script::state(line, m_chosen, made,
                         [this](const script::Made &take, const script::Line &now, const QString &voiceId) {
                             return m_spoken.says(take.text, take.spoken, now.text, voiceId);
                         });
}

LineStanding LineMaker::standing(const QString &lineId) const {
    LineStanding standing;
    const takes::LineTakes known = m_takes.value(lineId);
    standing.newest = known.newest;
    standing.starred = known.starred;
    standing.beingKept = beingKept(lineId) != 0;
    if (const int row = m_document.rowOf(lineId); row >= 0) {
        const script::Line &line = m_document.line(row);
        standing.state = stateOf(line, made(lineId));
        standing.otherwise = standing.state == LineState::Made && !standing.beingKept && isOtherwise(line, known);
    }
    quint64 newest = 0;
    for (auto job = m_jobsOfLines.constFind(lineId); job != m_jobsOfLines.cend() && job.key() == lineId; ++job)
        newest = std::max(newest, *job);
    if (const auto asked = m_jobs.constFind(newest); asked != m_jobs.cend()) {
        standing.work = asked->work;
        standing.progress = asked->progress;
    }
    if (newest == 0 && m_failures.contains(lineId)) {
        standing.work = Work::Failed;
        standing.problem = m_failures.value(lineId);
    }
    return standing;
}

bool LineMaker::says(const takes::TakeRecord &take, const script::Line &line) const {
    return stateOf(line, madeWith(take)) == LineState::Made;
}

bool LineMaker::isOtherwise(const script::Line &line, const takes::LineTakes &known) const {
    if (!known.newest || !m_otherwise.is(*known.newest))
        return false;
    script::Line anySeed = line; // who stars a take has chosen its seed
    anySeed.seed.reset();
    return !known.starred || !says(*known.starred, anySeed);
}

QStringList LineMaker::madeOtherwise() const {
    QStringList ids;
    for (const script::Line &line : m_document.script().lines) {
        const auto known = m_takes.constFind(line.id);
        if (known != m_takes.constEnd() && beingKept(line.id) == 0 && stateOf(line, made(line.id)) == LineState::Made &&
            isOtherwise(line, *known))
            ids << line.id;
    }
    return ids;
}

QStringList LineMaker::differences(const QString &lineId) const {
    const takes::LineTakes known = m_takes.value(lineId);
    return known.newest ? m_otherwise.words(*known.newest) : QStringList();
}

QStringList LineMaker::toBeMade() const {
    QStringList ids;
    for (const script::Line &line : m_document.script().lines) {
        const LineState state = stateOf(line, made(line.id));
        if (state == LineState::NotMade || state == LineState::Changed)
            ids << line.id;
    }
    return ids;
}

} // namespace app::cloning

#include "moc_line_maker.cpp"
