// The queue in the library, so that a crash takes nothing that was paid for. Tables: app/storage/library_schema.cpp.
// What may still be read is a row; what is over is one only when it was paid. GUI thread; the storage thread works.
//
// Of a run that ended: what was paid and not begun is offered, also when it could not be said; what had begun counts as
// read (it may have been heard, so it is not said twice), the rest is gone. Only what other programs left that have
// ended is looked at.
//
// What cannot be written is tried again, every second and with the next that was paid. A library that cannot even
// be opened gives no ids: this run counts from 1 then, and when the library opens later, its rows get free ids.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

#include "app/danmaku/item.h"
#include "app/storage/database.h"

namespace app::danmaku {

struct StoreOpened {
    quint64 firstItem = 1;     // ids and numbers go on where any run before ended, or later
    quint64 lastEvent = 0;     // without a library: the time, so that no other run gives the same numbers
    std::vector<Item> offered; // oldest first
};

bool isPaid(const Item &item); // by money or gift, or one that ranks so

class DanmakuStore : public QObject {
    Q_OBJECT

public:
    explicit DanmakuStore(storage::Database &database, QObject *parent = nullptr);
    ~DanmakuStore() override; // writes what is left

    // Once, first. Without a library that works nothing is offered and ids begin with 1, and problem() says why; what
    // former runs left is offered by the next run then.
    void open(QObject *context, std::function<void(const StoreOpened &)> done);

    void note(const Item &item);    // as it is now; written soon, and what was paid at once
    void noteEvent(quint64 number); // given
    // Written before `done` is called, so that it is not offered again. What is not paid goes at once, and a library
    // that cannot be written silences nobody.
    void playing(const Item &item, QObject *context, std::function<void()> done);

Q_SIGNALS:
    void written();                            // all that was noted is on the disk
    void problem(const app::Problem &problem); // once, until it works again

private:
    struct Work;
    struct Call {
        QPointer<QObject> context;
        std::function<void()> done;
    };

    void opened(const storage::Answer<StoreOpened> &answer);
    void openAgain();
    void writeSoon(bool now);
    void write();
    void wrote(const storage::Answer<storage::Done> &answer);
    void putBack(const Work &work);
    void say(const Problem &wrong);
    std::shared_ptr<const Work> takeWork();

    storage::Database &m_database;
    QTimer m_timer;
    QHash<quint64, Item> m_changed;       // since the last write
    QSet<quint64> m_rows;                 // of what is not paid: has a row, or is being written
    std::vector<Call> m_calls;            // of what is in m_changed
    std::shared_ptr<const Work> m_flying; // is being written
    std::vector<Call> m_flyingCalls;
    quint64 m_lastItem = 0, m_lastEvent = 0;
    quint64 m_itemsBefore = 0;             // added to this run's ids, when it began without a library
    quint64 m_itemsTo = 0, m_eventsTo = 0; // numbers below are taken for this run
    bool m_asked = false;                  // to open, and no answer yet
    bool m_answered = false;
    bool m_opened = false;
    bool m_again = false; // what was paid waits for the write that runs
    bool m_failed = false;
};

} // namespace app::danmaku
