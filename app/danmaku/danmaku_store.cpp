#include "app/danmaku/danmaku_store.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

#include "app/danmaku/danmaku_rows.h"

namespace app::danmaku {

using storage::Answer;
using storage::Connection;
using storage::Done;

namespace {

constexpr int kWritesEvery = 500;      // ms
constexpr int kTriesAgainAfter = 1000; // ms

// Microseconds: no run gives so many numbers that it reaches those of the next.
quint64 numbersOfTheTime() {
    return quint64(QDateTime::currentMSecsSinceEpoch()) * 1000;
}

Item rowOf(Item item, quint64 before) {
    item.id += before;
    return item;
}

} // namespace

// What one write changes. Ids are those of this run.
struct DanmakuStore::Work {
    std::vector<Item> items;
    QSet<quint64> firstRows;           // of these: not paid, and not in the library before
    quint64 itemsTo = 0, eventsTo = 0; // 0: enough are taken
};

bool isPaid(const Item &item) {
    return item.rank == Class::Paid || (item.message && (item.message->paid.micros > 0 || item.message->giftCount > 0));
}

DanmakuStore::DanmakuStore(storage::Database &database, QObject *parent) : QObject(parent), m_database(database) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DanmakuStore::write);
}

DanmakuStore::~DanmakuStore() {
    if (!m_opened)
        return;
    if (m_flying)
        putBack(*m_flying); // in case that it fails
    std::vector<Item> items;
    for (const Item &item : std::as_const(m_changed))
        items.push_back(rowOf(item, m_itemsBefore));
    m_database.write<Done>(nullptr,
                           [items = std::move(items)](Connection &connection) {
                               for (const Item &item : items)
                                   putItem(connection, item);
                               return Done();
                           },
                           {});
}

void DanmakuStore::open(QObject *context, std::function<void(const StoreOpened &)> done) {
    m_asked = true;
    m_database.run<StoreOpened>(
        context,
        [&database = m_database](Connection &connection) {
            StoreOpened opened;
            connection.write([&] {
                opened = takeNumbers(connection);
                if (const auto since = database.aloneSince())
                    opened.offered = leftOver(connection, *since);
            });
            return opened;
        },
        [this, done = std::move(done)](const Answer<StoreOpened> &answer) {
            opened(answer);
            done(answer.value.value_or(StoreOpened{1, numbersOfTheTime(), {}}));
        });
}

void DanmakuStore::opened(const Answer<StoreOpened> &answer) {
    m_asked = false;
    m_answered = true;
    if (!answer) {
        say(answer.problem);
        if (!m_changed.isEmpty())
            m_timer.start(kTriesAgainAfter);
        return;
    }
    if (!m_changed.isEmpty())
        m_timer.start(kWritesEvery);
    m_failed = false;
    m_opened = true;
    m_lastItem = std::max(m_lastItem, answer.value->firstItem);
    m_lastEvent = std::max(m_lastEvent, answer.value->lastEvent);
    m_itemsTo = answer.value->firstItem + kTakesAtOnce;
    m_eventsTo = answer.value->lastEvent + kTakesAtOnce; // of this run's own, the next write takes more
}

// This run has counted from 1 meanwhile.
void DanmakuStore::openAgain() {
    if (!m_answered || std::exchange(m_asked, true))
        return;
    m_database.write<StoreOpened>(
        this, [](Connection &connection) { return takeNumbers(connection); },
        [this](const Answer<StoreOpened> &answer) {
            if (answer) {
                m_itemsBefore = answer.value->firstItem - 1;
                m_lastItem += m_itemsBefore;
            }
            opened(answer);
            if (m_opened)
                write();
        });
}

void DanmakuStore::say(const Problem &wrong) {
    if (!std::exchange(m_failed, true))
        Q_EMIT problem(wrong);
}

