// What could not be made or heard, and the halt while everything would fail.
#include <utility>

#include "app/danmaku/director_inside.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

// What was paid for is not over by a model that is missing or a device that is gone.
void Director::Inside::fail(Entry entry, const Why &why) {
    if (entry.item.rank != Class::Paid) {
        finish(std::move(entry), Stage::Failed, why);
        return;
    }
    putAside(entry, why);
    enqueue(std::move(entry), why.by);
}

void Director::Inside::putAside(Entry &entry, const Why &why) {
    unmake(entry);
    entry.wasAside = true;
    Item &item = entry.item;
    item.stage = Stage::Offered;
    item.rule = why.rule;
    item.reason = why.reason;
    item.pinned = false;
    item.deadline = 0;
    item.expectedWait = -1;
    item.makeAt = item.firstSoundAt = item.readyAt = item.playAt = 0;
}

void Director::Inside::halt(const QString &why, const QString &by) {
    if (halted == why)
        return;
    halted = why;
    tellState(why.isEmpty() ? QStringLiteral("goes on") : QStringLiteral("halted: ") + why, by);
}

void Director::interrupted(quint64 item, qint64 now) {
    Inside &d = *m_inside;
    if (item == 0 || d.fading == item || !d.air || d.air->item.id != item) {
        ended(item, now);
        return;
    }
    d.tick(now);
    Entry entry = std::move(*d.air);
    d.air.reset();
    if (d.making.item == item)
        d.making.stale = true;
    d.airFree = d.now;
    d.fail(std::move(entry), {QStringLiteral("interrupted"), Inside::tr("it was cut off"), QStringLiteral("rule")});
}

void Director::setHalted(const QString &why, qint64 now) {
    m_inside->tick(now);
    m_inside->halt(why, QStringLiteral("rule"));
}

void Director::Inside::giveEditingTime() {
    if (Entry *entry = find(edited); entry && entry->item.deadline != 0)
        entry->item.deadline += now - editedSince;
    editedSince = now;
}

void Director::setEdited(quint64 item, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    d.giveEditingTime();
    d.edited = item;
}

const QString &Director::halted() const {
    return m_inside->halted;
}

} // namespace app::danmaku
