// A name of a chat as it can be spoken. Linear in time; a name may be anything.
#pragma once

#include <QString>

#include "app/chat/message.h"

namespace app::chat {

// Cleaned (zalgo, emoji and ornaments away), "_" and other signs as gaps, "xX" around it away, "CamelCase" as words,
// digits that stand for letters between letters ("l33t") as letters, four or more digits at the end away, cut after so
// many syllables. Empty: nobody could read it: other scripts than Latin and Chinese, six consonants in a row, long
// words without a vowel.
QString spokenName(const QString &shown, int syllables);

// Of the name as shown, else of the login: somebody who is called in another script. Empty: neither can be read.
QString spokenName(const Message &message, int syllables);

} // namespace app::chat
