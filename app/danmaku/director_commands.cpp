// What the operator does.
#include <algorithm>
#include <utility>

#include "app/danmaku/director_inside.h"
#include "app/danmaku/ranking.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

namespace {

const QString kOperator = QStringLiteral("operator");

QString titleOf(const Item &item) {
    QString text = item.text.simplified();
    if (text.size() > 30)
        text = text.left(text[29].isHighSurrogate() ? 28 : 29) + QChar(0x2026);
    return text;
}

} // namespace

void Director::Inside::setPaused(bool wanted) {
    paused = wanted;
    followStops();
    tellState(wanted ? QStringLiteral("paused") : QStringLiteral("running"), kOperator);
}

void Director::Inside::followStops() {
    const bool wanted = paused || (talkStops && isHeldByTalk());
    if (wanted && air && !airPaused) {
        acts.push_back({Act::What::Pause, air->item});
        airPaused = true;
    } else if (!wanted && std::exchange(airPaused, false)) {
        acts.push_back({Act::What::Resume, air ? air->item : Item{}});
    }
}

void Director::Inside::setMuted(bool wanted) {
    muted = wanted;
    tellState(wanted ? QStringLiteral("muted") : QStringLiteral("heard"), kOperator);
}

void Director::Inside::setHolding(bool wanted) {
    holding = wanted;
    tellState(wanted ? QStringLiteral("holding") : QStringLiteral("released"), kOperator);
}

void Director::Inside::moveTo(std::size_t from, std::size_t to) {
    const auto begin = entries.begin();
    if (from < to)
        std::rotate(begin + std::ptrdiff_t(from), begin + std::ptrdiff_t(from) + 1, begin + std::ptrdiff_t(to) + 1);
    else
        std::rotate(begin + std::ptrdiff_t(to), begin + std::ptrdiff_t(from), begin + std::ptrdiff_t(from) + 1);
}

void Director::Inside::takeOut(std::size_t place, UndoStep &step, const Why &why) {
    step.gone.push_back({entries[place], int(place)});
    dropAt(place,
           why.rule == QLatin1String("removed") || why.rule == QLatin1String("cleared") ? Stage::Skipped
                                                                                        : Stage::Removed,
           why);
}

void Director::Inside::takeAirOut(UndoStep &step, Stage stage, const Why &why) {
    step.gone.push_back({*air, -1});
    takeOffAir(stage, why);
}

bool Director::Inside::commandStage(const Command &command, UndoStep &step) {
    switch (command.what) {
    case Command::What::Pause:
    case Command::What::Resume: {
        const bool wanted = command.what == Command::What::Pause;
        const bool goesOn = !wanted && !halted.isEmpty();
        if (goesOn)
            halt({}, kOperator);
        if (paused == wanted)
            return goesOn;
        step.paused = paused;
        step.words = wanted ? tr("Pause") : tr("Resume");
        setPaused(wanted);
        return true;
    }
    case Command::What::Mute:
    case Command::What::Unmute: {
        const bool wanted = command.what == Command::What::Mute;
        if (muted == wanted)
            return false;
        step.muted = muted;
        step.words = wanted ? tr("Silence") : tr("End of silence");
        setMuted(wanted);
        if (wanted && air)
            takeAirOut(step, Stage::Skipped, {QStringLiteral("muted"), tr("the operator silenced it"), kOperator});
        return true;
    }
    case Command::What::HoldAll:
    case Command::What::ReleaseAll: {
        const bool wanted = command.what == Command::What::HoldAll;
        const bool readsOn = !wanted && isHeldByTalk();
        if (readsOn) {
            overruled = true;
            followStops();
        }
        if (holding == wanted)
            return readsOn;
        step.holding = holding;
        step.words = wanted ? tr("Hold while I talk") : tr("Go on reading");
        setHolding(wanted);
        return true;
    }
    case Command::What::Skip:
        if (!air)
            return false;
        step.words = tr("Skip of “%1”").arg(titleOf(air->item));
        takeAirOut(step, Stage::Skipped, {QStringLiteral("skipped"), tr("the operator skipped it"), kOperator});
        return true;
    case Command::What::Clear: {
        const auto stays = [](const Entry &entry) { return isAside(entry.item.stage); };
        if (std::all_of(entries.begin(), entries.end(), stays) && !(command.all && air))
            return false;
        step.words = tr("Clear");
        const Why why{QStringLiteral("cleared"), tr("the operator cleared the queue"), kOperator};
        if (command.all && air)
            takeAirOut(step, Stage::Skipped, why);
        for (std::size_t place = entries.size(); place-- > 0;)
            if (!stays(entries[place]))
                takeOut(place, step, why);
        return true;
    }
    default:
        return false;
    }
}

