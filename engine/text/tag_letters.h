// What the readers of tags share: ASCII letters, and how a wrong tag is told. Only for them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/text/tag_forms.h"

namespace engine::text::tag_letters {

bool isLetter(char c);
bool isDigit(char c);
bool isBlank(char c);
std::string lowered(std::string_view text);
std::string_view trimmed(std::string_view text); // without blanks at its ends
bool isSettingWord(std::string_view word);       // pause, speed, seed

TagMeaning wrong(std::string what, std::string remedy);

template <typename Predicate> std::size_t lengthWhile(std::string_view text, Predicate holds) {
    return std::size_t(std::find_if_not(text.begin(), text.end(), holds) - text.begin());
}

} // namespace engine::text::tag_letters
