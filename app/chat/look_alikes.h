// Letters that are written for others. Source: chosen by hand after the idea of Unicode's UTS #39 (skeletons of
// confusables), for a–z only: Cyrillic, Greek, Armenian and Cherokee letters of the same shape, small capitals, letters
// in squares and of flags, and the digits and signs of "leet". Accents go by Unicode's decompositions; full-width and
// mathematical letters are plain already (text_cleaning.h). Not complete, and not the published table.
#pragma once

namespace app::chat {

char32_t caseFolded(char32_t c); // simple folding of one character

// The letter a–z whose shape it has, or itself folded, without accents.
char32_t skeletonOf(char32_t c);

// For digits and signs that stand for letters; 0: none. `one`: what "1" and "|" stand for, i or l.
char32_t leetLetter(char32_t c, char32_t one);
bool isLeetSign(char32_t c); // $ @ ! | + €: letters only inside or before a word

} // namespace app::chat
