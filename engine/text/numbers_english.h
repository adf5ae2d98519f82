// English words for digits. Digits are ASCII '0'…'9', as many as one likes.
#pragma once

#include <string>
#include <string_view>

namespace engine::text {

// "1250" → "one thousand two hundred fifty"; zeros in front, and more than 10^15, are said digit by digit.
std::string englishCardinal(std::string_view digits);
// "21" → "twenty-first".
std::string englishOrdinal(std::string_view digits);
// "four zero four".
std::string englishDigits(std::string_view digits);
// Four digits as a year: "nineteen ninety-nine", "two thousand five", "nineteen oh four".
std::string englishYear(std::string_view digits);
// As the names of things are said: "forty ninety", "three eighty", "ten eighty"; more than four digit by digit.
std::string englishModelNumber(std::string_view digits);
// The last word in the plural: "nineteen eighty" → "nineteen eighties".
std::string englishDecade(std::string words);

} // namespace engine::text
