// What is said of an item: a template by kind and by the language of the text, with a name that can be spoken. Pure;
// strangers' names and texts are put in once and never looked at for templates again. Any thread.
//
// Templates: "{name}", "{text}", "{gift}", "{count}", "{amount}", "{viewers}"; other braces stand for themselves. What
// hangs in the air because a value is empty (": " at the end) is left out. An empty template: not read.
#pragma once

#include <QString>

#include "app/chat/message.h"
#include "app/danmaku/item.h"
#include "app/danmaku/rules.h"

namespace app::danmaku {

// "zh" when at least as many Chinese characters as Latin words are in it, else "en".
QString languageOf(const QString &text);

Templates shippedTemplates(const QString &language); // "zh"; every other language: English
Templates originalTemplates();                       // "{name} says: {text}" whatever the language, as iShowTTS has it

// The alias, or the name made readable: ornaments, underscores, long digits and leet away, at most `syllables`. What
// nobody could read aloud (no vowels, other scripts, symbols alone) is "someone" or "有人".
QString readableName(const QString &shown, const QString &language, int syllables);
QString nameFor(const chat::Message &message, const Rules &rules, const QString &language);

// Amount in words that the text normalizer of the engine understands: "$5", "5元", "100 bits"; empty without money.
QString amountFor(const chat::Money &money, const QString &language);

struct Saying {
    QString text;       // empty: not read
    bool named = false; // the name is in it
};

// `before`: Message::person() of what was read before this; empty: nobody. `names`: false while overload leaves them
// out: then, and where the name did not change, chat is said without; paid ones, gifts and the rest always with.
Saying sayingFor(const Item &item, const Rules &rules, const QString &before, bool names = true);

// The item's own, else the person's, else empty: the chosen one.
QString voiceFor(const Item &item, const Rules &rules);

} // namespace app::danmaku
