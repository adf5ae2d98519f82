// What comes in, and what moderators take out again.
#include <algorithm>
#include <utility>

#include "app/danmaku/director_inside.h"
#include "app/danmaku/ranking.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

namespace {

const QString kRule = QStringLiteral("rule");

// Equal for ears: case and white space do not count.
QString keyOf(const QString &text) {
    return text.simplified().toCaseFolded();
}

bool comes(const chat::Message &message, Review review) {
    if (message.kind == chat::Kind::Operator)
        return false;
    switch (review) {
    case Review::Off:
        return false;
    case Review::PaidOnly:
        return classOf(message) == Class::Paid;
    case Review::FirstTime:
        return message.roles.testFlag(chat::Role::FirstTime);
    case Review::All:
        return true;
    }
    return false;
}

} // namespace

bool Director::Inside::isBlocked(const chat::Message &message) const {
    const QString person = message.person();
    return blocked.contains(person, message.channel, now) || isBanned(person) ||
           (!message.fromChannel.isEmpty() && blocked.contains(person, BlockedPeople::room(message.fromChannel), now));
}

bool Director::Inside::isBanned(const QString &person) const {
    const auto known = rules.people.constFind(person);
    return known != rules.people.constEnd() &&
           (known->ignored || (known->banned && (known->until == 0 || now < known->until)));
}

void Director::Inside::remember(const QString &key, quint64 item) {
    const qint64 window = qint64(rules.queue.sameTextSeconds) * 1000;
    while (!seenOrder.empty() && now - seenOrder.front().first > window) {
        const auto known = seen.constFind(seenOrder.front().second);
        if (known != seen.constEnd() && known->at == seenOrder.front().first)
            seen.erase(known);
        seenOrder.pop_front();
    }
    if (window == 0)
        return;
    seen.insert(key, {item, now});
    seenOrder.emplace_back(now, key);
}

bool Director::Inside::isRepeat(const chat::Judgement &judgement, const QString &key) {
    if (judgement.message->kind != chat::Kind::Chat || judgement.message->paid.micros > 0 || key.isEmpty())
        return false;
    const auto known = seen.constFind(key);
    if (known == seen.constEnd() || now - known->at > qint64(rules.queue.sameTextSeconds) * 1000)
        return false;
    Entry *first = find(known->item);
    if (!first && air && air->item.id == known->item)
        first = &*air;
    if (first)
        ++first->item.merged;
    return true;
}

// "5 gifts" and then each of the five: those are of the number that was told already, also when it was read meanwhile.
bool Director::Inside::isCounted(const chat::Message &gift, const QString &combo) {
    if (gift.combo.isEmpty())
        return false;
    countedCombos.removeIf([this](const auto &each) { return now - each.value() > kComboKept; });
    if (gift.giftCount == 0 && gift.paid.micros == 0 && !countedCombos.contains(combo))
        return false;
    countedCombos.insert(combo, now);
    return gift.giftCount == 0 && gift.paid.micros == 0;
}

// A gift of a combo that still waits is added to it; what was made of that says the wrong number now.
bool Director::Inside::mergeGift(const chat::Judgement &judgement, const QString &combo) {
    const chat::Message &gift = *judgement.message;
    const qint64 window = qint64(rules.queue.comboSeconds * 1000);
    for (Entry &entry : entries) {
        if (entry.combo != combo || entry.item.stage == Stage::Offered)
            continue;
        auto whole = std::make_shared<chat::Message>(*entry.item.message);
        whole->giftCount += gift.giftCount;
        if (whole->paid.micros == 0)
            whole->paid = gift.paid;
        else if (whole->paid.currency == gift.paid.currency)
            whole->paid.micros += gift.paid.micros;
        entry.item.message = whole;
        if (entry.item.text.isEmpty())
            entry.item.text = judgement.text;
        ++entry.item.merged;
        entry.alsoIds.append({gift.id, gift.sourceId});
        entry.amount = amountOf(*whole);
        // a combo that does not end is read every now and then all the same
        entry.due = std::min(now + window, entry.comboFrom + 3 * window);
        unmake(entry);
        tell(What::Edited, entry.item, kRule);
        return true;
    }
    return false;
}

