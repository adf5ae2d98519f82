// Which acts follow from how things are now.
#include <algorithm>
#include <utility>

#include "app/danmaku/director_inside.h"
#include "app/danmaku/names.h"
#include "app/danmaku/ranking.h"

namespace app::danmaku {

namespace {

QString writerOf(const Entry &entry) {
    return entry.item.message ? entry.item.message->person() : QString();
}

} // namespace

void Director::Inside::dropLate() {
    for (std::size_t place = entries.size(); place-- > 0;) {
        const Item &item = entries[place].item;
        if (willBeRead(item.stage) && item.deadline != 0 && now > item.deadline && item.id != edited)
            dropAt(place, Stage::Dropped,
                   {QStringLiteral("deadline"), tr("it waited too long"), QStringLiteral("rule")});
    }
}

// A name was left off because the same person was heard just before. Where that is not so any more, the words would be
// taken for somebody else's: the sound is made anew.
void Director::Inside::remakeWrongNames() {
    QString before = air ? writerOf(*air) : lastHeard;
    for (Entry &entry : entries) {
        if (!willBeRead(entry.item.stage))
            break;
        if (entry.due > now)
            continue;
        if (!entry.nameLeftFor.isEmpty() && entry.nameLeftFor != before)
            unmake(entry);
        before = writerOf(entry);
    }
}

bool Director::Inside::airIsFree() const {
    return !air && fading == 0 && !standsStill() && (airFree == 0 || now >= airFree + qint64(gap() * 1000));
}

Entry *Director::Inside::nextToPlay() {
    for (Entry &entry : entries) {
        if (!willBeRead(entry.item.stage))
            break;
        if (entry.due <= now && entry.item.id != edited)
            return &entry;
    }
    return nullptr;
}

void Director::Inside::play() {
    Entry *next = airIsFree() ? nextToPlay() : nullptr;
    if (!next || !next->playable)
        return;
    air = std::move(*next);
    entries.erase(entries.begin() + (next - entries.data()));
    air->item.stage = Stage::Playing;
    air->item.expectedWait = 0;
    row = rowAfter(row, air->item.rank);
    lastHeard = writerOf(*air);
    acts.push_back({Act::What::Play, air->item});
    updateOverload();
    putInOrder(entries, rules.ranking, row);
}

void Director::Inside::make() {
    const bool busy = air || fading != 0;
    const int most = std::max(rules.queue.lookAhead, busy ? 0 : 1);
    int ahead = 0;
    double seconds = 0;
    QString before = air ? writerOf(*air) : lastHeard, wantedAfter;
    Entry *wanted = nullptr;
    for (Entry &entry : entries) {
        if (!willBeRead(entry.item.stage) || ahead >= most ||
            ((ahead > 0 || busy) && seconds >= rules.queue.lookAheadSeconds))
            break;
        if (entry.due > now || entry.item.id == edited)
            continue;
        ++ahead;
        const auto sound = sounds.constFind(entry.item.id);
        if (sound != sounds.constEnd() && sound->whole) {
            seconds += sound->seconds;
        } else {
            wanted = &entry;
            wantedAfter = before;
            break; // one at a time
        }
        before = writerOf(entry);
    }
    if (making.item != 0) {
        if (making.stopping || (air && air->item.id == making.item))
            return;
        if (!making.stale && (!wanted || wanted->item.id == making.item))
            return;
        making.stopping = true;
        Entry *entry = find(making.item);
        if (entry) {
            entry->playable = false;
            if (willBeRead(entry->item.stage))
                entry->item.stage = Stage::Waiting;
        }
        Item unwanted = entry ? entry->item : Item{};
        unwanted.id = making.item;
        acts.push_back({Act::What::StopMake, unwanted});
        return;
    }
    if (!wanted || !halted.isEmpty() ||
        wanted->item.id == fading) // what came back is made when what there was of it has gone
        return;
    Item &item = wanted->item;
    Item said = item;
    if (const int length = overload.mostLength(rules.overload); length > 0 && item.rank != Class::Operator)
        said.text = shortened(item.text, length);
    Saying saying = sayingFor(said, rules, wantedAfter, overload.names());
    const bool leftOut = !saying.named && overload.names() && wantedAfter == writerOf(*wanted);
    item.spoken = std::move(saying.text);
    if (item.spoken.trimmed().isEmpty()) {
        dropAt(std::size_t(wanted - entries.data()), Stage::Dropped,
               {QStringLiteral("empty"), tr("nothing of it is read"), QStringLiteral("rule")});
        make();
        return;
    }
    wanted->nameLeftFor = leftOut ? wantedAfter : QString();
    wanted->playable = false;
    item.speed = overload.speed(rules);
    item.stage = Stage::Making;
    making = {item.id, false, false};
    acts.push_back({Act::What::Make, item});
}

// Sound is kept while its item is in the queue or on air, and while undo could bring it back.
void Director::Inside::forgetSounds() {
    for (auto sound = sounds.begin(); sound != sounds.end();) {
        const quint64 id = sound.key();
        if (find(id) || (air && air->item.id == id) || fading == id || making.item == id ||
            (sound->whole && undo.holds(id))) {
            ++sound;
            continue;
        }
        Item item;
        item.id = id;
        acts.push_back({Act::What::Forget, item});
        sound = sounds.erase(sound);
    }
}

void Director::Inside::look() {
    const double speed = overload.speed(rules);
    const auto length = [this, speed](const Item &item) {
        return item.seconds > 0 ? item.seconds : 0.3 + double(item.text.size()) / charactersPerSecond / speed;
    };
    double start = 0; // s from now until the next one may begin
    if (air)
        start =
            std::max(0.0, length(air->item) - (air->item.playAt ? double(now - air->item.playAt) / 1000 : 0)) + gap();
    else if (airFree != 0)
        start = std::max(0.0, double(airFree - now) / 1000 + gap());

    wake.reset();
    const auto wakeAt = [this](qint64 at) {
        if (at > now && (!wake || at < *wake))
            wake = at;
    };
    wakeAt(undo.nextExpiry());
    if (!air && fading == 0 && airFree != 0)
        wakeAt(airFree + qint64(gap() * 1000));

    view.clear();
    view.reserve(entries.size());
    for (Entry &entry : entries) {
        Item &item = entry.item;
        item.expectedWait = -1;
        if (willBeRead(item.stage)) {
            if (item.deadline != 0)
                wakeAt(item.deadline + 1);
            wakeAt(entry.due);
            if (standsStill() || item.id == edited) {
                view.push_back(item);
                continue; // nobody knows
            }
            const double wait = std::max(start, double(entry.due - now) / 1000);
            if (item.deadline == 0 || now + qint64(wait * 1000) <= item.deadline) {
                item.expectedWait = wait;
                start += length(item) + gap();
            }
        }
        view.push_back(item);
    }
}

std::vector<Act> Director::plan(qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    d.undo.expire(d.now);
    d.dropLate();
    putInOrder(d.entries, d.rules.ranking, d.row);
    d.updateOverload();
    d.remakeWrongNames();
    d.play();
    d.make();
    d.forgetSounds();
    d.look();
    return std::exchange(d.acts, {});
}

} // namespace app::danmaku
