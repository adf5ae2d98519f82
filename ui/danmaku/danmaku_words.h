// What the queue says in words: stages, classes, rules, sources. All of it translated, plain text.
#pragma once

#include <QString>

#include "app/chat/source.h"
#include "app/danmaku/director.h"
#include "app/danmaku/item.h"
#include "app/danmaku/rules.h"

namespace ui::danmaku {

QString stageName(app::danmaku::Stage stage); // "Waiting"
QString className(app::danmaku::Class rank);  // "Member"
QString ruleName(const QString &rule);        // "Links"; of an id that is not known the id
QString sourceName(const QString &source);    // "Twitch"
// "Live in #channel", "Trying again in 4 s".
QString sourceWords(const app::chat::SourceState &state, qint64 now);
// What is left out as too many wait; empty: nothing.
QString overloadWords(const app::danmaku::Figures &figures, const app::danmaku::OverloadRules &rules);
QString money(const app::chat::Money &paid); // "$5.00", "100 bits"; empty: none
// What a message says on one line, whatever is in it: its text, or what the platform says about it; at most so many
// characters, as longer ones are not seen anyway.
QString oneLine(const app::chat::Message &message, int most = 400);
QString oneLine(const QString &text, int most = 400);
// Where it was written: "#walter"; empty: by the operator, or nobody says.
QString channelWords(const app::chat::Message &message);
// "Ann: good morning", for screen readers and the clipboard.
QString spokenRow(const QString &name, const QString &text);

} // namespace ui::danmaku