void Director::Inside::keepWithinCapacity() {
    const auto worst = [this](const std::function<bool(const Item &)> &may) {
        std::ptrdiff_t found = -1;
        for (std::size_t place = 0; place < entries.size(); ++place)
            if (may(entries[place].item) &&
                (found < 0 || goesBefore(entries[std::size_t(found)], entries[place], rules.ranking)))
                found = std::ptrdiff_t(place);
        return found;
    };
    const Why full{QStringLiteral("capacity"), tr("too many were waiting"), kRule};
    for (int active = activeCount(); active > rules.queue.capacity; --active) {
        const std::ptrdiff_t place = worst([this](const Item &item) {
            return willBeRead(item.stage) && item.id != edited && !item.pinned && item.rank != Class::Operator &&
                   item.rank != Class::Paid;
        });
        if (place < 0)
            break;
        dropAt(std::size_t(place), Stage::Dropped, full);
    }
    for (const bool aside : {false, true}) {
        for (const bool paid : {false, true}) {
            const auto may = [aside, paid](const Item &item) {
                return willBeRead(item.stage) != aside && (item.rank == Class::Paid) == paid;
            };
            auto count =
                std::count_if(entries.begin(), entries.end(), [&](const Entry &entry) { return may(entry.item); });
            for (; count > (paid ? kMostPaid : kMostEntries); --count)
                dropAt(std::size_t(worst(may)), Stage::Dropped, full);
        }
    }
}

void Director::Inside::enqueue(Entry entry, const QString &by) {
    const Stage stage = entry.item.stage;
    tell(stage == Stage::Review || stage == Stage::Offered ? What::Review : What::Queued, entry.item, by);
    entries.push_back(std::move(entry));
    keepWithinCapacity();
    updateOverload();
}

void Director::add(const chat::Judgement &judgement, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (!judgement.message)
        return;
    const chat::Message &message = *judgement.message;
    const QString person = message.person();

    Entry entry;
    Item &item = entry.item;
    item.id = d.nextId++;
    item.message = judgement.message;
    item.rank = classOf(message);
    item.text = judgement.text;
    item.receivedAt = message.receivedAt > 0 ? std::min(message.receivedAt, d.now) : d.now;
    item.judgedAt = judgement.at;
    item.deadline = d.deadlineOf(item, item.receivedAt);
    entry.amount = amountOf(message);
    d.tell(What::Received, item, kRule);

    const auto drop = [&d, &entry](const char *rule, const QString &reason) {
        d.finish(std::move(entry), Stage::Dropped, {QLatin1String(rule), reason, kRule});
    };
    if (message.history)
        return drop("history", Inside::tr("from before we came"));
    ++d.counts.received;
    entry.cameIn = true;
    auto &second = d.arrivals[std::size_t(d.now / 1000 % 60)];
    second = {d.now / 1000, second.first == d.now / 1000 ? second.second + 1 : 1};

    const auto refuse = [&d, &entry](const QString &rule, const QString &reason) {
        ++d.counts.filtered;
        entry.item.stage = Stage::Dropped;
        entry.item.rule = rule;
        entry.item.reason = reason;
        entry.item.endAt = d.now;
        d.tell(What::Filtered, entry.item, kRule);
        d.recent.push_front(std::move(entry.item));
        while (d.recent.size() > Inside::kMostRecent) {
            d.gone.remove(d.recent.back().id);
            d.recent.pop_back();
        }
    };
    if (!judgement.read)
        return refuse(judgement.rule, judgement.reason);
    if (message.kind != chat::Kind::Operator && d.isBlocked(message))
        return refuse(QStringLiteral("people"), Inside::tr("this person is banned or ignored"));
    if (d.saysFresh(entry))
        return refuse(QStringLiteral("phrases"), Inside::tr("it has a banned phrase"));

    const bool gift = message.kind == chat::Kind::Gift;
    // A combo has an id of its own: in a shared chat it may come through several channels.
    const QString combo = gift ? message.source + u'|' + person + u'|' +
                                     (message.combo.isEmpty() ? message.channel + u'|' + message.gift : message.combo)
                               : QString();
    if (gift && (d.isCounted(message, combo) || d.mergeGift(judgement, combo)))
        return drop("combo", Inside::tr("added to the gift before it"));
    entry.equalKey = keyOf(item.text);
    if (d.isRepeat(judgement, entry.equalKey))
        return drop("repeat", Inside::tr("the same was said within the last minute"));
    if (d.overload.priorityOnly() && item.rank == Class::Chat)
        return drop("overload", Inside::tr("so much waits that only priority messages are taken"));
    if (message.kind == chat::Kind::Chat)
        d.remember(entry.equalKey, item.id);
    if (gift) {
        entry.combo = combo;
        entry.comboFrom = d.now;
        entry.due = d.now + qint64(d.rules.queue.comboSeconds * 1000);
    }
    if (comes(message, d.rules.review)) {
        item.stage = Stage::Review;
        item.rule = QStringLiteral("review");
        item.deadline = 0;
    }
    d.enqueue(std::move(entry), kRule);
}

void Director::offer(Item item, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (!item.message || d.find(item.id))
        return;
    d.nextId = std::max(d.nextId, item.id + 1);
    Entry entry;
    entry.item = std::move(item);
    entry.item.stage = Stage::Offered;
    entry.item.rule = QStringLiteral("offered");
    entry.item.deadline = 0;
    entry.item.seconds = 0;
    entry.item.pinned = false;
    entry.amount = amountOf(*entry.item.message);
    d.enqueue(std::move(entry), kRule);
}

} // namespace app::danmaku