bool Director::Inside::commandItem(const Command &command, UndoStep &step) {
    Entry *entry = find(command.item);
    if (!entry)
        return false;
    const std::size_t place = std::size_t(entry - entries.data());
    Item &item = entry->item;
    const Former former{*entry, int(place)};
    const auto toBeRead = [&](qint64 deadline) {
        const auto sound = sounds.constFind(item.id);
        item.stage = sound != sounds.constEnd() && sound->whole                    ? Stage::Ready
                     : making.item == item.id && !making.stale && !making.stopping ? Stage::Making
                                                                                   : Stage::Waiting;
        item.deadline = deadline;
        item.rule.clear();
        item.reason.clear();
    };
    What event = What::Edited;
    switch (command.what) {
    case Command::What::Approve:
        if (item.stage != Stage::Review && item.stage != Stage::Offered)
            return false;
        item.approved = true;
        toBeRead(deadlineOf(item, now));
        event = What::Queued;
        step.words = tr("Approval of “%1”").arg(titleOf(item));
        break;
    case Command::What::Hold:
        if (item.stage == Stage::Held)
            return false;
        entry->wasReview = !willBeRead(item.stage);
        entry->left = item.deadline > 0 ? std::max<qint64>(1, item.deadline - now) : 0;
        item.stage = Stage::Held;
        item.deadline = 0;
        item.rule = QStringLiteral("held");
        item.pinned = false;
        step.words = tr("Hold of “%1”").arg(titleOf(item));
        break;
    case Command::What::Release:
        if (item.stage != Stage::Held)
            return false;
        if (entry->wasReview) {
            item.stage = Stage::Review;
            item.rule = QStringLiteral("review");
            event = What::Review;
        } else {
            toBeRead(entry->left > 0 ? now + entry->left : 0);
            event = What::Queued;
        }
        step.words = tr("Release of “%1”").arg(titleOf(item));
        break;
    case Command::What::ReadNext:
    case Command::What::Move: {
        if (command.what == Command::What::Move && !willBeRead(item.stage))
            return false;
        if (!willBeRead(item.stage)) {
            item.approved = true;
            toBeRead(0);
        }
        item.pinned = true;
        item.deadline = 0; // somebody wants it
        event = What::Reordered;
        step.words = command.what == Command::What::Move ? tr("Move of “%1”").arg(titleOf(item))
                                                         : tr("Read next of “%1”").arg(titleOf(item));
        break;
    }
    case Command::What::Remove:
        step.words = tr("Removal of “%1”").arg(titleOf(item));
        takeOut(place, step, {QStringLiteral("removed"), tr("the operator took it out"), kOperator});
        return true;
    case Command::What::Edit:
        if (command.text.trimmed().isEmpty() || command.text == item.text)
            return false;
        item.text = command.text;
        item.edited = true;
        unmake(*entry);
        step.words = tr("Edit of “%1”").arg(titleOf(item));
        break;
    case Command::What::SetVoice:
        if (command.text == item.voice)
            return false;
        item.voice = command.text;
        unmake(*entry);
        step.words = tr("Voice of “%1”").arg(titleOf(item));
        break;
    default:
        return false;
    }
    step.changed.push_back(former);
    tell(event, item, kOperator);
    if (command.what == Command::What::ReadNext)
        moveTo(place, 0);
    else if (command.what == Command::What::Move)
        moveTo(place, std::size_t(std::clamp(command.place, 0, std::max(0, activeCount() - 1))));
    return true;
}

bool Director::Inside::putBackOn(const Command &command, UndoStep &step) {
    Entry entry;
    Item &item = entry.item;
    if (command.what == Command::What::Say) {
        if (command.text.trimmed().isEmpty())
            return false;
        auto typed = std::make_shared<chat::Message>();
        typed->source = kOperator;
        typed->kind = chat::Kind::Operator;
        typed->text = command.text;
        typed->receivedAt = typed->sentAt = now;
        item.message = typed;
        item.text = command.text;
        step.words = tr("“%1”").arg(titleOf(item));
    } else if (Entry *offered = find(command.item); offered && offered->item.stage == Stage::Offered) {
        Command approve = command;
        approve.what = Command::What::Approve;
        return commandItem(approve, step);
    } else {
        const auto over = std::find_if(recent.begin(), recent.end(),
                                       [&command](const Item &each) { return each.id == command.item; });
        if (over == recent.end() || over->text.trimmed().isEmpty() || !over->message || over->message->history ||
            gone.contains(over->id) || isBlocked(*over->message))
            return false;
        item.message = over->message;
        item.text = over->text;
        item.voice = over->voice;
        item.edited = over->edited;
        item.merged = over->merged;
        item.approved = true;
        entry.amount = amountOf(*over->message);
        if (rules.filter.phrases && saysBanned(entry))
            return false;
        step.words = tr("Reading “%1” again").arg(titleOf(item));
    }
    item.id = nextId++;
    item.rank = classOf(*item.message);
    item.receivedAt = item.judgedAt = now;
    item.deadline = deadlineOf(item, now);
    step.added.push_back(item.id);
    tell(What::Received, item, kOperator);
    const quint64 id = item.id;
    enqueue(std::move(entry), kOperator);
    if (command.what != Command::What::Say)
        return find(id) != nullptr;
    // before everything, behind what was typed before it
    std::size_t to = 0;
    while (to < entries.size() && entries[to].item.pinned && entries[to].item.rank == Class::Operator)
        ++to;
    entries.back().item.pinned = true;
    moveTo(entries.size() - 1, to);
    return true;
}

} // namespace app::danmaku
