// What the filter asks about characters. Categories and scripts are Qt's (Unicode 14 with Qt 6.4).
#pragma once

#include <QChar>

namespace app::chat {

// Not seen, or not meant to be: control, format and bidi characters, tags (U+E0000…), half surrogates, private use,
// fillers, variation selectors, unassigned ones that are no emoji.
bool isInvisible(char32_t c);
bool isMark(char32_t c);    // combines with what is before it
bool isChinese(char32_t c); // with kanji and bopomofo
bool isKana(char32_t c);
bool isHangul(char32_t c);
// Scripts written without spaces, or with particles on the words: each character is a word to the filter.
bool isWordAlone(char32_t c);

// Emoji and pictographs, with flags and skin tones: Unicode 14, emoji-data.txt, Extended_Pictographic from U+2190 on;
// numbers and signs of ordinary text (©, ™, #) are none.
bool isEmoji(char32_t c);
bool isSkinTone(char32_t c);

} // namespace app::chat
