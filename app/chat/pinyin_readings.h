// How Chinese characters sound without their tones, each in all ways that it is read: alone, or in some phrase that
// pypinyin knows. Making it goes through all those phrases (tens of ms, some 5 MB): once, and shared. Any thread at
// once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace engine::text {
class ChineseTables;
}

namespace app::chat {

class PinyinReadings {
public:
    using Words = std::vector<std::u32string>; // the usual one first

    // `tables` is used here only.
    static std::shared_ptr<const PinyinReadings> of(const engine::text::ChineseTables &tables);

    const Words *find(char32_t c) const; // null: it has none

private:
    static constexpr char32_t kFirst = 0x3400, kLast = 0x9FFF;

    void add(char32_t c, std::string_view syllable);

    std::vector<Words> m_common; // from kFirst on; all phrases are gone through, so that each look counts
    std::map<char32_t, Words> m_others;
};

} // namespace app::chat
