// Takes for the lines of a script: asks the queue for them, keeps them in the library, and knows how each line stands.
// Several lines wait in the queue at once; a line that is asked for again while it waits or is made is taken back
// first (and so is a take that is to be made again, but several takes of one line are). GUI thread.
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "app/problem.h"
#include "app/script/script.h"
#include "app/speech/job.h"
#include "app/takes/take_record.h"

namespace app::script {
class ScriptDocument;
}
namespace app::speech {
class SpeechQueue;
}
namespace app::takes {
class TakeLibrary;
}

namespace app::cloning {

class MadeOtherwise;
class SpokenLines;

enum class Work { None, Waiting, Making, Stopping, Failed };

struct LineStanding {
    script::LineState state = script::LineState::NotMade;
    Work work = Work::None;
    bool beingKept = false;                  // a take is made and on its way to the disk
    engine::Progress progress;               // while making
    std::optional<takes::TakeRecord> newest; // also while the next one is made
    std::optional<takes::TakeRecord> starred;
    // Made, but with other settings than those of now (made_otherwise.h). Never where a starred take says what stands
    // there: it was chosen as it is.
    bool otherwise = false;
    Problem problem; // with Work::Failed
};

class LineMaker : public QObject {
    Q_OBJECT

public:
    // What a line asks for, with everything it leaves open filled in; a voice without id when there is none.
    using RequestFor = std::function<engine::Request(const script::Line &)>;

    LineMaker(script::ScriptDocument &document, speech::SpeechQueue &queue, takes::TakeLibrary &library,
              const SpokenLines &spoken, const MadeOtherwise &otherwise, RequestFor request, QObject *parent = nullptr);
    ~LineMaker() override;

    // What counts for lines that say nothing of their own; states follow.
    void setChosen(const script::Chosen &chosen);
    const script::Chosen &chosen() const { return m_chosen; }
    const SpokenLines &spoken() const { return m_spoken; }

    // One job for each line, in this order; lines that say nothing and those that are not in the script are left out.
    // They do not sound (Origin::Export). Gives the ids of the jobs.
    QList<quint64> make(const QStringList &lineIds);
    // The same, each with the seed of its newest take: only the settings are others.
    QList<quint64> makeWithTheirSeeds(const QStringList &lineIds);
    // A take of a line with a request of its own, which sounds while it is made. `from`: the take it is made from, or
    // 0.
    quint64 make(const QString &lineId, engine::Request request, qint64 from);
    // Two takes of a line, each with a request of its own, in this order; they do not sound. Gives the ids of the jobs.
    // `models`: that they are to be made with, where it is not the one that is loaded.
    using Models = std::pair<std::shared_ptr<const speech::OwnModel>, std::shared_ptr<const speech::OwnModel>>;
    QList<quint64> makeBoth(const QString &lineId, engine::Request one, engine::Request other, Models models = {});
    void stop();                             // everything that was asked for here
    void cancel(const QList<quint64> &jobs); // those of them that have not ended
    bool isBusy() const { return !m_jobs.isEmpty(); }
    int jobs() const { return int(m_jobs.size()); } // that have not ended
    int waiting() const;                            // those of them that have not begun
    bool sounds(quint64 job) const;                 // while it is made; not when it has ended

    LineStanding standing(const QString &lineId) const;                       // cheap, however many jobs wait
    bool says(const takes::TakeRecord &take, const script::Line &line) const; // what stands there, as it stands there
    QStringList toBeMade() const;      // lines that are not blank and have no take of what they say, top down
    QStringList madeOtherwise() const; // those with LineStanding::otherwise, top down
    QStringList differences(const QString &lineId) const; // in words, from how its newest take was made to now
    QString lineOf(quint64 job) const { return m_jobs.value(job).lineId; } // "" = not ours, or ended

Q_SIGNALS:
    void changed(const QString &lineId); // standing(); "" = of all lines
    void busyChanged(bool busy);
    void started(quint64 job, const engine::Request &request);
    void finished(const app::speech::Take &take); // before it is kept
    void cancelled(quint64 job);
    void failed(quint64 job, const app::Problem &problem);

private:
    struct Asked {
        QString lineId;
        qint64 from = 0;
        quint64 seed = 0;
        bool sounds = false;
        Work work = Work::Waiting;
        engine::Progress progress;
    };

    struct Keeping { // made, on its way to the disk
        QString lineId;
        script::Made made;
    };

    void connectQueue();
    void connectLibrary();
    QStringList lineIds() const;
    void lookUp(const QStringList &lineIds); // their takes
    void lookUpAll();
    enum class Seeds { AsAsked, OfNewest };
    QList<quint64> makeAll(const QStringList &lineIds, Seeds seeds);
    bool isOtherwise(const script::Line &line, const takes::LineTakes &known) const; // of a line that is made
    script::LineState stateOf(const script::Line &line, const std::optional<script::Made> &made) const;
    // `beside`: a job of this line that stays.
    quint64 ask(const QString &lineId, engine::Request request, qint64 from, speech::Origin origin, quint64 beside = 0,
                std::shared_ptr<const speech::OwnModel> model = {});
    void end(quint64 job);
    quint64 beingKept(const QString &lineId) const;                // the last job of it that is; 0 = none
    std::optional<script::Made> made(const QString &lineId) const; // with what, last

    script::ScriptDocument &m_document;
    speech::SpeechQueue &m_queue;
    takes::TakeLibrary &m_library;
    const SpokenLines &m_spoken;
    const MadeOtherwise &m_otherwise;
    const RequestFor m_request;
    script::Chosen m_chosen;
    QHash<quint64, Asked> m_jobs;               // not ended
    QMultiHash<QString, quint64> m_jobsOfLines; // of m_jobs
    QHash<quint64, Keeping> m_keeping;
    QHash<QString, takes::LineTakes> m_takes;
    QHash<QString, Problem> m_failures; // until the line is asked for again or changed
};

} // namespace app::cloning
