// Chinese words for digits. Digits are ASCII '0'…'9', as many as one likes.
#pragma once

#include <string>
#include <string_view>

namespace engine::text {

// "12000" → "一万两千"; zeros in front, and 10^16 and more, are said digit by digit. `counting`: a lone 2 is 两.
std::string chineseCardinal(std::string_view digits, bool counting = false);
// "二零二四".
std::string chineseDigits(std::string_view digits);
// As chineseDigits(), with 幺 for 1.
std::string chineseTelephone(std::string_view digits);

} // namespace engine::text
