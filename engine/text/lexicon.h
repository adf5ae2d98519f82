// Words that are said otherwise than they are written, as a person put them together. A lexicon never changes once it
// is made: any number of threads may use it.
//
// What is said for what:
//   - Of several lexicons the first has its way with the whole text, the next with what that left.
//   - In one lexicon words (plain and pinyin) come before patterns. Words are looked for from left to right; of several
//     that begin at one place the longest counts, and of equally long ones the earlier entry.
//   - Patterns follow in the order of the entries, each in what is left. A pattern sees the text around that too: ^ and
//     $ are its ends, and \b is a border. What it finds has at most 2,048 bytes; finding nothing at all is no find.
//   - Nothing is replaced twice, and characters with a given reading are left alone.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/text/lexicon_entry.h"
#include "engine/text/spoken_text.h"

namespace engine::text {

// Whether this build has RE2; without it patterns are left out, with a fault each.
bool hasLexiconPatterns();

class Lexicon {
public:
    Lexicon() : Lexicon(std::vector<LexiconEntry>{}) {}
    // Entries that are off are checked but not used. Never throws but for want of memory: what cannot be used becomes a
    // fault, and so does everything after kMostLexiconEntries and kMostLexiconPatterns.
    explicit Lexicon(std::vector<LexiconEntry> entries);
    ~Lexicon();
    Lexicon(const Lexicon &) = delete;
    Lexicon &operator=(const Lexicon &) = delete;

    const std::vector<LexiconEntry> &entries() const { return m_entries; }
    const std::vector<LexiconFault> &faults() const { return m_faults; } // by entry; one each

    // Sorted, and none overlaps another. Linear in the text, whatever the entries are. Together they say at most
    // kMostLexiconGrowth bytes; what comes after that stays as it is.
    std::vector<Replacement> apply(const SpokenText &text) const;

private:
    friend std::vector<Replacement> applied(const SpokenText &,
                                            const std::vector<std::shared_ptr<const Lexicon>> &lexicons);
    class Words;
    class Patterns;

    std::vector<LexiconEntry> m_entries;
    std::vector<LexiconFault> m_faults;
    std::unique_ptr<const Words> m_words;
    std::unique_ptr<const Patterns> m_patterns;
};

inline constexpr std::size_t kMostLexiconGrowth = 16 << 20;

// The first one first: a voice's own, then the one for all. None of them is null.
std::vector<Replacement> applied(const SpokenText &text, const std::vector<std::shared_ptr<const Lexicon>> &lexicons);

} // namespace engine::text
