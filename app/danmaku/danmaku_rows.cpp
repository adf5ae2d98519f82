#include "app/danmaku/danmaku_rows.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/danmaku/item_json.h"

namespace app::danmaku {

using storage::Connection;
using storage::Statement;

namespace {

constexpr qint64 kKeepsPaid = 30LL * 24 * 3600 * 1000; // ms

QString textOf(const Item &item) {
    return QString::fromUtf8(QJsonDocument(toJson(item)).toJson(QJsonDocument::Compact));
}

std::optional<Item> itemOf(const QString &text) {
    return itemFrom(QJsonDocument::fromJson(text.toUtf8()).object());
}

quint64 numberOf(Connection &connection, const char *name) {
    Statement row = connection.prepare(QStringLiteral("SELECT next FROM danmaku_number WHERE name = ?"));
    row.bind(QString::fromLatin1(name));
    return row.next() ? quint64(std::max<qint64>(1, row.integer(0))) : 1;
}

// What was never begun, though it is over.
bool couldNotBeSaid(const Item &item) {
    return item.stage == Stage::Failed && item.playAt == 0;
}

} // namespace

void putItem(Connection &connection, const Item &item) {
    if (isOver(item.stage) && !isPaid(item)) {
        connection.prepare(QStringLiteral("DELETE FROM danmaku_item WHERE id = ?")).bind(qint64(item.id)).run();
        return;
    }
    connection.prepare(QStringLiteral("INSERT OR REPLACE INTO danmaku_item VALUES (?, ?, ?, ?, ?)"))
        .bind(qint64(item.id), QDateTime::currentMSecsSinceEpoch(), wordFor(item.stage), isPaid(item) ? 1 : 0,
              textOf(item))
        .run();
}

void setNumber(Connection &connection, const char *name, quint64 next) {
    connection
        .prepare(QStringLiteral("INSERT INTO danmaku_number VALUES (?1, ?2) "
                                "ON CONFLICT (name) DO UPDATE SET next = max(next, excluded.next)"))
        .bind(QString::fromLatin1(name), qint64(next))
        .run();
}

StoreOpened takeNumbers(Connection &connection) {
    StoreOpened numbers;
    numbers.firstItem = numberOf(connection, "item");
    numbers.lastEvent = numberOf(connection, "event") - 1;
    setNumber(connection, "item", numbers.firstItem + kTakesAtOnce);
    setNumber(connection, "event", numbers.lastEvent + 1 + kTakesAtOnce);
    return numbers;
}

std::vector<Item> leftOver(Connection &connection, qint64 since) {
    std::vector<Item> offered;
    std::vector<Item> heard;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    Statement rows = connection.prepare(
        QStringLiteral("SELECT item FROM danmaku_item WHERE (changed < ? OR changed > ?) AND paid = 1 "
                       "AND stage NOT IN ('played', 'skipped', 'dropped', 'removed') ORDER BY id"));
    rows.bind(since, now);
    while (rows.next()) {
        auto item = itemOf(rows.text(0));
        if (!item)
            continue;
        if (item->stage == Stage::Playing) {
            item->stage = Stage::Played;
            item->rule = QStringLiteral("ended");
            heard.push_back(std::move(*item));
        } else if (item->stage != Stage::Failed || couldNotBeSaid(*item)) {
            item->endAt = 0;
            item->stage = Stage::Offered;
            item->rule = QStringLiteral("ended");
            offered.push_back(std::move(*item));
        }
    }
    for (const Item &item : heard)
        putItem(connection, item);
    for (const Item &item : offered)
        putItem(connection, item);
    connection
        .prepare(QStringLiteral("DELETE FROM danmaku_item WHERE (changed < ? OR changed > ?) "
                                "AND (paid = 0 OR changed < ?)"))
        .bind(since, now, since - kKeepsPaid)
        .run();
    return offered;
}

} // namespace app::danmaku
