#include "app/danmaku/danmaku_store.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/danmaku/item_json.h"

namespace app::danmaku {

using storage::Answer;
using storage::Connection;
using storage::Done;
using storage::Statement;

namespace {

constexpr int kWritesEvery = 500;                      // ms
constexpr quint64 kTakesAtOnce = 100'000;              // numbers
constexpr qint64 kKeepsPaid = 30LL * 24 * 3600 * 1000; // ms

QString textOf(const Item &item) {
    return QString::fromUtf8(QJsonDocument(toJson(item)).toJson(QJsonDocument::Compact));
}

std::optional<Item> itemOf(const QString &text) {
    return itemFrom(QJsonDocument::fromJson(text.toUtf8()).object());
}

void put(Connection &connection, const Item &item) {
    if (isOver(item.stage) && !isPaid(item)) {
        connection.prepare(QStringLiteral("DELETE FROM danmaku_item WHERE id = ?")).bind(qint64(item.id)).run();
        return;
    }
    connection.prepare(QStringLiteral("INSERT OR REPLACE INTO danmaku_item VALUES (?, ?, ?, ?, ?)"))
        .bind(qint64(item.id), QDateTime::currentMSecsSinceEpoch(), wordFor(item.stage), isPaid(item) ? 1 : 0,
              textOf(item))
        .run();
}

quint64 numberOf(Connection &connection, const char *name) {
    Statement row = connection.prepare(QStringLiteral("SELECT next FROM danmaku_number WHERE name = ?"));
    row.bind(QString::fromLatin1(name));
    return row.next() ? quint64(std::max<qint64>(1, row.integer(0))) : 1;
}

void setNumber(Connection &connection, const char *name, quint64 next) {
    connection
        .prepare(QStringLiteral("INSERT INTO danmaku_number VALUES (?1, ?2) "
                                "ON CONFLICT (name) DO UPDATE SET next = max(next, excluded.next)"))
        .bind(QString::fromLatin1(name), qint64(next))
        .run();
}

// Of runs that have ended.
std::vector<Item> leftOver(Connection &connection, qint64 since) {
    std::vector<Item> offered;
    std::vector<Item> heard;
    Statement rows = connection.prepare(
        QStringLiteral("SELECT item FROM danmaku_item WHERE changed < ? AND paid = 1 AND stage NOT IN "
                       "('played', 'skipped', 'dropped', 'removed', 'failed') ORDER BY id"));
    rows.bind(since);
    while (rows.next()) {
        auto item = itemOf(rows.text(0));
        if (!item)
            continue;
        if (item->stage == Stage::Playing) {
            item->stage = Stage::Played;
            item->rule = QStringLiteral("ended");
            heard.push_back(std::move(*item));
        } else {
            item->stage = Stage::Offered;
            item->rule = QStringLiteral("ended");
            offered.push_back(std::move(*item));
        }
    }
    for (const Item &item : heard)
        put(connection, item);
    for (const Item &item : offered)
        put(connection, item);
    connection.prepare(QStringLiteral("DELETE FROM danmaku_item WHERE changed < ? AND (paid = 0 OR changed < ?)"))
        .bind(since, since - kKeepsPaid)
        .run();
    return offered;
}

} // namespace

// What one write changes.
struct DanmakuStore::Work {
    std::vector<Item> items;
    quint64 itemsTo = 0, eventsTo = 0; // 0: enough are taken
};

bool isPaid(const Item &item) {
    return item.rank == Class::Paid || (item.message && (item.message->paid.micros > 0 || item.message->giftCount > 0));
}

DanmakuStore::DanmakuStore(storage::Database &database, QObject *parent) : QObject(parent), m_database(database) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kWritesEvery);
    connect(&m_timer, &QTimer::timeout, this, &DanmakuStore::write);
}

DanmakuStore::~DanmakuStore() {
    if (!m_opened)
        return;
    auto work = takeWork();
    m_database.write<Done>(nullptr,
                           [work](Connection &connection) {
                               for (const Item &item : work->items)
                                   put(connection, item);
                               return Done();
                           },
                           {});
}

