#include "app/chat/pinyin_readings.h"

#include <algorithm>
#include <utility>

#include "app/chat/character_kinds.h"
#include "engine/text/chinese_tables.h"

namespace app::chat {

namespace {

bool isLetter(char each) {
    return each >= 'a' && each <= 'z';
}

// Without its tone.
std::u32string lettersOfSyllable(std::string_view syllable) {
    std::u32string letters;
    for (const char each : syllable)
        if (isLetter(each))
            letters += char32_t(each);
    return letters;
}

bool saysLetters(std::string_view syllable, std::u32string_view letters) {
    std::size_t place = 0;
    for (const char each : syllable) {
        if (!isLetter(each))
            continue;
        if (place == letters.size() || letters[place] != char32_t(each))
            return false;
        ++place;
    }
    return place == letters.size();
}

} // namespace

const PinyinReadings::Words *PinyinReadings::find(char32_t c) const {
    if (c >= kFirst && c <= kLast)
        return m_common[c - kFirst].empty() ? nullptr : &m_common[c - kFirst];
    const auto other = m_others.find(c);
    return other == m_others.end() ? nullptr : &other->second;
}

void PinyinReadings::add(char32_t c, std::string_view syllable) {
    Words &known = c >= kFirst && c <= kLast ? m_common[c - kFirst] : m_others[c];
    const auto isSame = [syllable](const std::u32string &letters) { return saysLetters(syllable, letters); };
    if (std::any_of(known.begin(), known.end(), isSame))
        return;
    if (std::u32string letters = lettersOfSyllable(syllable); !letters.empty())
        known.push_back(std::move(letters));
}

std::shared_ptr<const PinyinReadings> PinyinReadings::of(const engine::text::ChineseTables &tables) {
    auto all = std::make_shared<PinyinReadings>();
    all->m_common.resize(kLast - kFirst + 1);
    for (char32_t c = kFirst; c <= kLast; ++c)
        if (const std::string_view usual = tables.syllable(c); !usual.empty())
            all->add(c, usual);
    tables.phrases().visit([&](std::u32string_view phrase, std::uint32_t value) {
        for (std::size_t place = 0; place < phrase.size(); ++place)
            if (isChinese(phrase[place]))
                all->add(phrase[place], tables.syllable(value, place));
    });
    std::erase_if(all->m_others, [](const auto &other) { return other.second.empty(); });
    return all;
}

} // namespace app::chat
