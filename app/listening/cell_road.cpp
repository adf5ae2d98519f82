#include "app/listening/cell_bench.h"

#include <QMetaObject>

#include <utility>

#include "app/listening/listening_words.h"
#include "engine/audio/low_pass.h"
#include "engine/error.h"

// The road of a sound: through the queue, measured, kept.

namespace app::listening {

using storage::Answer;
using storage::Connection;
using storage::Trouble;

void CellMaker::Bench::connectQueue() {
    using speech::SpeechQueue;
    const auto ours = [this](quint64 job) -> Made * {
        const auto key = m_jobs.find(job);
        return key != m_jobs.end() ? &m_made.at(key->second) : nullptr;
    };
    const auto end = [this](Made &made) {
        m_jobs.erase(std::exchange(made.job, 0));
        return made.sound;
    };
    QObject::connect(&m_queue, &SpeechQueue::started, &m_maker, [this, ours](quint64 job) {
        if (Made *made = ours(job)) {
            made->cell = {CellState::Making};
            made->clock.start();
            tell(made->sound.key);
            feed();
        }
    });
    QObject::connect(&m_queue, &SpeechQueue::progressed, &m_maker,
                     [this, ours](quint64 job, const engine::Progress &progress) {
                         if (Made *made = ours(job)) {
                             made->cell.fraction = progress.fraction();
                             tell(made->sound.key);
                         }
                     });
    QObject::connect(&m_queue, &SpeechQueue::finished, &m_maker, [this, ours, end](const speech::Take &take) {
        if (Made *made = ours(take.id)) {
            m_seconds += double(made->clock.elapsed()) / 1000;
            m_weight += weightOf(*made);
            made->cell.fraction = 1;
            spoken(end(*made), take);
            feed();
        }
    });
    QObject::connect(&m_queue, &SpeechQueue::failed, &m_maker, [this, ours, end](quint64 job, const Problem &problem) {
        if (Made *made = ours(job)) {
            failed(end(*made).key, problem);
            feed();
        }
    });
    QObject::connect(&m_queue, &SpeechQueue::cancelled, &m_maker, [this, ours, end](quint64 job) { // by others
        if (Made *made = ours(job)) {
            withdraw(end(*made).key);
            Q_EMIT m_maker.progressed();
            feed();
            tellDone();
        }
    });
}

void CellMaker::Bench::spoken(const PlannedSound &sound, const speech::Take &take) {
    measure(sound, factsOf(sound, take), take.clip);
}

// The recordings are looked at once more: one that was exchanged meanwhile made another sound than the key says.
void CellMaker::Bench::measure(const PlannedSound &sound, const CellFacts &facts, const engine::ClipPtr &clip) {
    m_thread.post([this, sound, facts, clip, hashes = m_hashes] {
        std::optional<Problem> problem;
        CellFacts measured = facts;
        engine::ClipPtr kept = clip;
        try {
            if (sound.madeFrom.empty() && cellKey(sound.recipe, *hashes) != sound.key)
                throw engine::badInput(sayPlain("The recording of the voice changed while this sound was made."),
                                       sayPlain("Make it again."));
            if (!sound.madeFrom.empty())
                kept = std::make_shared<const engine::Clip>(engine::audio::lowPassed(*clip));
            measureInto(measured, *kept, sound.text);
        } catch (const engine::Error &error) {
            problem = problemOf(error);
        }
        QMetaObject::invokeMethod(
            &m_maker,
            [this, measured, kept, problem] {
                if (problem)
                    failed(measured.key, *problem);
                else
                    keep(measured, kept);
            },
            Qt::QueuedConnection);
    });
}

// What an earlier version counted otherwise is counted anew before anybody is told of it: one sound after another, so
// that takes and the chat need not wait for all of them at the library.
void CellMaker::Bench::recount() {
    if (m_outdated.empty())
        return find(true); // others were made meanwhile
    const CellFacts facts = m_outdated.back();
    m_outdated.pop_back();
    const auto next = [this, round = m_round] {
        if (round == m_round)
            recount();
    };
    m_database.run<engine::ClipPtr>(
        &m_maker, [shelf = m_shelf, audio = facts.audio](Connection &) { return shelf->sound(audio); },
        [this, facts, text = m_made.at(facts.key).sound.text, next](const Answer<engine::ClipPtr> &answer) {
            if (!answer)
                return next(); // stays as it was counted, until it can be
            m_thread.post([this, counted = facts, text, clip = *answer.value, next]() mutable {
                try {
                    measureInto(counted, *clip, text);
                } catch (const engine::Error &) {
                    counted.readsTags = false;
                }
                QMetaObject::invokeMethod(
                    &m_maker,
                    [this, counted, next] {
                        if (!counted.readsTags)
                            return next();
                        m_recounted[counted.key] = counted;
                        m_database.run<storage::Done>(
                            &m_maker,
                            [shelf = m_shelf, counted](Connection &connection) {
                                shelf->correct(connection, counted);
                                return storage::Done();
                            },
                            [next](const Answer<storage::Done> &) { next(); });
                    },
                    Qt::QueuedConnection);
            });
        });
}

void CellMaker::Bench::cut(const std::string &key) {
    const PlannedSound sound = m_made.at(key).sound;
    CellFacts facts = *m_made.at(sound.madeFrom).cell.facts;
    facts.key = key;
    facts.synthesisSeconds = 0;
    facts.loudness.reset();
    facts.truePeak.reset();
    m_database.run<engine::ClipPtr>(
        &m_maker, [shelf = m_shelf, audio = facts.audio](Connection &) { return shelf->sound(audio); },
        [this, sound, facts](const Answer<engine::ClipPtr> &answer) {
            if (answer)
                measure(sound, facts, *answer.value);
            else
                failed(sound.key, answer.problem);
        });
}

void CellMaker::Bench::keep(const CellFacts &facts, const engine::ClipPtr &clip) {
    m_database.run<CellFacts>(
        &m_maker,
        [shelf = m_shelf, facts, clip](Connection &connection) { return shelf->keep(connection, facts, *clip); },
        [this, key = facts.key](const Answer<CellFacts> &answer) {
            if (answer)
                return made(*answer.value);
            failed(key, answer.problem);
            if (answer.trouble != Trouble::BadInput) {
                setPaused(true);
                Q_EMIT m_maker.problem(answer.problem);
            }
        });
}

void CellMaker::Bench::made(const CellFacts &facts) {
    const auto known = m_made.find(facts.key);
    if (known == m_made.end())
        return; // the design is another one
    m_asked -= std::exchange(known->second.asked, false);
    known->second.cell = {CellState::Made, 0, facts, {}};
    tell(facts.key);
    const auto anchor = m_made.find(lowPassKey(facts.key));
    if (anchor != m_made.end() && anchor->second.asked)
        cut(anchor->first);
    Q_EMIT m_maker.progressed();
    tellDone();
}

void CellMaker::Bench::failed(const std::string &key, const Problem &problem) {
    const auto known = m_made.find(key);
    if (known == m_made.end())
        return;
    m_asked -= std::exchange(known->second.asked, false);
    known->second.cell = {CellState::Failed, 0, {}, problem};
    tell(key);
    const auto anchor = m_made.find(lowPassKey(key));
    if (anchor != m_made.end() && anchor->second.asked)
        failed(anchor->first, problem);
    Q_EMIT m_maker.progressed();
    tellDone();
}

} // namespace app::listening
