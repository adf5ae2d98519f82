// A long text of a client is said in parts, one job each, so that what a person makes meanwhile goes between two of
// them (speech_desk.h). Any thread.
#pragma once

#include <QString>
#include <QStringList>

namespace app::server {

// Some 40 s of speech: Latin letters count 1, Chinese characters and their like 3, digits 5, as each may be a word.
inline constexpr int kPartWeight = 600;

// Joined they are the text. Each ends where a sentence does; where there is none in it behind a word, at worst behind a
// character. A text that is not longer is one part, whatever is in it.
QStringList speechParts(const QString &text);

} // namespace app::server
