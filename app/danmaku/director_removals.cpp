// What moderators and bans take out of every stage.
#include <algorithm>
#include <utility>

#include "app/chat/filter.h"
#include "app/danmaku/director_inside.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

bool Director::Inside::saysAny(const Entry &entry, const chat::BannedPhrases *those) const {
    const chat::Message *message = entry.item.message.get();
    if (!those || those->isEmpty() || !message || message->kind == chat::Kind::Operator)
        return false;
    const QString phrase = chat::bannedPhraseIn(*message, rules.filter, *those);
    return !phrase.isEmpty() && rules.filter.bannedPhrases.contains(phrase); // it may be allowed again
}

void Director::Inside::purge(const std::function<bool(const Entry &)> &whose, const Why &why) {
    const auto theirs = [&whose](const Item &item) {
        Entry entry;
        entry.item = item;
        return whose(entry);
    };
    if (air && whose(*air)) {
        gone.insert(air->item.id);
        takeOffAir(Stage::Removed, why);
    }
    for (std::size_t place = entries.size(); place-- > 0;) {
        if (whose(entries[place])) {
            gone.insert(entries[place].item.id);
            dropAt(place, Stage::Removed, why);
        }
    }
    for (const Item &item : recent)
        if (theirs(item))
            gone.insert(item.id);
    undo.forget(whose);
}

void Director::remove(const chat::Removal &removal, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    const QString moderator = QStringLiteral("moderator");
    const auto named = [&removal](const Entry &entry) {
        const chat::Message *message = entry.item.message.get();
        return message && removal.names(*message, entry.alsoIds);
    };
    switch (removal.what) {
    case chat::Removal::What::Message:
        if (removal.messageId.isEmpty())
            return;
        d.purge(named, {QStringLiteral("deleted"), Inside::tr("a moderator deleted it"), moderator});
        return;
    case chat::Removal::What::Everything:
        d.purge(named, {QStringLiteral("cleared_chat"), Inside::tr("a moderator cleared the chat"), moderator});
        return;
    case chat::Removal::What::Person:
        break;
    }
    if (removal.userId.isEmpty() && removal.login.isEmpty())
        return;
    chat::Message person;
    person.source = removal.source;
    person.userId = removal.userId;
    person.login = removal.login;
    const qint64 until = removal.seconds > 0 ? d.now + removal.seconds * 1000 : 0;
    const auto block = [&] {
        d.blocked.insert(person.person(), removal.channel, until);
        if (!removal.room.isEmpty()) // what they wrote there may come through another channel
            d.blocked.insert(person.person(), BlockedPeople::room(removal.room), until);
    };
    block();
    if (!removal.userId.isEmpty() && !removal.login.isEmpty()) { // whichever their next message has
        person.userId.clear();
        block();
    }
    d.purge(named, removal.seconds > 0 ? Inside::Why{QStringLiteral("timeout"),
                                                     Inside::tr("a moderator stopped this person for %n second(s)", "",
                                                                int(std::min<qint64>(removal.seconds, 1'000'000'000))),
                                                     moderator}
                                       : Inside::Why{QStringLiteral("banned"),
                                                     Inside::tr("a moderator banned this person"), moderator});
}

void Director::leave(const QString &source, const QString &channel, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    const Inside::Why why{QStringLiteral("left"), Inside::tr("its channel is not read any more"),
                          QStringLiteral("operator")};
    const auto theirs = [&](const Entry &entry) {
        const chat::Message *message = entry.item.message.get();
        return message && message->kind != chat::Kind::Operator && message->source == source &&
               message->channel == channel;
    };
    std::vector<Entry> paid;
    for (std::size_t place = d.entries.size(); place-- > 0;) {
        const Item &item = d.entries[place].item;
        if (!theirs(d.entries[place]) || item.stage == Stage::Offered)
            continue;
        if (item.rank != Class::Paid) {
            d.dropAt(place, Stage::Dropped, why);
            continue;
        }
        paid.push_back(std::move(d.entries[place]));
        d.entries.erase(d.entries.begin() + std::ptrdiff_t(place));
    }
    for (auto entry = paid.rbegin(); entry != paid.rend(); ++entry)
        d.fail(std::move(*entry), why);
    // No undo brings back what is not read any more; what was paid it puts aside, as above.
    d.undo.alter(theirs, [&d, &why](Former &former) {
        if (former.entry.item.rank != Class::Paid)
            return false;
        d.putAside(former.entry, why);
        former.place = std::max(0, former.place); // it was on air
        return true;
    });
    d.updateOverload();
}

void Director::setPhrases(std::shared_ptr<const chat::BannedPhrases> phrases, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    d.phrases = std::move(phrases);
    if (!d.phrases || d.phrases->phrases() != d.rules.filter.bannedPhrases) { // those of now are on their way
        if (!d.freshPhrases) // banned, allowed and banned again: what is judged by these may lack it
            d.freshPhrases = std::move(d.formerFresh);
        return;
    }
    if (d.freshPhrases)
        d.formerFresh = std::move(d.freshPhrases);
    d.freshPhrases.reset();
    if (d.rules.filter.phrases)
        d.purgePhrases();
}

// A ban takes at once what can be found at once; the rest goes when the phrases are compiled, or when looking for any
// of them was switched on by it. All of that comes back with its undo, as far as it is allowed then.
void Director::Inside::purgePhrases() {
    const Why why{QStringLiteral("banned_phrase"), tr("it has a banned phrase"), QStringLiteral("operator")};
    UndoStep *ban = undo.newest(now, [this](const UndoStep &step) {
        return !step.phrase.isEmpty() && rules.filter.bannedPhrases.contains(step.phrase);
    });
    UndoStep later;
    if (air && saysBanned(*air))
        takeAirOut(later, Stage::Removed, why);
    for (std::size_t place = entries.size(); place-- > 0;)
        if (saysBanned(entries[place]))
            takeOut(place, later, why);
    if (!ban)
        return;
    std::vector<int> before; // where the queue of then had what is gone since
    for (const Former &former : ban->gone)
        if (former.place >= 0)
            before.push_back(former.place);
    std::sort(before.begin(), before.end());
    for (Former &former : later.gone) {
        if (former.place >= 0)
            for (const int place : before)
                former.place += place <= former.place ? 1 : 0;
        ban->gone.push_back(std::move(former));
    }
}

void Director::setRules(Rules rules, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    const bool phrasesBefore = d.rules.filter.phrases;
    d.rules = std::move(rules);
    const QString by = QStringLiteral("operator");
    d.purge(
        [&d](const Entry &entry) {
            return entry.item.message && entry.item.message->kind != chat::Kind::Operator &&
                   d.isBlocked(*entry.item.message);
        },
        {QStringLiteral("people"), Inside::tr("this person is banned or ignored"), by});
    if (d.rules.filter.phrases && !phrasesBefore)
        d.purgePhrases();
    d.keepWithinCapacity();
    d.tellState(QStringLiteral("rules"), by);
}

} // namespace app::danmaku