void DanmakuStore::open(QObject *context, std::function<void(const StoreOpened &)> done) {
    m_database.run<StoreOpened>(
        context,
        [&database = m_database](Connection &connection) {
            StoreOpened opened;
            connection.write([&] {
                opened.firstItem = numberOf(connection, "item");
                opened.lastEvent = numberOf(connection, "event") - 1;
                setNumber(connection, "item", opened.firstItem + kTakesAtOnce);
                setNumber(connection, "event", opened.lastEvent + 1 + kTakesAtOnce);
                if (const auto since = database.aloneSince())
                    opened.offered = leftOver(connection, *since);
            });
            return opened;
        },
        [this, done = std::move(done)](const Answer<StoreOpened> &answer) {
            const StoreOpened opened = answer.value.value_or(StoreOpened());
            if (!answer) {
                m_failed = true;
                Q_EMIT problem(answer.problem);
            }
            m_opened = true;
            m_lastItem = opened.firstItem;
            m_lastEvent = opened.lastEvent;
            m_itemsTo = opened.firstItem + kTakesAtOnce;
            m_eventsTo = opened.lastEvent + kTakesAtOnce;
            done(opened);
        });
}

void DanmakuStore::note(const Item &item) {
    m_lastItem = std::max(m_lastItem, item.id);
    if (!isPaid(item)) {
        if (isOver(item.stage) && !m_rows.remove(item.id))
            return; // it never was one
        if (!isOver(item.stage))
            m_rows.insert(item.id);
    }
    m_changed.insert(item.id, item);
    writeSoon(isPaid(item));
}

void DanmakuStore::noteEvent(quint64 number) {
    m_lastEvent = std::max(m_lastEvent, number);
}

void DanmakuStore::writeSoon(bool now) {
    if (now && !m_writing)
        write();
    else if (now)
        m_again = true;
    else if (!m_timer.isActive() && !m_writing)
        m_timer.start();
}

std::shared_ptr<DanmakuStore::Work> DanmakuStore::takeWork() {
    auto work = std::make_shared<Work>();
    for (const Item &item : std::as_const(m_changed))
        work->items.push_back(item);
    m_changed.clear();
    if (m_lastItem + kTakesAtOnce / 2 > m_itemsTo)
        work->itemsTo = m_itemsTo = m_lastItem + kTakesAtOnce;
    if (m_lastEvent + kTakesAtOnce / 2 > m_eventsTo)
        work->eventsTo = m_eventsTo = m_lastEvent + kTakesAtOnce;
    return work;
}

void DanmakuStore::write() {
    if (!m_opened)
        return;
    m_timer.stop();
    m_writing = true;
    m_again = false;
    m_database.write<Done>(
        this,
        [work = takeWork()](Connection &connection) {
            for (const Item &item : work->items)
                put(connection, item);
            if (work->itemsTo > 0)
                setNumber(connection, "item", work->itemsTo);
            if (work->eventsTo > 0)
                setNumber(connection, "event", work->eventsTo);
            return Done();
        },
        [this](const Answer<Done> &answer) { wrote(answer); });
}

void DanmakuStore::wrote(const Answer<Done> &answer) {
    m_writing = false;
    if (!answer && !std::exchange(m_failed, true))
        Q_EMIT problem(answer.problem);
    if (answer)
        m_failed = false;
    if (m_again)
        write();
    else if (!m_changed.isEmpty())
        m_timer.start();
    else if (answer)
        Q_EMIT written();
}

void DanmakuStore::playing(const Item &item, QObject *context, std::function<void()> done) {
    if (!isPaid(item) || !m_opened) {
        done();
        return;
    }
    m_changed.remove(item.id);
    Item begun = item;
    begun.stage = Stage::Playing;
    m_database.write<Done>(
        context,
        [begun](Connection &connection) {
            put(connection, begun);
            return Done();
        },
        [this, done = std::move(done)](const Answer<Done> &answer) {
            if (!answer && !std::exchange(m_failed, true))
                Q_EMIT problem(answer.problem);
            done(); // a disk that is full silences nobody
        });
}

} // namespace app::danmaku

#include "moc_danmaku_store.cpp"
