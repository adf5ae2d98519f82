#include "app/danmaku/rules_file.h"

#include <QCoreApplication>

#include "app/danmaku/rules_format.h"

namespace app::danmaku {

namespace {

QString say(const char *words) {
    return QCoreApplication::translate("danmaku", words);
}

FileWords words() {
    return {
        say(QT_TRANSLATE_NOOP("danmaku", "The rules of the chat queue could not be read.")),
        say(QT_TRANSLATE_NOOP("danmaku", "The file of the rules of the chat queue was damaged; the shipped ones "
                                         "count.")),
        say(QT_TRANSLATE_NOOP("danmaku", "The file of the rules of the chat queue was damaged, and was written anew "
                                         "with the present ones.")),
        say(QT_TRANSLATE_NOOP("danmaku", "The file of the rules of the chat queue is damaged and cannot be moved "
                                         "aside."))};
}

// What `to` has otherwise than `from`, put into `file`; what neither has stays.
void merge(QJsonObject &file, const QJsonObject &from, const QJsonObject &to) {
    for (auto each = to.begin(); each != to.end(); ++each) {
        const QJsonValue old = from.value(each.key());
        if (old == *each)
            continue;
        if (each->isObject()) {
            QJsonObject inner = file.value(each.key()).toObject();
            merge(inner, old.toObject(), each->toObject());
            file.insert(each.key(), inner);
        } else {
            file.insert(each.key(), *each);
        }
    }
    for (auto each = from.begin(); each != from.end(); ++each)
        if (!to.contains(each.key()))
            file.remove(each.key());
}

} // namespace

RulesRead readRules(const QString &file) {
    const ReadObject read = readObject(file, words());
    RulesRead result;
    result.mayWrite = read.mayWrite;
    if (read.problem)
        result.problem = *read.problem;
    if (!read.object)
        return result;
    RulesFound found = rulesFromJson(*read.object);
    result.rules = std::move(found.rules);
    if (!read.problem && !found.lines.isEmpty())
        result.problem = {found.lines.size() == 1
                              ? say(QT_TRANSLATE_NOOP("danmaku", "One of the rules of the chat queue makes no sense. "
                                                                 "%1"))
                                    .arg(found.lines.first())
                              : QCoreApplication::translate("danmaku",
                                                            "%Ln of the rules of the chat queue make no sense.",
                                                            nullptr, int(found.lines.size())),
                          say(QT_TRANSLATE_NOOP("danmaku", "Correct “%1”, or choose them anew.")).arg(file),
                          found.lines.mid(0, 100).join(u'\n')};
    return result;
}

ChangedObject writeRules(const QString &file, const Rules &rules, const std::optional<Rules> &before) {
    const QJsonObject now = rulesAsJson(rules);
    return changeObject(file, words(), now, [&](QJsonObject &top) {
        // In an empty one nothing is another's. Without `before` what this version understands of the file gives way,
        // and what it does not stays.
        const QJsonObject from = top.isEmpty() ? QJsonObject()
                                 : before      ? rulesAsJson(*before)
                                               : rulesAsJson(rulesFromJson(top).rules);
        merge(top, from, now);
    });
}

chat::FilterRules filterRulesOf(const Rules &rules, qint64 now) {
    chat::FilterRules filter = rules.filter;
    filter.ignored.clear();
    filter.banned.clear();
    for (auto each = rules.people.begin(); each != rules.people.end(); ++each) {
        if (each->ignored)
            filter.ignored << each.key();
        if (each->banned && (each->until == 0 || each->until > now))
            filter.banned.insert(each.key(), each->until);
    }
    return filter;
}

} // namespace app::danmaku
