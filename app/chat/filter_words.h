// What the rules are called and what they do, for panes, records and the command line: those of the filter and those
// of the queue (app/danmaku), as both refuse. Translated; ids never are.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace app::chat {

struct RuleWords {
    QString name;        // "Links"
    QString explanation; // one sentence: why a message is not read, or waits
};

RuleWords wordsFor(const QString &rule); // an unknown id: the id itself, and no explanation
QStringList knownRules();                // the filter's steps in their order, then the others

QString say(const char *words, int count = -1); // translated, of the context "chat"

} // namespace app::chat
