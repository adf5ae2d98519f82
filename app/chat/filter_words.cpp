#include "app/chat/filter_words.h"

#include <algorithm>
#include <array>

namespace app::chat {

namespace {

struct Known {
    const char *id;
    const char *name;
    const char *explanation;
};

constexpr auto kKnown = std::to_array<Known>({
    {"history", QT_TRANSLATE_NOOP("chat", "History"),
     QT_TRANSLATE_NOOP("chat", "Written before this program joined: it is shown and not read.")},
    {"clean", QT_TRANSLATE_NOOP("chat", "Clean"),
     QT_TRANSLATE_NOOP("chat", "Characters that cannot be seen or are heaped on others are taken out.")},
    {"empty", QT_TRANSLATE_NOOP("chat", "Empty"), QT_TRANSLATE_NOOP("chat", "Nothing that could be read is in it.")},
    {"people", QT_TRANSLATE_NOOP("chat", "People"),
     QT_TRANSLATE_NOOP("chat", "You ignore or banned this person, or their timeout is not over.")},
    {"roles", QT_TRANSLATE_NOOP("chat", "Roles"),
     QT_TRANSLATE_NOOP("chat", "Only members or moderators are read, as you chose.")},
    {"commands", QT_TRANSLATE_NOOP("chat", "Commands and bots"),
     QT_TRANSLATE_NOOP("chat", "It is a command such as “!dice”, or written by a bot.")},
    {"links", QT_TRANSLATE_NOOP("chat", "Links"), QT_TRANSLATE_NOOP("chat", "It has an address of the web in it.")},
    {"phrases", QT_TRANSLATE_NOOP("chat", "Banned phrases"),
     QT_TRANSLATE_NOOP("chat", "A word or phrase that you banned is in it, or in the name.")},
    {"emotes", QT_TRANSLATE_NOOP("chat", "Emotes"),
     QT_TRANSLATE_NOOP("chat", "Emotes and emoji are left out, and nothing else is in it.")},
    {"repeats", QT_TRANSLATE_NOOP("chat", "Repeats in a text"),
     QT_TRANSLATE_NOOP("chat", "Letters and words that repeat are read a few times only.")},
    {"language", QT_TRANSLATE_NOOP("chat", "Language"),
     QT_TRANSLATE_NOOP("chat", "It is written in a script that is not among your languages.")},
    {"length", QT_TRANSLATE_NOOP("chat", "Length"),
     QT_TRANSLATE_NOOP("chat", "It is long, and only its beginning is read.")},
    {"person", QT_TRANSLATE_NOOP("chat", "Per person"),
     QT_TRANSLATE_NOOP("chat", "This person was read a moment ago, or more often than their share.")},
    {"amount", QT_TRANSLATE_NOOP("chat", "Least amount"),
     QT_TRANSLATE_NOOP("chat", "Less was given than the least amount that is read.")},
    {"deadline", QT_TRANSLATE_NOOP("chat", "Too late"),
     QT_TRANSLATE_NOOP("chat", "It waited longer than messages of its kind may.")},
    {"overload", QT_TRANSLATE_NOOP("chat", "Overload"),
     QT_TRANSLATE_NOOP("chat", "So many were waiting that only those who go first were taken.")},
    {"capacity", QT_TRANSLATE_NOOP("chat", "Queue full"),
     QT_TRANSLATE_NOOP("chat", "The queue was full, and others went before it.")},
    {"repeat", QT_TRANSLATE_NOOP("chat", "Repeat"),
     QT_TRANSLATE_NOOP("chat", "The same text was read or is waiting already.")},
    {"combo", QT_TRANSLATE_NOOP("chat", "Combo"),
     QT_TRANSLATE_NOOP("chat", "It was put together with other gifts of the same person.")},
    {"paused", QT_TRANSLATE_NOOP("chat", "Paused"), QT_TRANSLATE_NOOP("chat", "The queue is paused.")},
    {"muted", QT_TRANSLATE_NOOP("chat", "Silenced"),
     QT_TRANSLATE_NOOP("chat", "You silenced it: nothing is read until you end that.")},
    {"cleared", QT_TRANSLATE_NOOP("chat", "Cleared"), QT_TRANSLATE_NOOP("chat", "You cleared the queue.")},
    {"skipped", QT_TRANSLATE_NOOP("chat", "Skipped"), QT_TRANSLATE_NOOP("chat", "You skipped it.")},
    {"removed", QT_TRANSLATE_NOOP("chat", "Taken out"), QT_TRANSLATE_NOOP("chat", "You took it out of the queue.")},
    {"moderator", QT_TRANSLATE_NOOP("chat", "Moderators"),
     QT_TRANSLATE_NOOP("chat", "A moderator or the platform deleted it, or banned its author.")},
    {"deleted", QT_TRANSLATE_NOOP("chat", "Deleted"),
     QT_TRANSLATE_NOOP("chat", "A moderator or the platform deleted this message.")},
    {"cleared_chat", QT_TRANSLATE_NOOP("chat", "Chat cleared"),
     QT_TRANSLATE_NOOP("chat", "A moderator cleared the whole chat.")},
    {"timeout", QT_TRANSLATE_NOOP("chat", "Timeout"),
     QT_TRANSLATE_NOOP("chat", "A moderator banned its author or sent them away for a while.")},
    {"left", QT_TRANSLATE_NOOP("chat", "Channel left"), QT_TRANSLATE_NOOP("chat", "Its channel is not read any more.")},
    {"undone", QT_TRANSLATE_NOOP("chat", "Undone"), QT_TRANSLATE_NOOP("chat", "You took back what put it here.")},
    {"not_heard", QT_TRANSLATE_NOOP("chat", "Not heard"),
     QT_TRANSLATE_NOOP("chat", "Its sound ended before anything of it could be heard.")},
    {"interrupted", QT_TRANSLATE_NOOP("chat", "Cut off"),
     QT_TRANSLATE_NOOP("chat", "Its sound was cut off before its end, by a device or player that went away.")},
    {"banned", QT_TRANSLATE_NOOP("chat", "Banned person"), QT_TRANSLATE_NOOP("chat", "You banned this person.")},
    {"banned_phrase", QT_TRANSLATE_NOOP("chat", "Banned phrase"),
     QT_TRANSLATE_NOOP("chat", "You banned a phrase that is in it.")},
    {"failed", QT_TRANSLATE_NOOP("chat", "Failed"), QT_TRANSLATE_NOOP("chat", "Its sound could not be made.")},
    {"review", QT_TRANSLATE_NOOP("chat", "Review"), QT_TRANSLATE_NOOP("chat", "It waits for your approval.")},
    {"held", QT_TRANSLATE_NOOP("chat", "Held"), QT_TRANSLATE_NOOP("chat", "You put it aside.")},
    {"holding", QT_TRANSLATE_NOOP("chat", "Holding"),
     QT_TRANSLATE_NOOP("chat", "You are talking: nothing new is begun until you let it.")},
    {"shortened", QT_TRANSLATE_NOOP("chat", "Shortened"),
     QT_TRANSLATE_NOOP("chat", "Many were waiting, so only its beginning was read.")},
    {"offered", QT_TRANSLATE_NOOP("chat", "From before"),
     QT_TRANSLATE_NOOP("chat", "Paid for, and not read before the program ended: you decide.")},
    {"template", QT_TRANSLATE_NOOP("chat", "No template"),
     QT_TRANSLATE_NOOP("chat", "The template for messages of its kind is empty, so they are not read.")},
});

} // namespace

QString say(const char *words, int count) {
    return QCoreApplication::translate("chat", words, nullptr, count);
}

RuleWords wordsFor(const QString &rule) {
    const auto known =
        std::find_if(kKnown.begin(), kKnown.end(), [&](const Known &each) { return rule == QLatin1String(each.id); });
    return known == kKnown.end() ? RuleWords{rule, {}} : RuleWords{say(known->name), say(known->explanation)};
}

QStringList knownRules() {
    QStringList ids;
    for (const Known &each : kKnown)
        ids << QString::fromLatin1(each.id);
    return ids;
}

} // namespace app::chat
