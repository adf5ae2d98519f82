// Whether speech became worse since a change of the default: the share of it in which something was found, after the
// change against before. Of a person's own lines it is takes, and the check of takes (app/cloning/take_checker.h) that
// looks; of live comments and other programs what spoken_artifacts.h sees go by. It proposes to take the change back,
// and never does so by itself.
#pragma once

#include <QList>
#include <QObject>

#include <deque>
#include <optional>

#include "app/listening/setting_change.h"
#include "app/listening/spoken_artifacts.h"
#include "app/takes/take_record.h"

namespace app::takes {
class TakeLibrary;
}

namespace app::listening {

struct ArtifactWatch {
    SpeechPurpose purpose = SpeechPurpose::Session;
    int since = 0, doubtedSince = 0;   // takes with the new settings, the newest 200 at most
    int before = 0, doubtedBefore = 0; // with the settings of before, the newest 200 at most
    double rise = 0;                   // share since − share before
    double surely = -1;                // lower one-sided 95 % bound of it (Newcombe)
    // From 20 takes on each side: it rose by more than 5 points, and surely rose.
    bool proposesRollback = false;

    QString sentence() const; // translated
};

// Of takes that were checked (TakeRecord::doubts). Pure; any thread.
ArtifactWatch watchArtifacts(const AppliedChange &change, const SpeechSteps &before,
                             const QList<takes::TakeRecord> &takes);

// Of what is spoken for one purpose, of which the change must be one. Pure; any thread.
ArtifactWatch watchSpeech(const AppliedChange &change, SpeechPurpose purpose, const std::deque<CheckedSpeech> &speech);

// Looks whenever takes were checked: page by page until both sides have enough, however many takes were made meanwhile.
// Those of before the change are looked for once. GUI thread.
class RollbackWatch : public QObject {
    Q_OBJECT

public:
    RollbackWatch(SettingChange &change, takes::TakeLibrary &library, const SpokenArtifacts &spoken,
                  QObject *parent = nullptr);

    void look(); // now; looked() follows when there is a change of the person's own lines to watch
    const std::optional<ArtifactWatch> &finding() const { return m_finding; } // of takes

Q_SIGNALS:
    void looked(const app::listening::ArtifactWatch &finding);
    void proposed(const app::listening::ArtifactWatch &finding); // once for each change

private:
    struct Walk {
        AppliedChange change;
        QList<takes::TakeRecord> since, before; // made with the settings of their side, and checked
        bool isBeforeKnown = false;             // from an earlier walk
        int offset = 0;
        qint64 last = 0; // the oldest take that was seen; 0: none yet
    };

    void walk(Walk walk);
    bool addPage(Walk &walk, const takes::TakePage &page) const; // false: no more are needed
    void finish(const Walk &walk);
    void lookAtSpoken();
    void propose(const ArtifactWatch &watch, const QDateTime &change);

    SettingChange &m_change;
    takes::TakeLibrary &m_library;
    const SpokenArtifacts &m_spoken;
    std::optional<ArtifactWatch> m_finding;
    QDateTime m_proposedFor;
    QList<takes::TakeRecord> m_before; // of the change at m_beforeOf
    QDateTime m_beforeOf;
    bool m_looking = false;
    bool m_again = false; // something changed meanwhile
};

} // namespace app::listening
