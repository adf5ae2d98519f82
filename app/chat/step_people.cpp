// Who wrote it, and with what.
#include "app/chat/filter_steps.h"

#include <algorithm>

#include <QDateTime>
#include <QLocale>

#include "app/chat/filter_words.h"

namespace app::chat {

bool isEvent(Kind kind) {
    return kind != Kind::Chat && kind != Kind::Operator;
}

StepOutcome stepPeople(const FilterRules &rules, const Message &message, qint64 now) {
    const QString person = message.person();
    const auto banned = rules.banned.constFind(person);
    if (banned != rules.banned.constEnd() && *banned == 0)
        return {true, say(QT_TRANSLATE_NOOP("chat", "You banned %1.")).arg(message.user)};
    if (banned != rules.banned.constEnd() && *banned > now)
        return {true, say(QT_TRANSLATE_NOOP("chat", "%1 is banned until %2."))
                          .arg(message.user,
                               QLocale().toString(QDateTime::fromMSecsSinceEpoch(*banned), QLocale::ShortFormat))};
    if (rules.ignored.contains(person))
        return {true, say(QT_TRANSLATE_NOOP("chat", "You ignore %1.")).arg(message.user)};
    return {};
}

StepOutcome stepRoles(const FilterRules &rules, const Message &message) {
    const bool moderator = message.roles & (Role::Moderator | Role::Broadcaster);
    const bool member = moderator || (message.roles & (Role::Member | Role::Vip));
    if (rules.audience == Audience::Moderators && !moderator)
        return {true, say(QT_TRANSLATE_NOOP("chat", "Only moderators are read."))};
    if (rules.audience == Audience::Members && !member)
        return {true, say(QT_TRANSLATE_NOOP("chat", "Only members, VIPs and moderators are read."))};
    return {};
}

StepOutcome stepCommands(const FilterRules &rules, const Message &message, const FilterLine &line) {
    if (message.roles.testFlag(Role::Bot) ||
        (!message.login.isEmpty() && rules.bots.contains(message.login, Qt::CaseInsensitive)))
        return {true, say(QT_TRANSLATE_NOOP("chat", "%1 is a bot.")).arg(message.user)};
    const QString text = line.words();
    for (const QString &prefix : rules.commandPrefixes)
        if (!prefix.isEmpty() && text.size() > prefix.size() && text.startsWith(prefix, Qt::CaseInsensitive) &&
            text[prefix.size()].isLetterOrNumber())
            return {true, say(QT_TRANSLATE_NOOP("chat", "A command, as it begins with “%1”.")).arg(prefix)};
    return {};
}

StepOutcome stepAmount(const FilterRules &rules, const Message &message) {
    if (message.paid.micros <= 0)
        return {};
    for (auto least = rules.leastAmount.begin(); least != rules.leastAmount.end(); ++least)
        if (least.key().compare(message.paid.currency, Qt::CaseInsensitive) == 0 &&
            double(message.paid.micros) < least.value() * 1e6)
            return {true, say(QT_TRANSLATE_NOOP("chat", "%1 %2 is less than %3."))
                              .arg(QLocale().toString(double(message.paid.micros) / 1e6, 'g', 12),
                                   message.paid.currency, QLocale().toString(least.value(), 'g', 12))};
    return {};
}

} // namespace app::chat
