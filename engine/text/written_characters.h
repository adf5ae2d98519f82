// What the normalizer calls a digit, a letter and so on, and which characters are others in strange dress.
#pragma once

namespace engine::text {

bool isDigit(char32_t c);   // 0…9
bool isLatin(char32_t c);   // with its accents
bool isCapital(char32_t c); // A…Z
bool isSmall(char32_t c);   // a…z
bool isAlphanumeric(char32_t c);

// Full-width forms, and the letters and digits that chats are full of, as plain ones. Chinese ！，？ stay: the models
// know them.
char32_t plainCharacter(char32_t c);
bool isUnseen(char32_t c); // joiners, marks of direction…
bool isAccent(char32_t c); // that stands on the character before
bool isBase(char32_t c);   // may bear accents

} // namespace engine::text
