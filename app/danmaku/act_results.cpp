// What became of the acts.
#include <algorithm>
#include <utility>

#include "app/danmaku/director_inside.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

void Director::makeStarted(quint64 item, qint64 now) {
    m_inside->tick(now);
    if (m_inside->making.item != item)
        return;
    if (Entry *entry = m_inside->find(item); entry && entry->item.stage == Stage::Making) {
        entry->item.makeAt = m_inside->now;
        m_inside->tell(What::Synthesising, entry->item, QStringLiteral("rule"));
    }
}

void Director::firstSound(quint64 item, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    Entry *entry = d.find(item);
    if (d.making.item != item || d.making.stale || d.making.stopping || !entry || entry->playable)
        return;
    entry->playable = true;
    entry->item.firstSoundAt = d.now;
    d.sounds.insert(item, {});
}

void Director::made(quint64 item, double seconds, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (d.making.item != item)
        return;
    const Inside::Make make = std::exchange(d.making, {});
    Entry *entry = d.find(item);
    if (!entry && d.air && d.air->item.id == item)
        entry = &*d.air;
    if (make.stale || !entry) {
        Item unwanted = entry ? entry->item : Item{};
        unwanted.id = item;
        d.sounds.remove(item);
        d.forget(unwanted);
        return;
    }
    Item &made = entry->item;
    d.sounds.insert(item, {seconds, true});
    entry->playable = true;
    made.seconds = seconds;
    made.readyAt = d.now;
    if (made.firstSoundAt == 0)
        made.firstSoundAt = d.now;
    if (willBeRead(made.stage))
        made.stage = Stage::Ready;
    const double characters = double(made.spoken.size());
    if (seconds > 0 && characters > 0)
        d.charactersPerSecond +=
            0.2 * (std::clamp(characters / seconds / made.speed, 1.0, 60.0) - d.charactersPerSecond);
    if (made.stage == Stage::Ready)
        d.tell(What::Ready, made, QStringLiteral("rule"));
}

void Director::makeStopped(quint64 item, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (d.making.item != item)
        return;
    d.making = {};
    d.sounds.remove(item); // what there was of it is gone with it
    if (d.air && d.air->item.id == item) {
        d.fail(d.leaveAir(),
               {QStringLiteral("failed"), Inside::tr("its sound was not finished"), QStringLiteral("rule")});
    } else if (Entry *entry = d.find(item)) {
        entry->playable = false;
        if (willBeRead(entry->item.stage))
            entry->item.stage = Stage::Waiting;
    }
}

void Director::makeFailed(quint64 item, const QString &why, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (d.making.item != item)
        return;
    if (d.making.stale || d.making.stopping) {
        makeStopped(item, now);
        return;
    }
    d.making = {};
    d.sounds.remove(item);
    const Inside::Why failed{QStringLiteral("failed"), why, QStringLiteral("rule")};
    if (d.air && d.air->item.id == item) {
        d.fail(d.leaveAir(), failed);
    } else if (Entry *entry = d.find(item)) {
        Entry taken = std::move(*entry);
        d.entries.erase(d.entries.begin() + (entry - d.entries.data()));
        d.fail(std::move(taken), failed);
    }
}

void Director::playing(quint64 item, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (!d.air || d.air->item.id != item || d.air->item.playAt != 0)
        return;
    Item &heard = d.air->item;
    heard.playAt = d.now;
    if (d.air->cameIn && !d.air->wasAside)
        d.waits.push_back(double(heard.playAt - heard.receivedAt) / 1000);
    if (d.waits.size() > Inside::kWaits)
        d.waits.pop_front();
    d.tell(What::Playing, heard, QStringLiteral("rule"));
}

void Director::ended(quint64 item, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (d.fading == item && item != 0) {
        d.fading = 0;
        if (std::exchange(d.forgottenAfterFade, 0) == item) {
            Item unwanted;
            unwanted.id = item;
            d.forget(unwanted);
        }
    } else if (d.air && d.air->item.id == item) {
        Entry entry = std::move(*d.air);
        d.air.reset();
        if (d.making.item == item)
            d.making.stale = true;
        if (entry.item.playAt != 0)
            d.finish(std::move(entry), Stage::Played, {{}, {}, QStringLiteral("rule")});
        else
            d.fail(std::move(entry),
                   {QStringLiteral("not_heard"), Inside::tr("it could not be played"), QStringLiteral("rule")});
    } else {
        return;
    }
    d.airFree = d.now;
}

} // namespace app::danmaku
