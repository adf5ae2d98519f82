// The words of a lexicon, and where in a text they stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/free_text.h"
#include "engine/text/lexicon.h"

namespace engine::text {

class Lexicon::Words {
public:
    // `entries` must outlive this. `usable`: of each, whether it is used.
    Words(const std::vector<LexiconEntry> &entries, const std::vector<bool> &usable);

    void apply(FreeText &text) const;

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    struct Word {
        std::u32string letters;
        std::uint32_t whole = kNone;  // the earliest entry that wants borders around it
        std::uint32_t within = kNone; // the earliest that does not
    };
    struct Match {
        std::size_t to = 0;
        std::uint32_t entry = kNone;
    };
    using Table = std::vector<Word>; // sorted

    static void add(Table &table, std::u32string letters, bool whole, std::uint32_t entry);
    static void sort(Table &table);
    static void look(const Table &table, bool folded, std::string_view text, FreeText::Span span, Match &best);

    const std::vector<LexiconEntry> &m_entries;
    Table m_exact;
    Table m_folded;
    std::vector<std::vector<Reading>> m_readings; // of each entry; empty but for pinyin
};

} // namespace engine::text
