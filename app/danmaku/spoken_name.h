// A name of a chat as it can be spoken. Linear in time; a name may be anything.
#pragma once

#include <QString>

namespace app::danmaku {

// Cleaned (zalgo, emoji and ornaments away), "_" and other signs as gaps, "xX" around it away, "CamelCase" as words,
// digits that stand for letters between letters ("l33t") as letters, four or more digits at the end away, cut after so
// many syllables. Empty: nobody could read it: other scripts than Latin and Chinese, six consonants in a row, long
// words without a vowel.
QString spokenName(const QString &shown, int syllables);

QString someone(const QString &language); // "someone", "有人": part of what is said, so in the language of the text

} // namespace app::danmaku
