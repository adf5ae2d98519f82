// Every take that was made, kept with all that made it: rows in the library (app/storage/database.h), sound in files
// (app/storage/audio_store.h). GUI thread; nothing here waits for the disk. Several programs may use one library.
//
// Answers come through the event loop, in the order of the questions; those to a destroyed `context` are dropped. What
// was asked for is carried out even when this object and the database are destroyed at once (quitting).
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "app/speech/job.h"
#include "app/storage/database.h"
#include "app/takes/same_again.h"
#include "app/takes/take_record.h"

namespace app::takes {

// What a take says of itself; id, the sound's hash and the recording's are the library's to add.
TakeRecord recordOf(const speech::Take &take, const QString &lineId = {}, qint64 parentId = 0);

inline constexpr std::chrono::days kRemovedStay{30};

class TakeLibrary : public QObject {
    Q_OBJECT

public:
    template <class T> using Done = std::function<void(const storage::Answer<T> &)>;

    // `folder` is for the sound (storage::takesFolder). Looks after what a killed program left behind, and deletes for
    // good what was removed before this start and longer ago than `removedStay`, or forgotten, unless another program
    // is running. The database must outlive this object.
    TakeLibrary(storage::Database &database, std::filesystem::path folder, QObject *parent = nullptr,
                std::chrono::milliseconds removedStay = kRemovedStay);
    ~TakeLibrary() override;

    // One of kept() and notKept() follows; kept() comes when row and sound are on the disk. parentId: the take this one
    // was made from, or 0.
    void keep(const speech::Take &take, const QString &lineId = {}, qint64 parentId = 0);

    void find(const TakeQuery &query, QObject *context, Done<TakePage> done);
    void byId(qint64 id, QObject *context, Done<TakeRecord> done);                      // also removed ones
    void ofLines(const QStringList &lineIds, QObject *context, Done<TakesByLine> done); // one question for all
    void audio(const QString &audioHash, QObject *context, Done<engine::ClipPtr> done); // bit for bit as it was kept
    // SHA-256 of these recordings as they are now, as TakeRecord::voiceRecording has it; "" for one that cannot be
    // read.
    void recordings(const std::vector<std::filesystem::path> &files, QObject *context, Done<QStringList> done);
    // The request that makes the same bytes again (same_again.h); also looks whether the recording is still the same.
    void requestOf(const TakeRecord &record, const std::vector<engine::Voice> &voices,
                   const engine::ModelSummary &loaded, QObject *context, std::function<void(const SameAgain &)> done);

    // changed() or problem() follows.
    void star(qint64 id, bool starred);
    void starAsOf(qint64 id, const QDateTime &at); // invalid: no star. Of a line's stars the latest counts
    void rename(qint64 id, const QString &name);   // at most 200 characters
    void annotate(qint64 id, const QString &note); // at most 4000 characters
    void judge(qint64 id, const QString &doubts);  // TakeRecord::doubts
    // removed() or restored() or problem() follows. A removed take is in no answer but byId() and that to
    // TakeQuery::removedOnly, and can be restored for 30 days.
    void remove(const QList<qint64> &ids);
    void restore(const QList<qint64> &ids);
    // Of removed takes: they are in no list of removed ones any more, and the next time that a program alone opens the
    // library they are deleted; or they are there as before. forgottenChanged() or problem() follows.
    void forget(const QList<qint64> &ids, bool forgotten = true);

    bool isDiskFull() const; // it was when something was last to be written; as of problem()

Q_SIGNALS:
    void opened(); // what follows is quick; not when it could not be opened
    void kept(quint64 jobId, const app::takes::TakeRecord &record);
    void notKept(quint64 jobId,
                 const app::Problem &problem); // problem() has said it, unless it had said the same before
    void changed(const app::takes::TakeRecord &record);
    void removed(const QList<qint64> &ids);  // those that were there
    void restored(const QList<qint64> &ids); // those that had been removed
    void forgottenChanged(const QList<qint64> &ids, bool forgotten);
    // Another program kept, changed or removed takes. Looked for every two seconds while the library is open.
    void changedElsewhere();
    // A state of the disk is said once as long as nothing succeeds in between: when it is full that is one notice, not
    // one for each take.
    void problem(const app::Problem &problem);

private:
    class Shelf; // of the storage thread

    void lookElsewhere();
    void change(qint64 id, std::function<void(storage::Connection &)> work);
    void mark(const QList<qint64> &ids, bool removed);
    template <class T> bool succeeded(const storage::Answer<T> &answer); // says the problem otherwise

    storage::Database &m_database;
    const std::shared_ptr<Shelf> m_shelf;
    QTimer m_look;
    std::optional<qint64> m_seen; // SQLite's count of what other programs did
    QString m_said;               // which problem was the last; empty after a success
};

} // namespace app::takes