void DanmakuStore::note(const Item &item) {
    m_lastItem = std::max(m_lastItem, item.id + m_itemsBefore);
    if (!isPaid(item) && isOver(item.stage) && !m_rows.contains(item.id)) {
        m_changed.remove(item.id); // it never was a row
        return;
    }
    m_changed.insert(item.id, item);
    writeSoon(isPaid(item));
}

void DanmakuStore::noteEvent(quint64 number) {
    m_lastEvent = std::max(m_lastEvent, number);
}

void DanmakuStore::writeSoon(bool now) {
    if (now && !m_flying)
        write();
    else if (now)
        m_again = true;
    else if (!m_timer.isActive() && !m_flying)
        m_timer.start(m_failed ? kTriesAgainAfter : kWritesEvery);
}

std::shared_ptr<const DanmakuStore::Work> DanmakuStore::takeWork() {
    auto work = std::make_shared<Work>();
    for (const Item &item : std::as_const(m_changed)) {
        work->items.push_back(item);
        if (isPaid(item))
            continue;
        if (isOver(item.stage)) {
            m_rows.remove(item.id);
        } else if (!m_rows.contains(item.id)) {
            m_rows.insert(item.id);
            work->firstRows.insert(item.id);
        }
    }
    m_changed.clear();
    if (m_lastItem + kTakesAtOnce / 2 > m_itemsTo)
        work->itemsTo = m_itemsTo = m_lastItem + kTakesAtOnce;
    if (m_lastEvent + kTakesAtOnce / 2 > m_eventsTo)
        work->eventsTo = m_eventsTo = m_lastEvent + kTakesAtOnce;
    return work;
}

// It was not written: it is to be written still, where nothing newer is.
void DanmakuStore::putBack(const Work &work) {
    for (const Item &item : work.items) {
        const bool first = work.firstRows.contains(item.id);
        if (first)
            m_rows.remove(item.id);
        else if (!isPaid(item) && isOver(item.stage))
            m_rows.insert(item.id);
        const auto newer = m_changed.constFind(item.id);
        if (newer == m_changed.cend())
            m_changed.insert(item.id, item);
        else if (first && isOver(newer->stage))
            m_changed.erase(newer);
    }
}

void DanmakuStore::write() {
    if (!m_opened) {
        openAgain();
        return;
    }
    m_timer.stop();
    m_again = false;
    m_flying = takeWork();
    m_flyingCalls = std::exchange(m_calls, {});
    m_database.write<Done>(
        this,
        [work = m_flying, before = m_itemsBefore](Connection &connection) {
            for (const Item &item : work->items)
                putItem(connection, rowOf(item, before));
            if (work->itemsTo > 0)
                setNumber(connection, "item", work->itemsTo);
            if (work->eventsTo > 0)
                setNumber(connection, "event", work->eventsTo);
            return Done();
        },
        [this](const Answer<Done> &answer) { wrote(answer); });
}

void DanmakuStore::wrote(const Answer<Done> &answer) {
    const std::shared_ptr<const Work> work = std::exchange(m_flying, nullptr);
    const std::vector<Call> calls = std::exchange(m_flyingCalls, {});
    if (answer) {
        m_failed = false;
    } else {
        putBack(*work);
        m_itemsTo = m_eventsTo = 0; // they were not taken
        say(answer.problem);
    }
    if (m_again)
        write();
    else if (!m_changed.isEmpty())
        m_timer.start(answer ? kWritesEvery : kTriesAgainAfter);
    else if (answer)
        Q_EMIT written();
    for (const Call &call : calls)
        if (call.context)
            call.done(); // also when it could not be written
}

void DanmakuStore::playing(const Item &item, QObject *context, std::function<void()> done) {
    if (!isPaid(item)) {
        done();
        return;
    }
    Item begun = item;
    begun.stage = Stage::Playing;
    m_changed.insert(item.id, begun);
    if (m_opened)
        m_calls.push_back({context, std::move(done)});
    writeSoon(true);
    if (!m_opened)
        done();
}

} // namespace app::danmaku

#include "moc_danmaku_store.cpp"
