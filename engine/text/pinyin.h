// How Chinese is read, as pypinyin 0.55 does: lazy_pinyin(word, style=Style.TONE3, tone_sandhi=True). From the left,
// the longest phrase that pypinyin knows counts. Where none begins, one character is said by itself; where none begins
// but the whole rest of the word is the beginning of one, each of its characters is. Both were converted, with tone
// sandhi, when the tables were made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/chinese_tables.h"

namespace engine::text {

// One syllable per character of the word, such as "ni2" and "hao3" (without a digit: the neutral tone). Characters
// without a reading are said as themselves.
std::vector<std::string> pinyin(std::u32string_view word, const ChineseTables &tables);

} // namespace engine::text
