// Bans of people and phrases by the operator, and the door of all commands.
#include <algorithm>
#include <utility>

#include "app/danmaku/director_inside.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

namespace {

const QString kOperator = QStringLiteral("operator");

} // namespace

QString Director::Inside::personOf(const Command &command) const {
    if (command.item == 0)
        return command.text;
    const auto person = [](const Item &item) {
        return item.message && item.message->kind != chat::Kind::Operator ? item.message->person() : QString();
    };
    if (air && air->item.id == command.item)
        return person(air->item);
    for (const Entry &entry : entries)
        if (entry.item.id == command.item)
            return person(entry.item);
    for (const Item &item : recent)
        if (item.id == command.item)
            return person(item);
    return {};
}

bool Director::Inside::commandPeople(const Command &command, UndoStep &step) {
    std::function<bool(const Entry &)> whose;
    Why why;
    if (command.what == Command::What::BanPhrase) {
        const QString phrase = command.text.trimmed();
        if (phrase.isEmpty() || rules.filter.bannedPhrases.contains(phrase))
            return false;
        rules.filter.bannedPhrases.append(phrase);
        step.phrasesOn = std::exchange(rules.filter.phrases, true);
        QStringList fresh = freshPhrases ? freshPhrases->phrases() : QStringList();
        fresh.removeAll(phrase);
        freshPhrases = std::make_shared<const chat::BannedPhrases>(
            fresh << phrase, rules.filter.lookAlikes, rules.filter.byPinyin && phrases ? phrases->readings() : nullptr);
        step.phrase = phrase;
        step.phrasesWere = phrases;
        step.words = tr("Ban of the phrase “%1”").arg(phrase.left(30));
        whose = [this](const Entry &entry) { return saysFresh(entry); };
        why = {QStringLiteral("banned_phrase"), tr("it has a banned phrase"), kOperator};
    } else {
        const QString person = personOf(command);
        if (person.isEmpty() || person.startsWith(kOperator + u':'))
            return false;
        const auto known = rules.people.constFind(person);
        const bool ban = command.what == Command::What::BanPerson;
        const bool banned = known != rules.people.constEnd() && known->banned && known->until == 0;
        if (ban ? banned : !blocked.isAnywhere(person, now) && (known == rules.people.constEnd() || !known->banned))
            return false;
        step.person = person;
        if (known != rules.people.constEnd())
            step.was = *known;
        step.blocked = blocked.of(person);
        const QString shown = step.was && !step.was->shown.isEmpty() ? step.was->shown : shownName(person);
        if (ban || step.was) {
            Person &theirs = rules.people[person];
            theirs.banned = ban;
            theirs.until = 0;
            theirs.shown = shown;
        }
        whose = [person](const Entry &entry) { return entry.item.message && entry.item.message->person() == person; };
        if (!ban) {
            blocked.remove(person);
            step.words = tr("Lifting the ban of %1").arg(shown);
            tellState(QStringLiteral("unbanned %1").arg(person), kOperator);
            return true;
        }
        step.words = tr("Ban of %1").arg(shown);
        why = {QStringLiteral("banned"), tr("the operator banned this person"), kOperator};
    }
    DanmakuEvent event;
    event.at = now;
    event.what = What::Banned;
    event.state = step.phrase.isEmpty() ? step.person : step.phrase;
    event.by = kOperator;
    if (emit)
        emit(std::move(event));
    if (air && whose(*air))
        takeAirOut(step, Stage::Removed, why);
    for (std::size_t place = entries.size(); place-- > 0;)
        if (whose(entries[place]))
            takeOut(place, step, why);
    return true;
}

QString Director::Inside::shownName(const QString &person) const {
    const auto name = [&person](const Item &item) {
        return item.message && item.message->person() == person ? item.message->user : QString();
    };
    if (air && !name(air->item).isEmpty())
        return name(air->item);
    for (const Entry &entry : entries)
        if (!name(entry.item).isEmpty())
            return name(entry.item);
    for (const Item &item : recent)
        if (!name(item).isEmpty())
            return name(item);
    return person;
}

bool Director::command(const Command &command, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    d.giveEditingTime(); // what undo brings back has had it
    UndoStep step;
    step.at = d.now;
    bool done = false;
    switch (command.what) {
    case Command::What::BanPerson:
    case Command::What::UnbanPerson:
    case Command::What::BanPhrase:
        done = d.commandPeople(command, step);
        break;
    case Command::What::Requeue:
    case Command::What::Say:
        done = d.putBackOn(command, step);
        break;
    case Command::What::Approve:
    case Command::What::Hold:
    case Command::What::Release:
    case Command::What::ReadNext:
    case Command::What::Move:
    case Command::What::Remove:
    case Command::What::Edit:
    case Command::What::SetVoice:
        done = d.commandItem(command, step);
        break;
    default:
        done = d.commandStage(command, step);
        break;
    }
    if (done)
        d.undo.push(std::move(step));
    return done;
}

} // namespace app::danmaku
