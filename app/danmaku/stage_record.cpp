// What happens, as numbered events, rows of the library and lines of the audit.
#include <QJsonObject>

#include <array>
#include <utility>

#include "app/danmaku/item_json.h"
#include "app/danmaku/stage_inside.h"

namespace app::danmaku {

namespace {

using What = DanmakuEvent::What;

constexpr std::array<const char *, 20> kCommands{"pause",     "resume",     "skip",         "clear",      "mute",
                                                 "unmute",    "hold_all",   "release_all",  "approve",    "hold",
                                                 "release",   "read_next",  "move",         "remove",     "edit",
                                                 "set_voice", "ban_person", "unban_person", "ban_phrase", "requeue"};

QString wordFor(Command::What what) {
    const auto place = std::size_t(what);
    return place < kCommands.size() ? QString::fromLatin1(kCommands[place]) : QStringLiteral("say");
}

QJsonObject factsOf(const DanmakuEvent &event) {
    QJsonObject facts{{QStringLiteral("event"), double(event.number)}, {QStringLiteral("did"), wordFor(event.what)}};
    const auto put = [&](const char *key, const QString &value) {
        if (!value.isEmpty())
            facts.insert(QLatin1String(key), value);
    };
    if (event.item.id != 0)
        facts.insert(QStringLiteral("item"), double(event.item.id));
    if (event.item.message) {
        put("message", event.item.message->id);
        put("person", event.item.message->person());
    }
    put("rule", event.item.rule);
    put("by", event.by);
    put("state", event.state);
    put("channel", event.channel);
    return facts;
}

} // namespace

void LiveStage::Inside::note(DanmakuEvent event) {
    event.at = event.at == 0 ? now() : event.at;
    const DanmakuEvent &numbered = log.add(std::move(event));
    const DanmakuEvent copy = numbered; // a slot may add another one
    store.noteEvent(copy.number);
    if (copy.item.id != 0 && copy.what != What::Received && copy.what != What::Filtered)
        store.note(copy.item);
    if (arrives && (copy.what == What::Queued || copy.what == What::Review)) { // not what was put back
        const qint64 received = copy.item.receivedAt != 0 ? copy.item.receivedAt : copy.at;
        // A copy of a shared chat that waited for its own channel (twitch_company.h) says nothing of this machine.
        const bool waited = copy.item.message && copy.item.message->late;
        if (!waited)
            rows.push_back(received);
        if (std::exchange(idle, false) && copy.what == What::Queued && !waited)
            foundIdle.insert(copy.item.id, received);
    }
    if (copy.item.id != 0 && isOver(copy.item.stage))
        foundIdle.remove(copy.item.id);
    writeDown(copy);
    Q_EMIT stage.event(copy);
}

void LiveStage::Inside::writeDown(const DanmakuEvent &event) {
    QJsonObject facts = factsOf(event);
    switch (event.what) {
    case What::Received:
        if (event.item.message)
            facts.insert(QStringLiteral("received"), toJson(*event.item.message));
        audit.add(QStringLiteral("message"), std::move(facts), event.at);
        return;
    case What::Playing:
        facts.insert(QStringLiteral("spoken"), event.item.spoken);
        facts.insert(QStringLiteral("voice"), event.item.voice);
        facts.insert(QStringLiteral("speed"), event.item.speed);
        audit.add(QStringLiteral("spoken"), std::move(facts), event.at, true);
        return;
    case What::State:
        audit.add(QStringLiteral("state"), std::move(facts), event.at);
        return;
    default:
        audit.add(QStringLiteral("decision"), std::move(facts), event.at);
    }
}

void LiveStage::Inside::noteCommand(const Command &command, bool done) {
    QJsonObject facts{{QStringLiteral("act"), wordFor(command.what)}, {QStringLiteral("done"), done}};
    if (command.item != 0)
        facts.insert(QStringLiteral("item"), double(command.item));
    if (command.what == Command::What::Move)
        facts.insert(QStringLiteral("place"), command.place);
    if (command.all)
        facts.insert(QStringLiteral("all"), true);
    if (!command.text.isEmpty())
        facts.insert(QStringLiteral("text"), command.text);
    audit.add(QStringLiteral("operator"), std::move(facts), now(), true);
}

} // namespace app::danmaku
