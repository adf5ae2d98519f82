// The queue in the library, so that a crash takes nothing that was paid for. Tables: app/storage/library_schema.cpp.
// What may still be read is a row; what is over is one only when it was paid. GUI thread; the storage thread works.
//
// Of a run that ended: what was paid and not begun is offered, what had begun counts as read (it may have been heard,
// so it is not said twice), the rest is gone. Only what other programs left that have ended is looked at.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

#include "app/danmaku/item.h"
#include "app/storage/database.h"

namespace app::danmaku {

struct StoreOpened {
    quint64 firstItem = 1; // ids and numbers go on where any run before ended, or later
    quint64 lastEvent = 0;
    std::vector<Item> offered; // oldest first
};

bool isPaid(const Item &item); // by money or gift, or one that ranks so

class DanmakuStore : public QObject {
    Q_OBJECT

public:
    explicit DanmakuStore(storage::Database &database, QObject *parent = nullptr);
    ~DanmakuStore() override; // writes what is left

    // Once, first. Without a library that works the answer has the defaults, and problem() says why.
    void open(QObject *context, std::function<void(const StoreOpened &)> done);

    void note(const Item &item);    // as it is now; written soon, and what was paid at once
    void noteEvent(quint64 number); // given
    // Written before `done` is called, so that it is not offered again. What is not paid goes at once.
    void playing(const Item &item, QObject *context, std::function<void()> done);

Q_SIGNALS:
    void written();                            // all that was noted is on the disk
    void problem(const app::Problem &problem); // once, until it works again

private:
    struct Work;

    void writeSoon(bool now);
    void write();
    void wrote(const storage::Answer<storage::Done> &answer);
    std::shared_ptr<Work> takeWork();

    storage::Database &m_database;
    QTimer m_timer;
    QHash<quint64, Item> m_changed; // since the last write
    QSet<quint64> m_rows;           // of what is not over, and not paid
    quint64 m_lastItem = 0, m_lastEvent = 0;
    quint64 m_itemsTo = 0, m_eventsTo = 0; // numbers below are taken for this run
    bool m_opened = false;
    bool m_writing = false;
    bool m_again = false; // what was paid waits for the write that runs
    bool m_failed = false;
};

} // namespace app::danmaku
