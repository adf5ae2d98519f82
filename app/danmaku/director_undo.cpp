// Taking back what the operator did.
#include <algorithm>
#include <utility>

#include "app/danmaku/director_inside.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

namespace {

const QString kOperator = QStringLiteral("operator");

} // namespace

bool Director::Inside::applies(const UndoStep &step) const {
    if (step.paused || step.muted || step.holding || !step.person.isEmpty() || !step.phrase.isEmpty())
        return true;
    const auto stillWaits = [this](quint64 id) {
        return std::any_of(entries.begin(), entries.end(), [id](const Entry &entry) { return entry.item.id == id; });
    };
    return std::any_of(step.gone.begin(), step.gone.end(),
                       [&](const Former &former) { return !stillWaits(former.entry.item.id); }) ||
           std::any_of(step.changed.begin(), step.changed.end(),
                       [&](const Former &former) { return stillWaits(former.entry.item.id); }) ||
           std::any_of(step.added.begin(), step.added.end(), stillWaits);
}

// Out of what is over, into the queue, as it was. What was on air is read next, from its beginning.
bool Director::Inside::bringBack(const Former &former, qint64 since) {
    const quint64 id = former.entry.item.id;
    if (gone.contains(id) || find(id) || (air && air->item.id == id))
        return false;
    if (rules.filter.phrases && saysBanned(former.entry)) // since then
        return false;
    // where much comes in it may not be among the recent ones any more
    std::erase_if(recent, [id](const Item &item) { return item.id == id; });
    --counts.removed;
    Entry entry = former.entry;
    Item &item = entry.item;
    const auto sound = sounds.constFind(id);
    const bool whole = sound != sounds.constEnd() && sound->whole;
    if (former.place < 0 || willBeRead(item.stage)) {
        item.stage = whole ? Stage::Ready : Stage::Waiting;
        entry.playable = whole;
    }
    if (!whole)
        entry.nameLeftFor.clear();
    if (former.place < 0) {
        item.pinned = true;
        item.deadline = 0;
        item.playAt = 0;
    } else if (item.deadline != 0) {
        item.deadline += now - since; // what it had left
    }
    const bool waitsForOperator = item.stage == Stage::Review || item.stage == Stage::Offered;
    tell(waitsForOperator ? What::Review : What::Queued, item, kOperator);
    const bool active = willBeRead(item.stage);
    const std::size_t most = active ? std::size_t(activeCount()) : entries.size();
    const std::size_t place = std::min(std::size_t(std::max(0, former.place)), most);
    entries.insert(entries.begin() + std::ptrdiff_t(place), std::move(entry));
    return true;
}

void Director::Inside::restore(const Former &former, qint64 since) {
    Entry *entry = find(former.entry.item.id);
    if (!entry)
        return;
    Item &item = entry->item;
    const Item &was = former.entry.item;
    if (item.text != was.text || item.voice != was.voice) {
        item.text = was.text;
        item.voice = was.voice;
        unmake(*entry);
    }
    item.edited = was.edited;
    item.approved = was.approved;
    item.pinned = was.pinned;
    if (item.deadline != was.deadline) // what it had left when the operator took it away
        item.deadline = was.deadline > 0 ? was.deadline + (now - since) : 0;
    item.rule = was.rule;
    item.reason = was.reason;
    entry->left = former.entry.left;
    entry->wasReview = former.entry.wasReview;
    if (!willBeRead(was.stage)) {
        item.stage = was.stage;
    } else if (!willBeRead(item.stage)) {
        const auto sound = sounds.constFind(item.id);
        item.stage = sound != sounds.constEnd() && sound->whole                    ? Stage::Ready
                     : making.item == item.id && !making.stale && !making.stopping ? Stage::Making
                                                                                   : Stage::Waiting;
    }
    tell(What::Edited, item, kOperator);
    if (willBeRead(item.stage))
        moveTo(std::size_t(entry - entries.data()), std::size_t(std::clamp(former.place, 0, activeCount() - 1)));
}

void Director::Inside::putBack(const UndoStep &step) {
    if (step.paused && paused != *step.paused)
        setPaused(*step.paused);
    if (step.muted && muted != *step.muted) {
        setMuted(*step.muted);
        if (muted && air)
            takeOffAir(Stage::Skipped, {QStringLiteral("muted"), tr("the operator silenced it"), kOperator});
    }
    if (step.holding && holding != *step.holding)
        setHolding(*step.holding);
    if (!step.person.isEmpty()) {
        if (step.was)
            rules.people.insert(step.person, *step.was);
        else
            rules.people.remove(step.person);
        for (const auto &[channel, until] : step.blocked)
            blocked.insert(step.person, channel, until);
        if (!step.blocked.empty() || isBanned(step.person)) // a lifted ban counts again, also for what came meanwhile
            purge(
                [this, &step](const Entry &entry) {
                    const chat::Message &message = *entry.item.message;
                    return message.person() == step.person && isBlocked(message);
                },
                {QStringLiteral("banned"), tr("the operator banned this person"), kOperator});
    }
    if (!step.phrase.isEmpty()) {
        rules.filter.bannedPhrases.removeOne(step.phrase);
        // Those that have it would find it before another one in the same text.
        if (step.phrasesWere && step.phrasesWere->phrases() == rules.filter.bannedPhrases)
            phrases = step.phrasesWere;
        if (freshPhrases && freshPhrases->phrases().contains(step.phrase)) {
            QStringList fresh = freshPhrases->phrases();
            fresh.removeAll(step.phrase);
            freshPhrases = fresh.isEmpty() ? nullptr
                                           : std::make_shared<const chat::BannedPhrases>(fresh, rules.filter.lookAlikes,
                                                                                         freshPhrases->readings());
        }
        if (step.phrasesOn)
            rules.filter.phrases = *step.phrasesOn;
    }
    for (const quint64 id : step.added)
        if (const Entry *entry = find(id))
            dropAt(std::size_t(entry - entries.data()), Stage::Skipped,
                   {QStringLiteral("undone"), tr("the operator took it back"), kOperator});
    std::vector<Former> taken = step.gone;
    std::sort(taken.begin(), taken.end(),
              [](const Former &one, const Former &other) { return one.place < other.place; });
    // places are those of a queue without what was on air
    for (const Former &former : taken)
        if (former.place >= 0)
            bringBack(former, step.at);
    for (auto former = step.gone.rbegin(); former != step.gone.rend(); ++former)
        if (former->place < 0) // what was heard first is read first again
            bringBack(*former, step.at);
    for (auto former = step.changed.rbegin(); former != step.changed.rend(); ++former)
        restore(*former, step.at);
    updateOverload();
}

bool Director::undo(qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    d.giveEditingTime();
    d.undo.expire(d.now);
    const std::optional<UndoStep> step = d.undo.pop([&d](const UndoStep &each) { return d.applies(each); });
    if (!step)
        return false;
    d.tellState(QStringLiteral("undo"), kOperator);
    d.putBack(*step);
    return true;
}

QString Director::undoWords(qint64 now) const {
    const Inside &d = *m_inside;
    const UndoStep *step = d.undo.newest(std::max(now, d.now), [&d](const UndoStep &each) { return d.applies(each); });
    return step ? step->words : QString();
}

} // namespace app::danmaku
